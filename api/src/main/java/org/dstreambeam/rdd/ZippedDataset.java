// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.rdd;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.spark.Partitioner;
import org.apache.spark.SparkException;
import org.apache.spark.api.java.function.FlatMapFunction2;
import org.dstreambeam.compute.Rethrow;
import org.dstreambeam.compute.TaskFunction;
import org.jspecify.annotations.Nullable;
import scala.Tuple2;

/**
 * Datasets side by side: partition i is what a function makes of partition i of each.
 *
 * <pre>
 *   a: [a0] [a1]
 *   b: [b0] [b1]   -->   [f(a0, b0)] [f(a1, b1)]
 * </pre>
 */
public final class ZippedDataset<O> extends Dataset<O> {

  /** What becomes of one partition of each parent. */
  @FunctionalInterface
  public interface Zip<O> extends Serializable {
    Iterator<O> apply(List<Iterator<?>> partitions) throws Exception;
  }

  private final List<Dataset<?>> parents;
  private final boolean keepsPartitioning;
  private final Zip<O> zip;

  public ZippedDataset(List<Dataset<?>> parents, boolean keepsPartitioning, Zip<O> zip) {
    super(parents.get(0).context());
    this.parents = parents;
    this.keepsPartitioning = keepsPartitioning;
    this.zip = zip;
  }

  /** {@code zipPartitions} of two. */
  @SuppressWarnings("unchecked") // the iterators are those of the parents, in this order
  public static <T, U, V> Dataset<V> of(
      Dataset<T> left, Dataset<U> right, FlatMapFunction2<Iterator<T>, Iterator<U>, V> function) {
    TaskFunction<FlatMapFunction2<Iterator<T>, Iterator<U>, V>> task = TaskFunction.of(function);
    return new ZippedDataset<>(
        List.of(left, right),
        false,
        partitions ->
            task.perTask().call((Iterator<T>) partitions.get(0), (Iterator<U>) partitions.get(1)));
  }

  /** {@code zip}: pairs of the first records, the second ones and so on. */
  @SuppressWarnings("unchecked") // as in of()
  public static <T, U> Dataset<Tuple2<T, U>> pairs(Dataset<T> left, Dataset<U> right) {
    return new ZippedDataset<>(
        List.of(left, right),
        false,
        partitions ->
            new Pairs<>((Iterator<T>) partitions.get(0), (Iterator<U>) partitions.get(1)));
  }

  /**
   * The number that all parents have.
   *
   * @throws IllegalArgumentException if they have not the same
   */
  @Override
  public int partitions() {
    List<Integer> counts = parents.stream().<Integer>map(Dataset::partitions).toList();
    if (counts.stream().distinct().count() > 1) {
      throw new IllegalArgumentException(
          "Can't zip RDDs with unequal numbers of partitions: "
              + counts.stream()
                  .map(String::valueOf)
                  .collect(Collectors.joining(", ", "List(", ")")));
    }
    return counts.get(0);
  }

  @Override
  public Iterator<O> compute(int partition) throws Exception {
    List<Iterator<?>> inputs = new ArrayList<>(parents.size());
    for (Dataset<?> parent : parents) {
      inputs.add(parent.iterator(partition));
    }
    return zip.apply(inputs);
  }

  @Override
  public List<Dataset<?>> parents() {
    return parents;
  }

  @Override
  public @Nullable Partitioner partitioner() {
    return keepsPartitioning ? parents.get(0).partitioner() : null;
  }

  @Override
  public String kind() {
    return "ZippedPartitionsRDD" + parents.size();
  }

  /** Fails where one side ends before the other. */
  private record Pairs<T, U>(Iterator<T> left, Iterator<U> right)
      implements Iterator<Tuple2<T, U>> {

    @Override
    public boolean hasNext() {
      boolean more = left.hasNext();
      if (more != right.hasNext()) {
        throw Rethrow.as(
            new SparkException("Can only zip RDDs with same number of elements in each partition"));
      }
      return more;
    }

    @Override
    public Tuple2<T, U> next() {
      return new Tuple2<>(left.next(), right.next());
    }
  }
}
