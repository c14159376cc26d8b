// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.rdd;

import org.apache.spark.Partitioner;
import org.apache.spark.api.java.function.Function;
import org.dstreambeam.compute.DealShuffle;
import org.dstreambeam.compute.Narrow;
import scala.Tuple2;

/** {@code groupBy}: records by a key of theirs. */
public final class Grouping {

  private Grouping() {}

  /** For each key its records, in order of partitions. */
  public static <T, K> Dataset<Tuple2<K, Iterable<T>>> of(
      Dataset<T> records, Function<T, K> key, Partitioner partitioner) {
    return ShuffledDataset.of(
        records.narrow(Narrow.keyBy(key), false), DealShuffle.group(partitioner));
  }
}
