// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.rdd;

import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

/**
 * The partitions that the tasks of a stage compute.
 *
 * @param size number of tasks
 * @param total number of partitions that there are
 * @param partitionOf the partition of each task
 */
record StagePartitions(int size, int total, IntUnaryOperator partitionOf) {

  /** The partitions {@code from} to {@code until - 1}; none if there are no such. */
  static StagePartitions range(int from, int until, int total) {
    return new StagePartitions(Math.max(0, until - from), total, task -> from + task);
  }

  /**
   * @throws IllegalArgumentException if there is no such partition
   */
  static StagePartitions of(List<Integer> partitions, int total) {
    int[] copy = partitions.stream().mapToInt(Integer::intValue).toArray();
    IntStream.of(copy)
        .filter(partition -> partition < 0 || partition >= total)
        .findFirst()
        .ifPresent(
            missing -> {
              throw new IllegalArgumentException(
                  "Attempting to access a non-existent partition: "
                      + missing
                      + ". Total number of partitions: "
                      + total);
            });
    return new StagePartitions(copy.length, total, task -> copy[task]);
  }

  int partition(int task) {
    return partitionOf.applyAsInt(task);
  }
}
