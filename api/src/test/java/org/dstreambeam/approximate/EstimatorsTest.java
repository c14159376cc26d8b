// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.approximate;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.spark.partial.BoundedDouble;
import org.apache.spark.util.StatCounter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The expected numbers are what the estimators of Spark 3.5.7 gave for the same input. */
class EstimatorsTest {

  @ParameterizedTest
  @CsvSource({
    "0, 0.0, 0.0, 0.0, Infinity",
    "10, 30.0, 0.95, 23.0, 38.0",
    "9999, 29996.0, 0.95, 29756.0, 30237.0",
    "50000, 150000.0, 0.95, 149464.0, 150537.0"
  })
  void countsFromHalfOfTheTasks(long n, double mean, double confidence, double low, double high) {
    CountEstimate estimate = new CountEstimate(4, 0.95);
    estimate.add(n);
    estimate.add(n / 2);
    assertThat(estimate.current()).isEqualTo(new BoundedDouble(mean, confidence, low, high));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0.0, 0.0, -Infinity, Infinity",
    "1, 0.0, 0.9, -Infinity, Infinity",
    "2, 0.5, 0.9, -2.6568757573375397, 3.6568757573375397",
    "30, 1.9, 0.9, 1.451192023250726, 2.3488079767492738",
    "500, 1.9979999999999998, 0.9, 1.8937101566001946, 2.102289843399805"
  })
  void theMeanFromAQuarterOfTheTasks(
      int n, double mean, double confidence, double low, double high) {
    MomentEstimate estimate = new MomentEstimate.OfMean(4, 0.9);
    estimate.add(squares(n));
    assertThat(estimate.current()).isEqualTo(new BoundedDouble(mean, confidence, low, high));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0.0, 0.0, -Infinity, Infinity",
    "1, 0.0, 0.9, -Infinity, Infinity",
    "2, 4.0, 0.9, -24.933244235140638, 32.933244235140634",
    "30, 228.0, 0.9, 154.13476060503214, 301.86523939496783",
    "500, 3995.9999999999995, 0.9, 3697.10146252289, 4294.898537477109"
  })
  void theSumFromAQuarterOfTheTasks(
      int n, double mean, double confidence, double low, double high) {
    MomentEstimate estimate = new MomentEstimate.OfSum(4, 0.9);
    estimate.add(squares(n));
    assertThat(estimate.current()).isEqualTo(new BoundedDouble(mean, confidence, low, high));
  }

  private static StatCounter squares(int n) {
    StatCounter numbers = new StatCounter();
    for (int i = 0; i < n; i++) {
      numbers.merge((double) (i * i % 7));
    }
    return numbers;
  }

  @Test
  void isExactWhenAllTasksAreDone() {
    CountEstimate estimate = new CountEstimate(2, 0.5);
    estimate.add(3L);
    estimate.add(4L);
    assertThat(estimate.current()).isEqualTo(new BoundedDouble(7, 1.0, 7, 7));
  }
}
