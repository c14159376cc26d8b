// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.rdd;

import java.util.Iterator;
import java.util.List;
import org.apache.spark.Partitioner;
import org.apache.spark.SparkContext;
import org.dstreambeam.compute.ConcatIterator;

/**
 * Parents that place every key alike: partition i holds partition i of each, in order.
 *
 * <pre>
 *   a: [a0] [a1]
 *   b: [b0] [b1]   -->   [a0 b0] [a1 b1]
 * </pre>
 */
final class MergedUnionDataset<T> extends Dataset<T> {

  private final List<Dataset<T>> parents;
  private final Partitioner partitioner;

  MergedUnionDataset(SparkContext context, List<Dataset<T>> parents, Partitioner partitioner) {
    super(context);
    this.parents = parents;
    this.partitioner = partitioner;
  }

  @Override
  public int partitions() {
    return partitioner.numPartitions();
  }

  @Override
  public Iterator<T> compute(int partition) {
    return new ConcatIterator<>(parents.size(), i -> parents.get(i).iterator(partition));
  }

  @Override
  public List<Dataset<?>> parents() {
    return List.copyOf(parents);
  }

  @Override
  public Partitioner partitioner() {
    return partitioner;
  }

  @Override
  public String kind() {
    return "PartitionerAwareUnionRDD";
  }
}
