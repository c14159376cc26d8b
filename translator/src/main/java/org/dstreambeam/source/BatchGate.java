// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.source;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Lets batches into the pipeline while only so many are on their way to the end of their outputs.
 *
 * <pre>
 *   feeds: [T+5b] [T+4b] | gate | T+3b, T+2b, T+b in stages and outputs | T is done
 * </pre>
 *
 * <p>What a batch is made of does not depend on it: batches are cut in the feeds, in time, and wait
 * there. In the pipeline each takes memory for what its shuffles move, so that many large ones make
 * the collector work hard and blocks go to disk; and none gets done sooner for the others behind
 * it. How many are let in follows from what the last ones took. All sources of a program share one
 * gate, so that none runs ahead of another.
 *
 * <p>No batch needs a later one to get done, since a window closes with the watermark and that
 * passes a batch whose blocks have been read. Thread-safe.
 */
public final class BatchGate {

  /** One in the outputs, one behind it in the stages, and one more to keep all threads busy. */
  private static final int FEWEST = 3;

  /** More would only wait for the outputs. */
  private static final int MOST = 32;

  /** A batch smaller than those before it lets the estimate fall by one part in so many. */
  private static final int DECAY = 4;

  private final BatchGrid grid;
  private final int fewest;
  private final long budget;
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private long firstBatch;
  private long bytesPerBatch;
  private int completed;
  private volatile long lastAdmitted;

  /**
   * @param concurrentJobs batches whose outputs run at the same time
   * @param budget bytes that the batches on their way should take at most, all together
   */
  public BatchGate(BatchGrid grid, int concurrentJobs, long budget) {
    this.grid = grid;
    this.fewest = FEWEST + concurrentJobs - 1;
    this.budget = budget;
    this.firstBatch = grid.firstBatch();
    this.lastAdmitted = lastOf(fewest);
  }

  /** Tells {@code listener}, which must be quick, whenever more batches may pass. */
  void onOpen(Runnable listener) {
    listeners.add(listener);
  }

  /** Whether blocks of the batch may go into the pipeline; once they may, they always may. */
  boolean admits(long batchTime) {
    return batchTime <= lastAdmitted;
  }

  /**
   * The outputs of a batch are done; to be called once for each. Batches may be done out of order.
   *
   * @param bytes the most that its blocks ever took
   */
  public void completed(long bytes) {
    if (letMoreIn(bytes)) {
      listeners.forEach(Runnable::run);
    }
  }

  /** The program goes on with that batch, those before it were let in by an earlier run. */
  synchronized void resumeAt(long batchTime) {
    if (batchTime > firstBatch) {
      firstBatch = batchTime;
      lastAdmitted = Math.max(lastAdmitted, lastOf(completed + fewest));
    }
  }

  private long lastOf(long batches) {
    return firstBatch + (batches - 1) * grid.batchMillis();
  }

  private synchronized boolean letMoreIn(long bytes) {
    completed++;
    bytesPerBatch = Math.max(bytes, bytesPerBatch - bytesPerBatch / DECAY);
    long affordable = budget / Math.max(1, bytesPerBatch);
    long onTheirWay = Math.max(fewest, Math.min(MOST, affordable));
    long last = lastOf(completed + onTheirWay);
    if (last <= lastAdmitted) {
      return false; // there are more of them already than there should be
    }
    lastAdmitted = last;
    return true;
  }
}
