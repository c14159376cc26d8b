// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.rdd;

import org.dstreambeam.compute.RoundRobinShuffle;

/** Another number of partitions: {@code coalesce}, {@code repartition}. */
public final class Repartitioning {

  private Repartitioning() {}

  /**
   * @param shuffle whether records are dealt out in turn, which evens partitions out and can give
   *     more of them; else neighbouring partitions are put together, and there are never more
   * @throws IllegalArgumentException if {@code partitions} is not positive
   */
  public static <T> Dataset<T> of(Dataset<T> records, int partitions, boolean shuffle) {
    return shuffle
        ? ShuffledDataset.of(records, new RoundRobinShuffle<>(partitions))
        : new CoalescedDataset<>(records, partitions);
  }
}
