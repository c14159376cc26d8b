// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.lifecycle;

import java.util.concurrent.TimeUnit;
import org.dstreambeam.compute.Rethrow;
import org.jspecify.annotations.Nullable;

/**
 * Where {@code awaitTermination} waits. An error is sticky: it is thrown again by every later call,
 * also after the context stopped; of several the latest wins.
 */
final class TerminationWaiter {

  private @Nullable Throwable error;
  private boolean stopped;

  synchronized void reportError(Throwable failure) {
    error = failure;
    notifyAll();
  }

  synchronized void reportStop() {
    stopped = true;
    notifyAll();
  }

  /**
   * Waits for a stop or an error.
   *
   * @param timeoutMillis how long at most; negative for ever
   * @return whether the context stopped, false if the time elapsed
   * @throws InterruptedException if the thread is interrupted; else what was reported, as it is
   */
  synchronized boolean await(long timeoutMillis) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(Math.max(0, timeoutMillis));
    while (!stopped && error == null) {
      if (timeoutMillis < 0) {
        wait();
        continue;
      }
      long left = deadline - System.nanoTime();
      if (left <= 0) {
        return false;
      }
      TimeUnit.NANOSECONDS.timedWait(this, left);
    }
    if (error != null) {
      throw Rethrow.as(error);
    }
    return true;
  }
}
