// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;

/** Calls that wait for Kafka. */
class PatienceTest {

  private static Object sleepAsKafkaDoes() {
    try {
      Thread.sleep(60_000);
      return "woke up";
    } catch (InterruptedException e) {
      throw new InterruptException(e);
    }
  }

  @Test
  void endsACallThatTakesTooLongAndLeavesNoMark() {
    try (Patience patience = new Patience(20, "host:9092")) {
      assertThatExceptionOfType(TimeoutException.class)
          .isThrownBy(() -> patience.with(PatienceTest::sleepAsKafkaDoes))
          .withMessageStartingWith("Kafka did not answer within 20 ms at host:9092: ");
      assertThat(Thread.interrupted()).isFalse();
    }
  }

  @Test
  void letsAnInterruptOfOthersThrough() {
    try (Patience patience = new Patience(60_000, "host:9092")) {
      Thread.currentThread().interrupt();
      assertThatExceptionOfType(InterruptedException.class)
          .isThrownBy(() -> patience.with(PatienceTest::sleepAsKafkaDoes));
      assertThat(Thread.interrupted()).isFalse();
    }
  }

  @Test
  void mayBeEndless() throws Exception {
    try (Patience patience = new Patience(1, "host:9092")) {
      assertThat(
              patience.endless(
                  () -> {
                    Thread.sleep(20); // longer than the patience
                    return "has come";
                  }))
          .isEqualTo("has come");
    }
  }

  @Test
  void endlessPatienceEndsWithAnInterruptOfOthers() {
    try (Patience patience = new Patience(60_000, "host:9092")) {
      Thread.currentThread().interrupt();
      assertThatExceptionOfType(InterruptedException.class)
          .isThrownBy(() -> patience.endless(PatienceTest::sleepAsKafkaDoes));
      assertThat(Thread.interrupted()).isFalse();
    }
  }

  @Test
  void doesNotTouchCallsThatAreDoneInTime() throws Exception {
    try (Patience patience = new Patience(60_000, "host:9092")) {
      assertThat(patience.with(() -> 7)).isEqualTo(7);
    }
  }
}
