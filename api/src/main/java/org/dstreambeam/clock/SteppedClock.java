// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.clock;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A clock that stands still until somebody moves it. */
abstract class SteppedClock implements BatchClock {

  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private volatile long now;

  SteppedClock(long start) {
    this.now = start;
  }

  @Override
  public final long now() {
    return now;
  }

  @Override
  public final long realMillisUntil(long time) {
    return now >= time ? 0 : Long.MAX_VALUE;
  }

  @Override
  public final void onAdvance(Runnable listener) {
    listeners.add(listener);
  }

  final void moveTo(long time) {
    now = time;
    listeners.forEach(Runnable::run);
  }
}
