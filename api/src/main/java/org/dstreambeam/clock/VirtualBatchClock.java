// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.clock;

/**
 * A clock that jumps to the end of the next batch as soon as the previous one is done: batches run
 * as fast as they compute, one at a time, and an hour of windows takes milliseconds. Starts at 0.
 */
public final class VirtualBatchClock extends SteppedClock {

  private volatile long batchMillis;

  public VirtualBatchClock() {
    super(0);
  }

  @Override
  public void started(long zeroTime, long batchMillis) {
    this.batchMillis = batchMillis;
    moveTo(zeroTime + batchMillis);
  }

  @Override
  public void batchCompleted(long batchTime) {
    moveTo(batchTime + batchMillis);
  }
}
