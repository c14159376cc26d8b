// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.rdd;

import org.apache.spark.HashPartitioner;
import org.apache.spark.Partitioner;
import org.dstreambeam.compute.Aggregator;
import org.dstreambeam.compute.Narrow;
import org.dstreambeam.compute.NarrowFunction;
import scala.Tuple2;

/**
 * Each record once: {@code (record, true)} reduced by key. Where a partitioner has brought equal
 * records together already, no shuffle is needed.
 */
public final class Distinct {

  private Distinct() {}

  public static <T> Dataset<T> of(Dataset<T> records, int partitions) {
    Partitioner partitioner = records.partitioner();
    boolean inPlace = partitioner != null && records.partitions() == partitions;
    if (partitioner == null || !inPlace) {
      partitioner = new HashPartitioner(partitions);
    }
    NarrowFunction<T, Tuple2<T, Boolean>> tag = (partition, input) -> new Tagged<>(input, true);
    Dataset<Tuple2<T, Boolean>> once =
        ShuffledDataset.combine(
            records.narrow(tag, inPlace), Aggregator.reduce((first, second) -> first), partitioner);
    NarrowFunction<Tuple2<T, Boolean>, T> keys = Narrow.keys();
    return once.narrow(keys, inPlace);
  }
}
