// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.benchmarks;

import java.util.List;

/** The two statistics the measures need. Neither changes the list it is given. */
final class Statistics {

  private Statistics() {}

  /** The middle value; of an even number of values, the mean of the two in the middle. */
  static double median(List<Double> values) {
    List<Double> sorted = sorted(values);
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }

  /**
   * The smallest of the values that at least {@code percent} % of them do not exceed (the "nearest
   * rank"): always a value that occurred.
   */
  static double percentile(List<Double> values, double percent) {
    if (!(percent > 0 && percent <= 100)) {
      throw new IllegalArgumentException("Percentile must be in (0, 100]: " + percent);
    }
    List<Double> sorted = sorted(values);
    int rank = (int) Math.ceil(percent / 100 * sorted.size());
    return sorted.get(rank - 1);
  }

  private static List<Double> sorted(List<Double> values) {
    if (values.isEmpty()) {
      throw new IllegalArgumentException("No values");
    }
    return values.stream().sorted().toList();
  }
}
