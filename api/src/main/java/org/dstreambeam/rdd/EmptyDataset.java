// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.rdd;

import java.util.Iterator;
import java.util.List;
import org.apache.spark.SparkContext;

/** No partitions, hence no records. */
public final class EmptyDataset<T> extends Dataset<T> {

  public EmptyDataset(SparkContext context) {
    super(context);
  }

  @Override
  public int partitions() {
    return 0;
  }

  @Override
  public Iterator<T> compute(int partition) {
    throw new UnsupportedOperationException("empty RDD");
  }

  @Override
  public List<Dataset<?>> parents() {
    return List.of();
  }

  @Override
  public String kind() {
    return "EmptyRDD";
  }
}
