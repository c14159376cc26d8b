// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.rdd;

import java.util.Comparator;
import java.util.stream.IntStream;
import org.apache.spark.Partitioner;
import org.apache.spark.RangePartitioner;
import org.apache.spark.api.java.function.Function;
import org.dstreambeam.compute.Narrow;
import scala.Tuple2;

/** {@code filterByRange}: of sorted pairs only the partitions that can hold such keys are read. */
public final class KeyRangeFilter {

  private KeyRangeFilter() {}

  /** The pairs with keys from {@code lower} to {@code upper}, both inclusive. */
  public static <K, V> Dataset<Tuple2<K, V>> of(
      Dataset<Tuple2<K, V>> pairs, Comparator<K> order, K lower, K upper) {
    Function<Tuple2<K, V>, Boolean> inRange =
        pair -> order.compare(pair._1(), lower) >= 0 && order.compare(pair._1(), upper) <= 0;
    return candidates(pairs, lower, upper).narrow(Narrow.filter(inRange), true);
  }

  private static <K, V> Dataset<Tuple2<K, V>> candidates(
      Dataset<Tuple2<K, V>> pairs, K lower, K upper) {
    Partitioner partitioner = pairs.partitioner();
    if (!(partitioner instanceof RangePartitioner)) {
      return pairs;
    }
    int one = partitioner.getPartition(lower);
    int other = partitioner.getPartition(upper);
    int[] kept = IntStream.rangeClosed(Math.min(one, other), Math.max(one, other)).toArray();
    return new PrunedDataset<>(pairs, kept);
  }
}
