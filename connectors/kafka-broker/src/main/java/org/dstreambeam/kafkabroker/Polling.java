// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.kafkabroker;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waits for what other processes do. */
final class Polling {

  private static final long INTERVAL_MILLIS = 20;

  private Polling() {}

  /**
   * Returns whether the condition came true within the given time.
   *
   * @throws IllegalStateException if the thread is interrupted, which it stays
   */
  static boolean until(Duration atMost, BooleanSupplier condition) {
    long deadline = System.nanoTime() + atMost.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() >= deadline) {
        return false;
      }
      try {
        Thread.sleep(INTERVAL_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted while waiting for a Kafka broker", e);
      }
    }
    return true;
  }
}
