// SPDX-License-Identifier: Apache-2.0
package org.apache.spark.api.java;

import java.util.Iterator;
import org.apache.hadoop.mapreduce.InputSplit;
import org.apache.spark.api.java.function.Function2;
import org.apache.spark.rdd.NewHadoopRDD;
import org.apache.spark.rdd.RDD;
import org.dstreambeam.files.SplitsDataset;
import org.dstreambeam.rdd.ClassTags;
import scala.Tuple2;
import scala.reflect.ClassTag;

/**
 * A {@link NewHadoopRDD} for Java programs.
 *
 * @param <K> type of the keys
 * @param <V> type of the values
 */
public class JavaNewHadoopRDD<K, V> extends JavaPairRDD<K, V> {
  private static final long serialVersionUID = 1L;

  public JavaNewHadoopRDD(NewHadoopRDD<K, V> rdd, ClassTag<K> kClassTag, ClassTag<V> vClassTag) {
    super(rdd, kClassTag, vClassTag);
  }

  @Override
  public ClassTag<K> kClassTag() {
    return super.kClassTag();
  }

  @Override
  public ClassTag<V> vClassTag() {
    return super.vClassTag();
  }

  /**
   * The function is called once per partition, with the split that the partition is read from.
   *
   * @param preservesPartitioning whether keys stay as they are
   */
  public <R> JavaRDD<R> mapPartitionsWithInputSplit(
      Function2<InputSplit, Iterator<Tuple2<K, V>>, Iterator<R>> f, boolean preservesPartitioning) {
    return new JavaRDD<>(
        new RDD<>(SplitsDataset.ofNew(rdd().dataset(), f, preservesPartitioning)), ClassTags.any());
  }

  /** What Scala programs get for the argument they leave out. */
  public <R> boolean mapPartitionsWithInputSplit$default$2() {
    return false;
  }
}
