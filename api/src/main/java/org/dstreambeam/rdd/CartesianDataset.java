// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.rdd;

import java.util.Iterator;
import java.util.List;
import org.dstreambeam.compute.FlatMapIterator;
import org.dstreambeam.compute.MapIterator;
import scala.Tuple2;

/**
 * Every record of one dataset with every record of another. Partition {@code i * n + j} holds those
 * of partition i with those of partition j of the n that the other has, which is computed once per
 * record of i.
 */
public final class CartesianDataset<T, U> extends Dataset<Tuple2<T, U>> {

  private final Dataset<T> left;
  private final Dataset<U> right;

  public CartesianDataset(Dataset<T> left, Dataset<U> right) {
    super(left.context());
    this.left = left;
    this.right = right;
  }

  @Override
  public int partitions() {
    return Math.multiplyExact(left.partitions(), right.partitions());
  }

  @Override
  public Iterator<Tuple2<T, U>> compute(int partition) throws Exception {
    int rightPartitions = right.partitions();
    int rightPartition = partition % rightPartitions;
    return new FlatMapIterator<>(
        left.iterator(partition / rightPartitions),
        one ->
            new MapIterator<U, Tuple2<T, U>>(
                right.iterator(rightPartition), other -> new Tuple2<>(one, other)));
  }

  @Override
  public List<Dataset<?>> parents() {
    return List.of(left, right);
  }

  @Override
  public String kind() {
    return "CartesianRDD";
  }
}
