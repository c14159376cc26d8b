// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.clock;

/** The wall clock. */
public final class SystemBatchClock implements BatchClock {

  @Override
  public long now() {
    return System.currentTimeMillis();
  }

  @Override
  public long realMillisUntil(long time) {
    return Math.max(0, time - now());
  }

  @Override
  public void onAdvance(Runnable listener) {
    // Nothing but time moves it.
  }
}
