// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.runner.direct.random;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A partitioner as the simulator knows it.
 *
 * @param byDigit whether it is {@link LastDigit}, or else a hash partitioner
 */
record Target(boolean byDigit, int partitions) {

  static Target hash(int partitions) {
    return new Target(false, partitions);
  }

  /** The form of the operation: 0-3 without a number, or with it; else a custom partitioner. */
  static Target of(Step step) {
    int p = step.form() % 6;
    return switch (p) {
      case 0 -> hash(ProgramSpec.DEFAULT_PARALLELISM);
      case 1, 2, 3 -> hash(p);
      case 4 -> new Target(true, 2);
      default -> step.form() > 6 ? hash(0) : new Target(true, 3);
    };
  }

  int of(@Nullable Object key) {
    if (byDigit) {
      return key == null ? partitions - 1 : Math.abs((Integer) key % 10) / 2 % partitions;
    }
    return key == null ? 0 : Math.floorMod(key.hashCode(), partitions);
  }

  List<Partition> newPartitions() {
    List<Partition> result = new ArrayList<>();
    for (int i = 0; i < partitions; i++) {
      result.add(new Partition());
    }
    return result;
  }
}
