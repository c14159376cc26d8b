// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.lifecycle;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.dstreambeam.spi.CannotStartException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stops a context when the JVM is shut down. One that is just being submitted to a cluster would
 * otherwise come to life there when nobody is left to follow it: its start is interrupted, and
 * stopped if it has succeeded all the same.
 */
final class ShutdownStop {

  private static final Logger LOG = LoggerFactory.getLogger(ShutdownStop.class);

  /** For an interrupted start to take back what it has begun. */
  private static final long TAKE_BACK_MILLIS = 30_000;

  private final Runnable stop;
  private final Thread hook = new Thread(this::run, "streaming-shutdown");
  private final Thread starting = Thread.currentThread();
  private final CountDownLatch startIsOver = new CountDownLatch(1);

  private ShutdownStop(Runnable stop) {
    this.stop = stop;
  }

  /**
   * For the thread that starts the context, which calls {@link #startIsOver} in the end.
   *
   * @throws CannotStartException if the JVM is being shut down
   */
  static ShutdownStop whileStarting(Runnable stop) {
    ShutdownStop result = new ShutdownStop(stop);
    try {
      Runtime.getRuntime().addShutdownHook(result.hook);
    } catch (IllegalStateException e) {
      throw new CannotStartException("The JVM is being shut down: no program can be started", e);
    }
    return result;
  }

  /** For one that leaves nothing behind if the JVM ends in the middle of its start. */
  static ShutdownStop unlessStarting(Runnable stop) {
    ShutdownStop result = whileStarting(stop);
    result.startIsOver();
    return result;
  }

  /** The start has succeeded or failed, and its thread does other things. */
  void startIsOver() {
    startIsOver.countDown();
  }

  /** The context has ended otherwise. */
  void remove() {
    if (Thread.currentThread() == hook) {
      return;
    }
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      LOG.debug("The JVM is shutting down; its hook finds the context stopped", e);
    }
  }

  private void run() {
    try {
      if (startIsOver.getCount() > 0) {
        starting.interrupt();
        if (!startIsOver.await(TAKE_BACK_MILLIS, TimeUnit.MILLISECONDS)) {
          LOG.warn("The JVM ends while the program is being started; look after it there");
        }
      }
    } catch (InterruptedException e) {
      LOG.debug("Interrupted while a start was being taken back", e);
    }
    stop.run();
  }
}
