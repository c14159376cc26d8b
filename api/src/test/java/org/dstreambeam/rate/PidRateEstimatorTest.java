// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.rate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The figures and the messages are those of genuine Spark 3.5.7. */
class PidRateEstimatorTest {

  @Test
  void estimatesAsSparkDoes() {
    PidRateEstimator estimator = new PidRateEstimator(1000, 1.0, 0.2, 0.1, 100);

    assertThat(estimator.compute(1000, 1000, 500, 0)).as("the first").isEmpty();
    assertRate(estimator.compute(2000, 2000, 1500, 100), 1239.9999999999998);
    assertThat(estimator.compute(3000, 0, 10, 0)).as("no records").isEmpty();
    assertThat(estimator.compute(4000, 500, 0, 0)).as("no time").isEmpty();
    assertRate(estimator.compute(3500, 500, 100, 0), 5295.111111111111);
    assertRate(estimator.compute(5000, 3000, 1200, 700), 1712.9925925925927);
    assertRate(estimator.compute(6000, 100, 900, 900), 210.43407407407406);
    assertRate(estimator.compute(9000, 5000, 2000, 0), 2629.714913580247);
    assertRate(estimator.compute(10000, 50000, 1000, 0), 54508.07191604938);
  }

  @Test
  void isNeverBelowTheMinimalRate() {
    PidRateEstimator estimator = new PidRateEstimator(1000, 1.0, 0.2, 0.0, 100);
    OptionalDouble unused = estimator.compute(1000, 10, 1000, 0);

    assertRate(estimator.compute(2000, 10, 1000, 5000), 100);
  }

  @Test
  void learnsNothingFromABatchThatIsNotLaterThanTheLast() {
    PidRateEstimator estimator = new PidRateEstimator(1000, 1.0, 0.2, 0.0, 100);
    OptionalDouble unused = estimator.compute(1000, 1000, 500, 0);

    assertThat(estimator.compute(1000, 1000, 500, 0)).isEmpty();
    assertThat(estimator.compute(999, 1000, 500, 0)).isEmpty();
    assertRate(estimator.compute(1001, 1000, 500, 0), 2000);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0 | 1    | 1    | 1  | 1 | Specified batch interval 0 in PIDRateEstimator is invalid.",
        "1 | -1   | 1    | 1  | 1 | Proportional term -1.0 in PIDRateEstimator should be >= 0.",
        "1 | 1    | -0.5 | 1  | 1 | Integral term -0.5 in PIDRateEstimator should be >= 0.",
        "1 | 1    | 1    | -2 | 1 | Derivative term -2.0 in PIDRateEstimator should be >= 0.",
        "1 | 1    | 1    | 1  | 0 | Minimum rate in PIDRateEstimator should be > 0"
      })
  void refusesParametersOutOfRange(
      long batchMillis, double p, double i, double d, double minRate, String message) {
    assertThatThrownBy(() -> new PidRateEstimator(batchMillis, p, i, d, minRate))
        .isExactlyInstanceOf(IllegalArgumentException.class)
        .hasMessage("requirement failed: " + message);
  }

  private static void assertRate(OptionalDouble rate, double expected) {
    assertThat(rate).hasValueCloseTo(expected, within(0.0));
  }
}
