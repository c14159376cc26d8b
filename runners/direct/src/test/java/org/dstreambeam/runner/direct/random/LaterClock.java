// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.runner.direct.random;

import org.dstreambeam.clock.BatchClock;
import org.dstreambeam.clock.VirtualBatchClock;

/**
 * A virtual clock that does not start with the epoch, so that counting from zeroTime and counting
 * from the epoch are two things.
 */
public final class LaterClock implements BatchClock {

  /** Seven batches after the epoch: a multiple of no slide. */
  static final long START = 7 * ProgramRun.BATCH;

  private final VirtualBatchClock clock = new VirtualBatchClock();

  @Override
  public long now() {
    return START + clock.now();
  }

  @Override
  public long realMillisUntil(long time) {
    return clock.realMillisUntil(time - START);
  }

  @Override
  public void onAdvance(Runnable listener) {
    clock.onAdvance(listener);
  }

  @Override
  public void batchCompleted(long batchTime) {
    clock.batchCompleted(batchTime - START);
  }

  @Override
  public void started(long zeroTime, long batchMillis) {
    clock.started(zeroTime - START, batchMillis);
  }
}
