// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.rdd;

import java.util.Map;
import org.apache.spark.Partitioner;
import org.dstreambeam.compute.Aggregator;
import org.dstreambeam.compute.Narrow;
import org.dstreambeam.compute.NarrowFunction;
import scala.Tuple2;

/** How often each record occurs: {@code countByValue}, {@code countByKey}. */
public final class Counts {

  private Counts() {}

  /** Counts per partition, adds up after a shuffle, and brings the sums to the driver. */
  public static <T> Map<T, Long> byValue(Dataset<T> records) {
    Partitioner partitioner = DefaultPartitioner.of(records);
    Dataset<Tuple2<T, Long>> ones =
        records.narrow((partition, input) -> new Tagged<>(input, 1L), true);
    return Lookup.asMap(ShuffledDataset.combine(ones, Aggregator.reduce(Long::sum), partitioner));
  }

  /** How many pairs each key has. */
  public static <K, V> Map<K, Long> byKey(Dataset<Tuple2<K, V>> pairs) {
    Partitioner partitioner = DefaultPartitioner.of(pairs);
    NarrowFunction<Tuple2<K, V>, Tuple2<K, Long>> one = Narrow.mapValues(value -> 1L);
    return Lookup.asMap(
        ShuffledDataset.combine(
            pairs.narrow(one, true), Aggregator.reduce(Long::sum), partitioner));
  }
}
