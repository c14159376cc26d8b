// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.rdd;

import java.util.List;
import org.apache.spark.util.StatCounter;

/** Numbers as a whole: their sum and their statistics. */
public final class Doubles {

  private Doubles() {}

  public static double sum(Dataset<Double> numbers) {
    return numbers.fold(0.0, Double::sum);
  }

  /**
   * Count, mean, variance and extremes, in one pass.
   *
   * @throws UnsupportedOperationException if there is no partition
   */
  public static StatCounter stats(Dataset<Double> numbers) {
    return numbers
        .<StatCounter>narrow(
            (partition, input) -> {
              StatCounter stats = new StatCounter();
              input.forEachRemaining(stats::merge);
              return List.of(stats).iterator();
            },
            false)
        .reduce(StatCounter::merge);
  }
}
