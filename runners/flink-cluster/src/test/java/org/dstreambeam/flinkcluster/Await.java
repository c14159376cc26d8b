// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.flinkcluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waits for what other processes do. */
final class Await {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private Await() {}

  static void until(String what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as(what + " within " + PATIENCE).isLessThan(deadline);
      assertThat(Polling.pause()).as("not interrupted").isTrue();
    }
  }

  static void end(long pid) {
    until("the end of process " + pid, () -> !runs(pid));
  }

  /** A process that has ended but that its parent has not waited for has no command. */
  static boolean runs(long pid) {
    return ProcessHandle.of(pid)
        .filter(ProcessHandle::isAlive)
        .flatMap(process -> process.info().command())
        .isPresent();
  }
}
