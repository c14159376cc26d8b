// SPDX-License-Identifier: Apache-2.0
package org.apache.spark.rdd;

import org.dstreambeam.rdd.Dataset;
import scala.Tuple2;

/**
 * An RDD of what an input format of {@code mapred}, the older API of Hadoop reads. The reader puts
 * every record into the same objects: what keeps records, a cache say, must copy them before.
 *
 * @param <K> type of the keys
 * @param <V> type of the values
 */
public class HadoopRDD<K, V> extends RDD<Tuple2<K, V>> {
  private static final long serialVersionUID = 1L;

  /** An RDD over {@code dataset}, in the dataset's context. */
  public HadoopRDD(Dataset<Tuple2<K, V>> dataset) {
    super(dataset);
  }
}
