// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.kafka;

import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How long calls may wait for brokers. Some of Kafka's wait for ever, and can only be ended by an
 * interrupt, as those of a program's own strategy.
 */
final class Patience implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Patience.class);

  private static final String HINT =
      ": see that the brokers are up, and that their advertised listeners can be reached from here";

  private final ScheduledThreadPoolExecutor timer =
      new ScheduledThreadPoolExecutor(1, Patience::daemon);
  private final long millis;
  private final String brokers;

  /**
   * @param brokers what does not answer then, for the message
   */
  Patience(long millis, String brokers) {
    this.millis = millis;
    this.brokers = brokers;
    timer.setRemoveOnCancelPolicy(true);
    timer.setKeepAliveTime(1, TimeUnit.MINUTES);
    timer.allowCoreThreadTimeOut(true);
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "kafka-patience");
    thread.setDaemon(true);
    return thread;
  }

  /**
   * Does this on the calling thread, within the time that there is.
   *
   * @throws TimeoutException if it takes too long
   * @throws InterruptedException if the calling thread is interrupted by somebody else
   */
  <T> T with(Callable<T> call) throws Exception {
    Alarm alarm = new Alarm(Thread.currentThread());
    Future<?> scheduled = timer.schedule(alarm, millis, TimeUnit.MILLISECONDS);
    try {
      return call.call();
    } catch (InterruptException e) {
      boolean tooLong = alarm.off();
      Thread.interrupted(); // Kafka leaves the mark on the thread
      if (tooLong) {
        throw new TimeoutException(
            "Kafka did not answer within " + millis + " ms at " + brokers + HINT);
      }
      throw interrupted();
    } finally {
      scheduled.cancel(false);
      alarm.off();
    }
  }

  /**
   * Does this on the calling thread, for as long as it takes; that it does is in the log each time
   * that the time is over.
   *
   * @throws InterruptedException if the calling thread is interrupted
   */
  <T> T endless(Callable<T> call) throws Exception {
    long begin = System.nanoTime();
    Future<?> scheduled =
        timer.scheduleAtFixedRate(() -> warn(begin), millis, millis, TimeUnit.MILLISECONDS);
    try {
      return call.call();
    } catch (InterruptException e) {
      Thread.interrupted();
      throw interrupted();
    } finally {
      scheduled.cancel(false);
    }
  }

  private void warn(long beginNanos) {
    LOG.warn(
        "Kafka has not answered for {} ms at {}, and batches wait{}",
        TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - beginNanos),
        brokers,
        HINT);
  }

  private static InterruptedException interrupted() {
    return new InterruptedException("Interrupted while waiting for Kafka");
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }

  /** An interrupt that comes in time or not at all. */
  private static final class Alarm implements Runnable {
    private final Thread thread;
    private boolean isOff;
    private boolean rang;

    Alarm(Thread thread) {
      this.thread = thread;
    }

    @Override
    public synchronized void run() {
      if (!isOff) {
        rang = true;
        thread.interrupt();
      }
    }

    /** Whether it rang; to be called by the thread itself. */
    synchronized boolean off() {
      if (!isOff && rang) {
        Thread.interrupted();
      }
      isOff = true;
      return rang;
    }
  }
}
