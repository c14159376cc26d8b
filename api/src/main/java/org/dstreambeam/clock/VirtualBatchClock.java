// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.clock;

import java.util.concurrent.TimeUnit;

/**
 * A clock that does not wait: it stands a number of batches ahead of the last one whose outputs are
 * done, so batches run as fast as they compute, and an hour of windows takes no hour. Starts at 0.
 */
public final class VirtualBatchClock extends SteppedClock {

  /** Enough to keep an engine busy; what is further ahead would only wait in memory. */
  private static final int BATCHES_AHEAD = 32;

  private long batchMillis;
  private long lastBatch = Long.MAX_VALUE;
  private long completed;

  public VirtualBatchClock() {
    super(0);
  }

  /**
   * Never passes {@code batchTime}: the batch of that time is the last. To be called before the
   * start.
   */
  public synchronized void endAt(long batchTime) {
    lastBatch = batchTime;
  }

  @Override
  public synchronized void started(long zeroTime, long batchMillis) {
    this.batchMillis = batchMillis;
    runAhead(zeroTime);
  }

  @Override
  public synchronized void batchCompleted(long batchTime) {
    // With concurrent jobs batches may be done out of order.
    if (batchTime > completed) {
      completed = batchTime;
      notifyAll();
      runAhead(batchTime);
    }
  }

  private void runAhead(long batchTime) {
    long ahead = Math.min(lastBatch, batchTime + BATCHES_AHEAD * batchMillis);
    if (ahead > now()) {
      moveTo(ahead);
    }
  }

  /**
   * Waits until the outputs of batch {@code batchTime} are done.
   *
   * @return false if they were not after {@code timeoutMillis}
   */
  public synchronized boolean awaitCompleted(long batchTime, long timeoutMillis)
      throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
    while (completed < batchTime) {
      long left = deadline - System.nanoTime();
      if (left <= 0) {
        return false;
      }
      TimeUnit.NANOSECONDS.timedWait(this, left);
    }
    return true;
  }
}
