// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.source;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.NANOSECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RateLimiterTest {
  private volatile long now = SECONDS.toNanos(100);

  private static final String KEY = "spark.streaming.receiver.maxRate";

  private final RateLimiter tenPerSecond = new RateLimiter(KEY, 10, () -> now);

  @Test
  void spacesPermitsByTheInterval() {
    assertThat(reserve(4)).containsExactly(0L, 100L, 200L, 300L);
  }

  @Test
  void takesUpAtTheIntervalAfterTimeHasPassed() {
    assertThat(reserve(2)).containsExactly(0L, 100L);
    pass(150);

    assertThat(reserve(3)).containsExactly(50L, 150L, 250L);
  }

  @Test
  void makesUpForOneUnusedSecondAtMost() {
    pass(60_000);

    assertThat(reserve(13)).filteredOn(wait -> wait <= 0).hasSize(11);
  }

  @Test
  void givesPermitsThatAreDueWithoutWaiting() {
    pass(60_000);

    for (int i = 0; i < 11; i++) {
      assertThat(tenPerSecond.acquire()).isTrue(); // would hang: the time source stands still
    }
  }

  @Test
  void endsAWaitWhenClosedAndGivesNoPermitsAfterwards() throws Exception {
    assertThat(reserve(1)).containsExactly(0L);
    CountDownLatch waiting = new CountDownLatch(1);
    CompletableFuture<Boolean> permit =
        CompletableFuture.supplyAsync(
            () -> {
              waiting.countDown();
              return tenPerSecond.acquire();
            });
    waiting.await();
    tenPerSecond.close();

    assertThat(permit.get(20, SECONDS)).isFalse();
    assertThat(tenPerSecond.acquire()).isFalse();
  }

  @Test
  void keepsAnInterruptAndWaitsToTheEnd() {
    RateLimiter fast = new RateLimiter(KEY, 100, System::nanoTime);
    long first = fast.reserve();
    Thread.currentThread().interrupt();

    assertThat(fast.acquire()).isTrue();
    assertThat(Thread.interrupted()).isTrue();
    assertThat(System.nanoTime() - first).isGreaterThanOrEqualTo(MILLISECONDS.toNanos(10));
  }

  @Test
  void takesAnotherRateFromTheNextPermitOn() {
    assertThat(reserve(2)).containsExactly(0L, 100L);
    tenPerSecond.setRate(1_000);
    assertThat(reserve(3)).containsExactly(200L, 201L, 202L);
    tenPerSecond.setRate(2);
    assertThat(reserve(3)).containsExactly(203L, 703L, 1_203L);
  }

  @Test
  void hasNoLimitByDefault() {
    RateLimiter unlimited = new RateLimiter(KEY, Long.MAX_VALUE, () -> now);

    assertThat(LongStream.range(0, 100_000).allMatch(i -> unlimited.acquire())).isTrue();
    unlimited.close();
    assertThat(unlimited.acquire()).isFalse();
  }

  @Test
  void failsForARateThatIsNotPositive() {
    assertThatThrownBy(new RateLimiter(KEY, -1, () -> now)::acquire)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("rate must be positive")
        .hasMessageContaining("spark.streaming.receiver.maxRate is -1");
  }

  /** How long, in ms, the next {@code count} permits would have to be waited for. */
  private List<Long> reserve(int count) {
    return LongStream.range(0, count)
        .map(i -> NANOSECONDS.toMillis(tenPerSecond.reserve() - now))
        .boxed()
        .toList();
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // only the test writes it
  private void pass(long millis) {
    now = now + MILLISECONDS.toNanos(millis);
  }
}
