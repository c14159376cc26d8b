// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.rdd;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.spark.SparkException;
import org.jspecify.annotations.Nullable;

/**
 * Runs the tasks of the RDD evaluator, up to n at a time: on the thread that wants the result, and
 * on n - 1 helpers beside it, which exist from the first stage that has use for them.
 *
 * <p>Because the caller works itself, a job of one partition costs no thread switch, and any number
 * of jobs may run at once without waiting for each other.
 */
public final class LocalScheduler implements AutoCloseable {

  private static final long IDLE_SECONDS = 60;

  /**
   * Computes something from a partition.
   *
   * @param <R> type of the result
   */
  @FunctionalInterface
  public interface StageTask<R> {
    R run(int partition) throws Exception;
  }

  private final int threads;
  private final int maxFailures;
  private final AtomicInteger stages = new AtomicInteger();
  private final AtomicLong taskIds = new AtomicLong();
  private volatile boolean closed;
  private @Nullable ExecutorService helpers;
  private final List<Runnable> onClose = new ArrayList<>();

  public LocalScheduler(LocalMaster master) {
    this.threads = master.threads();
    this.maxFailures = Math.max(1, master.maxFailures());
  }

  /**
   * Runs one task for each of the partitions {@code from} to {@code until - 1}.
   *
   * @return the results by partition
   * @throws SparkException if a task fails for good; tasks that have not begun never run then
   * @throws InterruptedException if the calling thread is interrupted; running tasks are, too
   */
  public <R> List<R> runStage(int from, int until, StageTask<R> task)
      throws SparkException, InterruptedException {
    checkRunning();
    StageRun<R> run =
        new StageRun<>(stages.getAndIncrement(), from, until, task, maxFailures, taskIds);
    int useful = Math.min(threads, until - from) - 1;
    for (int i = 0; i < useful; i++) {
      submit(run::help);
    }
    return run.results();
  }

  /**
   * Fails once this is closed.
   *
   * @throws IllegalStateException {@code SparkContext has been shutdown}
   */
  void checkRunning() {
    if (closed) {
      throw new IllegalStateException("SparkContext has been shutdown");
    }
  }

  private synchronized void submit(Runnable help) {
    checkRunning(); // close() takes the same lock: the pool cannot be shut down in between
    if (helpers == null) {
      helpers = newPool();
    }
    helpers.execute(help);
  }

  private ExecutorService newPool() {
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            threads,
            threads,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            LocalScheduler::daemon);
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "Executor task launch worker");
    thread.setDaemon(true);
    return thread;
  }

  /** Runs {@code cleanUp}, of what tasks read, once this is closed; at once if it is. */
  public void onClose(Runnable cleanUp) {
    synchronized (this) {
      if (!closed) {
        onClose.add(cleanUp);
        return;
      }
    }
    cleanUp.run();
  }

  /** Interrupts the helpers; later jobs are refused. */
  @Override
  public void close() {
    List<Runnable> cleanUps;
    synchronized (this) {
      closed = true;
      if (helpers != null) {
        helpers.shutdownNow();
      }
      cleanUps = List.copyOf(onClose);
      onClose.clear();
    }
    cleanUps.forEach(Runnable::run);
  }
}
