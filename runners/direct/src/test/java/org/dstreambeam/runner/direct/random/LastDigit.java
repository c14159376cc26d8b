// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.runner.direct.random;

import org.apache.spark.Partitioner;
import org.jspecify.annotations.Nullable;

/** A partitioner of a program's own: leaves partitions empty, and puts null last. */
final class LastDigit extends Partitioner {

  private static final long serialVersionUID = 1L;

  private final int partitions;

  LastDigit(int partitions) {
    this.partitions = partitions;
  }

  @Override
  public int numPartitions() {
    return partitions;
  }

  @Override
  public int getPartition(@Nullable Object key) {
    return key == null ? partitions - 1 : Math.abs(Records.number(key) % 10) / 2 % partitions;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof LastDigit digit && digit.partitions == partitions;
  }

  @Override
  public int hashCode() {
    return partitions;
  }
}
