// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.runner.direct;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * What happened, in order. Output operations write it, the test waits for it. It is deliberately
 * not serialisable: a driver function is given the test's own journal, or fails.
 *
 * @param <T> what is noted
 */
final class Journal<T> {

  /** Far more than anything here takes, so that a loaded machine fails no test. */
  static final Duration PATIENCE = Duration.ofSeconds(30);

  private final List<T> entries = new ArrayList<>();

  synchronized void add(T entry) {
    entries.add(entry);
    notifyAll();
  }

  synchronized List<T> all() {
    return List.copyOf(entries);
  }

  /** The first {@code count} entries, as soon as there are that many. */
  synchronized List<T> first(int count) throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (entries.size() < count && System.nanoTime() < deadline) {
      wait(100);
    }
    assertThat(entries).as("at least %d entries", count).hasSizeGreaterThanOrEqualTo(count);
    return List.copyOf(entries.subList(0, count));
  }

  /** Waits for a condition that nobody announces. */
  static void awaitThat(Supplier<String> what, BooleanSupplier condition)
      throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("still waiting for %s", what.get()).isLessThan(deadline);
      Thread.sleep(5);
    }
  }
}
