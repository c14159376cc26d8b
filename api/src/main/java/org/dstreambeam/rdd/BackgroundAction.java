// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.rdd;

import java.util.List;
import java.util.Properties;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.spark.SparkContext;
import org.apache.spark.SparkException;
import org.jspecify.annotations.Nullable;
import scala.concurrent.Future;
import scala.concurrent.Promise;
import scala.concurrent.Promise$;

/**
 * An action that runs on a thread of its own, with the local properties of the thread that asked
 * for it. Cancelling it cancels its jobs, and settles its future at once.
 */
public final class BackgroundAction<R> {

  private static final ThreadLocal<@Nullable BackgroundAction<?>> CURRENT = new ThreadLocal<>();

  private final Promise<R> promise = Promise$.MODULE$.apply();
  private final List<JobRun> jobs = new CopyOnWriteArrayList<>();
  private @Nullable JobRun prepared;
  private volatile boolean cancelled;

  private BackgroundAction() {}

  /**
   * Starts an action of one job, which has a number when this returns.
   *
   * @throws IllegalStateException if the context is stopped
   */
  public static <R> BackgroundAction<R> ofOneJob(SparkContext context, Callable<R> action) {
    context.assertNotStopped();
    BackgroundAction<R> started = new BackgroundAction<>();
    JobRun job = context.localScheduler().newJob(context);
    started.prepared = job;
    started.jobs.add(job);
    started.start(context, action);
    return started;
  }

  /**
   * Starts an action of any number of jobs.
   *
   * @throws IllegalStateException if the context is stopped
   */
  public static <R> BackgroundAction<R> ofJobs(SparkContext context, Callable<R> action) {
    context.assertNotStopped();
    BackgroundAction<R> started = new BackgroundAction<>();
    started.start(context, action);
    return started;
  }

  private void start(SparkContext context, Callable<R> action) {
    Properties asked = context.getLocalProperties();
    Properties properties = asked == null ? new Properties() : (Properties) asked.clone();
    ClassLoader loader = Thread.currentThread().getContextClassLoader();
    context
        .localScheduler()
        .inBackground(
            () -> {
              Thread.currentThread().setContextClassLoader(loader);
              context.setLocalProperties(properties);
              run(action);
            });
  }

  private void run(Callable<R> action) {
    CURRENT.set(this);
    try {
      R result = action.call();
      jobs.forEach(job -> job.end(true)); // one without a partition has not run
      promise.trySuccess(result);
    } catch (Throwable e) { // whoever waits is told
      jobs.forEach(job -> job.end(false));
      promise.tryFailure(e);
    }
  }

  /** The job that was prepared for the action this thread runs, if it has not been taken. */
  static @Nullable JobRun takePreparedJob() {
    BackgroundAction<?> action = CURRENT.get();
    JobRun job = action == null ? null : action.prepared;
    if (job != null) {
      action.prepared = null;
    }
    return job;
  }

  /** A further job of the action that this thread runs, if it runs one. */
  static void jobBegins(JobRun job) {
    BackgroundAction<?> action = CURRENT.get();
    if (action != null) {
      action.jobs.add(job);
      if (action.cancelled) {
        job.cancel("");
      }
    }
  }

  /** Cancels the jobs; has no effect on an action that is done. */
  public void cancel() {
    if (promise.isCompleted()) {
      return;
    }
    cancelled = true;
    jobs.forEach(job -> job.cancel(""));
    String first = jobs.isEmpty() ? "" : " " + jobs.get(0).id();
    promise.tryFailure(new SparkException("Job" + first + " cancelled "));
  }

  public boolean isCancelled() {
    return cancelled;
  }

  public Future<R> future() {
    return promise.future();
  }

  /** The jobs so far. */
  public List<Integer> jobIds() {
    return jobs.stream().map(JobRun::id).toList();
  }
}
