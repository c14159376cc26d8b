// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.source;

import org.dstreambeam.clock.BatchClock;

/**
 * Which batch a moment belongs to. Batch T covers [T - b, T).
 *
 * @param clock what time it is
 * @param zeroTime epoch milliseconds; the first batch is labelled {@code zeroTime + batchMillis}
 * @param batchMillis the batch interval b
 */
public record BatchGrid(BatchClock clock, long zeroTime, long batchMillis) {

  /** The grid of a program that is ready to take records now: Spark's rule for the first batch. */
  public static BatchGrid from(BatchClock clock, long batchMillis) {
    return new BatchGrid(clock, Math.floorDiv(clock.now(), batchMillis) * batchMillis, batchMillis);
  }

  /** The label of the first batch. */
  public long firstBatch() {
    return zeroTime + batchMillis;
  }

  /** The label of the batch that is open now. */
  public long openBatch() {
    return lastDueBatch() + batchMillis;
  }

  /** The label of the last batch whose interval is over; {@code zeroTime} before the first. */
  public long lastDueBatch() {
    long elapsed = Math.max(0, clock.now() - zeroTime);
    return zeroTime + elapsed / batchMillis * batchMillis;
  }
}
