// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.rdd;

import java.util.Comparator;
import org.apache.spark.Partitioner;
import org.apache.spark.RangePartitioner;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.rdd.RDD;
import org.dstreambeam.compute.DealShuffle;
import org.dstreambeam.compute.Narrow;
import org.dstreambeam.compute.NarrowFunction;
import scala.Tuple2;
import scala.math.Ordering;
import scala.math.Ordering$;

/** {@code sortByKey}: ranges of keys to partitions, and each of these in order. */
public final class Sorting {

  private Sorting() {}

  /** The order of what is comparable; others fail when they are compared. */
  @SuppressWarnings("unchecked") // whether they are shows then
  public static <K> Comparator<K> natural() {
    return (Comparator<K>) Comparator.naturalOrder();
  }

  /**
   * Sorted by key over all partitions; equal keys as they come. Runs a job that samples the keys,
   * unless it is to be one partition.
   *
   * @param partitions at most
   * @throws IllegalArgumentException if {@code partitions} is negative
   */
  public static <K, V> Dataset<Tuple2<K, V>> sortByKey(
      Dataset<Tuple2<K, V>> pairs, Comparator<K> order, boolean ascending, int partitions) {
    Ordering<K> ordering = Ordering$.MODULE$.comparatorToOrdering(order);
    Partitioner ranges =
        new RangePartitioner<>(
            partitions, new RDD<>(pairs), ascending, ordering, ClassTags.<K>any());
    return ShuffledDataset.of(
        pairs, DealShuffle.sort(ranges, ascending ? order : new Descending<>(order)));
  }

  /** As {@link #sortByKey}, the keys being what {@code keyOf} makes of the records. */
  public static <T, K> Dataset<T> sortBy(
      Dataset<T> records,
      Function<T, K> keyOf,
      Comparator<K> order,
      boolean ascending,
      int partitions) {
    NarrowFunction<Tuple2<K, T>, T> values = Narrow.values();
    return sortByKey(records.narrow(Narrow.keyBy(keyOf), false), order, ascending, partitions)
        .narrow(values, false);
  }

  /** As {@link java.util.Collections#reverseOrder(Comparator)}, which needs no natural order. */
  private record Descending<K>(Comparator<K> order) implements Comparator<K>, java.io.Serializable {
    @Override
    public int compare(K first, K second) {
      return order.compare(second, first);
    }
  }
}
