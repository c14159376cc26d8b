// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.source;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.apache.spark.SparkConf;
import org.apache.spark.streaming.receiver.Receiver;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.Option;

/**
 * Runs the receiver of one stream for as long as the stream lives: a launch that ends, because the
 * receiver stopped itself or could not start, is followed by the next one, on a new copy.
 *
 * <pre>
 *   start ── launch ── launch ── launch ── ... ── stop
 *               └ onStart, store, restart, ..., onStop
 * </pre>
 *
 * <p>Thread-safe. Owns one daemon thread, named after the stream, on which receivers are started.
 */
public final class ReceiverSupervision {
  private static final Logger log = LoggerFactory.getLogger(ReceiverSupervision.class);

  /**
   * Between two launches. Spark launches again at once, but by way of a job, which takes 50-400 ms;
   * without a pause a receiver that cannot start would keep a core busy.
   */
  private static final long RELAUNCH_PAUSE_MILLIS = 100;

  private final ReceiverImage image;
  private final ReceiverLaunch.Settings settings;
  private final BlockSink sink;
  private final @Nullable ClassLoader classLoader = Thread.currentThread().getContextClassLoader();
  private final ScheduledThreadPoolExecutor worker;

  private boolean started;
  private boolean stopped;
  private volatile boolean active;
  private @Nullable ReceiverLaunch current;
  private long rate;

  /**
   * Prepares to run copies of {@code image}, without any thread yet.
   *
   * @param conf read for {@code spark.streaming.receiverRestartDelay}, {@code
   *     spark.streaming.receiver.maxRate} and {@code spark.streaming.backpressure.initialRate}
   * @param sink gets the records; until {@link #stop} has returned, and later only if that failed
   *     to stop the receiver in time
   */
  public ReceiverSupervision(ReceiverImage image, SparkConf conf, BlockSink sink) {
    this(image, conf, sink, ReceiverSupervision::newWorker);
  }

  /** The same with a worker of the caller's, made of one thread of the factory. */
  ReceiverSupervision(
      ReceiverImage image,
      SparkConf conf,
      BlockSink sink,
      Function<ThreadFactory, ScheduledThreadPoolExecutor> worker) {
    this.image = image;
    this.settings = ReceiverLaunch.Settings.of(conf);
    this.sink = sink;
    this.worker = worker.apply(task -> newThread(task, "receiver-" + image.streamId()));
  }

  private static ScheduledThreadPoolExecutor newWorker(ThreadFactory threads) {
    return new ScheduledThreadPoolExecutor(
        1, threads, new ThreadPoolExecutor.DiscardPolicy()); // nobody to serve after stop()
  }

  /**
   * Launches the receiver; does not wait for it to start. To be called once. Does nothing after a
   * stop: on a cluster a stream may learn where to go on when the program is being stopped already.
   */
  public synchronized void start() {
    if (started) {
      throw new IllegalStateException("Receiver " + image.streamId() + " was started before");
    }
    started = true;
    if (stopped) {
      return;
    }
    active = true;
    worker.execute(this::launch);
  }

  private void launch() {
    ReceiverLaunch launch;
    try {
      Receiver<?> receiver = image.copy();
      launch = new ReceiverLaunch(receiver, settings, sink, worker, this);
      receiver.attachSupervisor(launch);
    } catch (Throwable failure) { // a constructor or readObject of the user's, say
      log.error("Could not make receiver {}", image.streamId(), failure);
      launchEnded();
      return;
    }
    synchronized (this) {
      if (!active) {
        return;
      }
      current = launch;
      if (rate > 0) {
        launch.setRate(rate);
      }
    }
    launch.start();
  }

  /**
   * Limits single records per second to an estimate, or to the maximal rate if that is lower; of
   * this launch and those that follow.
   *
   * @param perSecond has no effect if it is not positive
   */
  public synchronized void limit(long perSecond) {
    if (perSecond > 0) {
      rate = settings.maxRate() > 0 ? Math.min(perSecond, settings.maxRate()) : perSecond;
      if (current != null) {
        current.setRate(rate);
      }
    }
  }

  /** Whether launches follow one another, which they do from {@link #start} to {@link #stop}. */
  boolean isActive() {
    return active;
  }

  /** Called once at the end of each launch. */
  void launchEnded() {
    if (active) {
      var unused = worker.schedule(this::launch, RELAUNCH_PAUSE_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  /**
   * Stops the receiver for good and waits for its {@code onStop} to return. A restart that is
   * pending does not take place any more. Further calls do nothing but wait.
   *
   * @param message the reason, for the log
   * @param timeoutMillis how long to wait; {@link Long#MAX_VALUE} for no limit. After that the
   *     thread of a receiver that hangs in {@code onStart} is interrupted
   * @return whether the receiver stopped in time; false also if the wait was interrupted, in which
   *     case the thread's interrupt status is kept
   */
  public boolean stop(String message, long timeoutMillis) {
    ReceiverLaunch last;
    synchronized (this) {
      stopped = true;
      active = false;
      last = current;
    }
    try {
      return last == null || stopWithin(last, message, timeoutMillis);
    } finally {
      worker.shutdownNow();
    }
  }

  private boolean stopWithin(ReceiverLaunch launch, String message, long timeoutMillis) {
    FutureTask<@Nullable Void> stopping =
        new FutureTask<>(() -> launch.stop(message, Option.empty()), null);
    newThread(stopping, "receiver-" + image.streamId() + "-stop").start();
    try {
      stopping.get(timeoutMillis, TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException e) {
      log.warn("Receiver {} did not stop within {} ms", image.streamId(), timeoutMillis);
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } catch (ExecutionException e) {
      throw new IllegalStateException("Stopping receiver " + image.streamId() + " failed", e);
    }
  }

  private Thread newThread(Runnable task, String name) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    thread.setContextClassLoader(classLoader);
    return thread;
  }
}
