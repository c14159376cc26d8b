// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.clock;

/** A clock for tests that advances only when told to. Starts at 0. */
public final class ManualBatchClock extends SteppedClock {

  public ManualBatchClock() {
    super(0);
  }

  /** Moves the clock forward by {@code millis}. */
  public synchronized void advance(long millis) {
    moveTo(now() + millis);
  }

  /** Sets the clock to {@code millis} since the epoch. */
  public synchronized void setTime(long millis) {
    moveTo(millis);
  }
}
