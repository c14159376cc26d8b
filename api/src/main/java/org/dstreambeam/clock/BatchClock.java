// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.clock;

/**
 * The clock that cuts batches. All times are epoch milliseconds; a clock never runs backwards for
 * batches that are closed already, since sources keep the later of clock and last closed batch.
 */
public interface BatchClock {

  /** Milliseconds since the epoch. */
  long now();

  /**
   * Real milliseconds after which it is worth looking at the clock again for {@code time}: 0 if it
   * is reached, {@link Long#MAX_VALUE} if only {@link #onAdvance} can tell.
   */
  long realMillisUntil(long time);

  /**
   * Runs {@code listener}, which must be quick, whenever the clock was moved by other than time.
   */
  void onAdvance(Runnable listener);

  /** Tells the clock that all outputs of the batch labelled {@code batchTime} are done. */
  default void batchCompleted(long batchTime) {}

  /** Tells the clock the grid of batches, once, before the first. */
  default void started(long zeroTime, long batchMillis) {}
}
