// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.source;

import java.util.stream.IntStream;

/**
 * Which splits of a source a feed serves: all of them where one JVM runs the program, one where
 * each split has a feed of its own, wherever it runs.
 *
 * <pre>
 *   4 splits, all:    partitions 0 1 2 3 4 5 ..  of splits 0 1 2 3 0 1 ..
 *   4 splits, one, 2: partitions     2       6   of split      2       2
 * </pre>
 *
 * @param total how many the source has
 * @param first the first one that is served
 * @param end one more than the last
 */
public record Splits(int total, int first, int end) {

  public static Splits all(int total) {
    return new Splits(total, 0, total);
  }

  public static Splits one(int total, int split) {
    return new Splits(total, split, split + 1);
  }

  /** Their numbers. */
  IntStream numbers() {
    return IntStream.range(first, end);
  }

  int count() {
    return end - first;
  }

  boolean include(int split) {
    return split >= first && split < end;
  }

  /** The split that a partition of a batch belongs to. */
  int ofPartition(int partition) {
    return partition % total;
  }

  /** The lowest number from {@code partition} on that belongs to one of them. */
  int partitionFrom(int partition) {
    int number = partition;
    while (!include(ofPartition(number))) {
      number++;
    }
    return number;
  }
}
