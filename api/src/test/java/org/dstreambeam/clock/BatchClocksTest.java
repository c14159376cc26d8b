// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.clock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BatchClocksTest {

  /** A clock as a user could bring it. */
  public static final class Stopped extends SteppedClock {
    public Stopped() {
      super(42);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "org.apache.spark.util.SystemClock",
        "org.apache.spark.streaming.util.SystemClock"
      })
  void knowsSparksSystemClock(String name) {
    assertThat(BatchClocks.named(name)).isInstanceOf(SystemBatchClock.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "org.apache.spark.util.ManualClock",
        "org.apache.spark.streaming.util.ManualClock"
      })
  void knowsSparksManualClock(String name) {
    assertThat(BatchClocks.named(name)).isInstanceOf(ManualBatchClock.class);
  }

  @Test
  void makesAnyClockByItsName() {
    assertThat(BatchClocks.named(Stopped.class.getName()).now()).isEqualTo(42);
    assertThat(BatchClocks.named(VirtualBatchClock.class.getName()).now()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"no.such.Clock", "java.lang.String", "java.lang.Runnable", ""})
  void refusesWhatIsNoClock(String name) {
    assertThatThrownBy(() -> BatchClocks.named(name))
        .isExactlyInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("spark.streaming.clock = " + name + " is not a clock: name ");
  }

  @Test
  void theManualClockStandsStillUntilMoved() {
    ManualBatchClock clock = new ManualBatchClock();
    AtomicInteger told = new AtomicInteger();
    clock.onAdvance(told::incrementAndGet);
    assertThat(clock.now()).isZero();
    assertThat(clock.realMillisUntil(1)).isEqualTo(Long.MAX_VALUE);
    assertThat(clock.realMillisUntil(0)).isZero();

    clock.advance(500);
    clock.advance(500);
    assertThat(clock.now()).isEqualTo(1_000);

    clock.setTime(5_000);
    assertThat(clock.now()).isEqualTo(5_000);
    assertThat(clock.realMillisUntil(5_000)).isZero();
    assertThat(told).hasValue(3);
  }

  @Test
  void theVirtualClockStaysAheadOfTheBatchesThatAreDone() {
    VirtualBatchClock clock = new VirtualBatchClock();
    AtomicInteger told = new AtomicInteger();
    clock.onAdvance(told::incrementAndGet);

    clock.started(0, 1_000);
    long ahead = clock.now();
    assertThat(ahead).isGreaterThanOrEqualTo(1_000);

    clock.batchCompleted(1_000);
    assertThat(clock.now()).isEqualTo(ahead + 1_000);
    assertThat(told).hasValue(2);
  }

  @Test
  void theVirtualClockEndsWithTheLastBatchAndKnowsWhenItIsDone() throws InterruptedException {
    VirtualBatchClock clock = new VirtualBatchClock();
    clock.endAt(3_000);

    clock.started(0, 1_000);
    assertThat(clock.now()).isEqualTo(3_000);
    assertThat(clock.awaitCompleted(3_000, 1)).isFalse();

    clock.batchCompleted(3_000);
    clock.batchCompleted(2_000);
    assertThat(clock.now()).isEqualTo(3_000);
    assertThat(clock.awaitCompleted(3_000, 0)).isTrue();
  }

  @Test
  void theSystemClockIsTheWallClock() {
    SystemBatchClock clock = new SystemBatchClock();
    long before = System.currentTimeMillis();

    assertThat(clock.now()).isBetween(before, before + 60_000);
    assertThat(clock.realMillisUntil(before)).isZero();
    assertThat(clock.realMillisUntil(before + 600_000)).isBetween(500_000L, 600_000L);
  }
}
