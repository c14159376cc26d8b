// SPDX-License-Identifier: Apache-2.0
package org.apache.spark;

import org.jspecify.annotations.Nullable;

/**
 * Partitions by the hash code of the key, modulo the number of partitions and never negative; null
 * goes to the first partition.
 *
 * <p>Keys whose hash code depends on the process, such as arrays and enums, do not partition well.
 */
public class HashPartitioner extends Partitioner {
  private static final long serialVersionUID = 1L;

  private final int partitions;

  /**
   * Creates a partitioner.
   *
   * @param partitions the number of partitions; with zero of them there may be no keys but null
   * @throws IllegalArgumentException if it is negative
   */
  public HashPartitioner(int partitions) {
    if (partitions < 0) {
      throw new IllegalArgumentException(
          "requirement failed: Number of partitions (" + partitions + ") cannot be negative.");
    }
    this.partitions = partitions;
  }

  @Override
  public int numPartitions() {
    return partitions;
  }

  /**
   * {@inheritDoc}
   *
   * @throws ArithmeticException for a key other than null if there are no partitions
   */
  @Override
  public int getPartition(@Nullable Object key) {
    return key == null ? 0 : Math.floorMod(key.hashCode(), partitions);
  }

  /**
   * Whether the other one is a hash partitioner, or of a class derived from it, with as many
   * partitions.
   */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof HashPartitioner that && numPartitions() == that.numPartitions();
  }

  @Override
  public int hashCode() {
    return partitions;
  }
}
