// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.rate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.SparkConf;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What an estimator is told of batches of a second. */
class InputRateTest {

  private static final long START = 10_000;

  private final SparkConf conf =
      new SparkConf(false).set("spark.streaming.backpressure.enabled", "true");
  private final List<Long> limits = new ArrayList<>();

  @Test
  void theLimitIsTheRateOfProcessingIfNothingWaits() {
    InputRate rate = rate();
    rate.closed(11_000, 1_000);
    rate.completed(11_000, 11_500); // teaches 2,000 in a second
    rate.closed(12_000, 1_000);
    rate.completed(12_000, 12_250);

    assertThat(limits).containsExactly(4_000L);
  }

  /** 12000 had to wait until 13000: 1 s at 500 a second, of which a fifth is taken off. */
  @Test
  void aBatchThatWaitedBeganWhenTheOneBeforeItWasDone() {
    InputRate rate = rate();
    rate.closed(11_000, 1_000);
    rate.closed(12_000, 1_000);
    rate.completed(11_000, 13_000); // 500 in a second
    rate.completed(12_000, 15_000);

    assertThat(limits).containsExactly(500L - 100);
  }

  /** Or the batches of the time in between would seem to have been in the works all along. */
  @Test
  void batchesThatWereDueBeforeTheStartBeganThen() {
    InputRate rate = rate();
    rate.closed(1_000, 400);
    rate.completed(1_000, 10_200); // 2,000 in a second
    rate.closed(11_000, 1_000);
    rate.completed(11_000, 12_000);

    assertThat(limits).containsExactly(1_000L);
  }

  @Test
  void aBatchThatWasLeftOutCountsWithTheNext() {
    InputRate rate = rate();
    rate.closed(11_000, 1_000);
    rate.completed(11_000, 11_500);
    rate.closed(12_000, 600);
    rate.closed(13_000, 400);
    rate.completed(13_000, 14_000); // 1,000 records since 12,000

    assertThat(limits).containsExactly(500L);
  }

  @Test
  void emptyBatchesAndThoseThatAreToldAgainTeachNothing() {
    InputRate rate = rate();
    rate.closed(11_000, 1_000);
    rate.completed(11_000, 11_500);
    rate.completed(11_000, 11_600);
    rate.closed(12_000, 0);
    rate.completed(12_000, 12_500);

    assertThat(limits).isEmpty();
  }

  @Test
  void withoutBackPressureThereIsNoLimit() {
    conf.remove("spark.streaming.backpressure.enabled");
    InputRate rate = rate();
    for (long batch = 11_000; batch < 20_000; batch += 1_000) {
      rate.closed(batch, 1_000);
      rate.completed(batch, batch + 500);
    }

    assertThat(limits).isEmpty();
  }

  @Test
  void theParametersAreThoseOfTheConfiguration() {
    conf.set("spark.streaming.backpressure.pid.proportional", "0")
        .set("spark.streaming.backpressure.pid.integral", "0")
        .set("spark.streaming.backpressure.pid.derived", "1")
        .set("spark.streaming.backpressure.pid.minRate", "7");
    InputRate rate = rate();
    rate.closed(11_000, 1_000);
    rate.completed(11_000, 11_500); // 2,000 in a second
    rate.closed(12_000, 500);
    rate.completed(12_000, 12_500); // 1,000: the error has grown by 1,000 in 1 s
    rate.closed(13_000, 3_000);
    rate.completed(13_000, 14_000); // 3,000: by -3,000 in 1.5 s
    rate.closed(14_000, 1);
    rate.completed(14_000, 15_000); // 1: by 4,999 in 1 s

    assertThat(limits).containsExactly(1_000L, 3_000L, 7L);
  }

  @Test
  void anUnknownEstimatorIsRefusedIfThereIsBackPressure() {
    conf.set("spark.streaming.backpressure.rateEstimator", "other");

    assertThatThrownBy(() -> BackPressure.check(conf, 1_000))
        .isExactlyInstanceOf(IllegalArgumentException.class)
        .hasMessage("Unknown rate estimator: other");
    conf.remove("spark.streaming.backpressure.enabled");
    BackPressure.check(conf, 1_000);
  }

  private InputRate rate() {
    @Nullable PidRateEstimator estimator = BackPressure.estimator(conf, 1_000);
    return new InputRate(estimator, START, limits::add);
  }
}
