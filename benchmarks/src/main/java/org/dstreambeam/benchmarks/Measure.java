// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.benchmarks;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * One number per run: which of the program's figures it is made of, and how.
 *
 * @param name as printed, for instance {@code word-count.latency.p50}
 * @param key the key of the program's {@code RESULT} lines
 * @param summary makes one number of the values reported under the key
 */
record Measure(
    String name, String unit, Better better, String key, ToDoubleFunction<List<Double>> summary) {

  enum Better {
    HIGHER,
    LOWER;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** A figure that the program reports once. */
  static Measure single(String name, String unit, Better better, String key) {
    return new Measure(name, unit, better, key, values -> only(key, values));
  }

  static Measure percentile(String name, String unit, String key, double percent) {
    return new Measure(
        name, unit, Better.LOWER, key, values -> Statistics.percentile(values, percent));
  }

  double of(Figures figures) {
    return summary.applyAsDouble(figures.of(key));
  }

  /** Whether the measure is the one of that name, or belongs to the group of that name. */
  boolean isIn(String nameOrGroup) {
    return name.equals(nameOrGroup) || name.startsWith(nameOrGroup + ".");
  }

  private static double only(String key, List<Double> values) {
    if (values.size() != 1) {
      throw new BenchmarkException(
          "Expected one line 'RESULT %s <value>', got the values %s".formatted(key, values));
    }
    return values.get(0);
  }
}
