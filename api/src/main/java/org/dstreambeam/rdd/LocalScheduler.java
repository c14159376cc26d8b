// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.rdd;

import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.SparkContext;
import org.apache.spark.SparkException;
import org.dstreambeam.plan.CallSite;
import org.dstreambeam.task.TaskEnvironment;
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

    /** What stands for the result of a task that failed for good; null if that fails the stage. */
    default @Nullable R insteadOf(int partition, Throwable failure) {
      return null;
    }
  }

  private final int threads;
  private final int maxFailures;
  private final TaskEnvironment environment = TaskEnvironment.renew();
  private final PersistedDatasets persisted = new PersistedDatasets();
  private final JobHistory jobs = new JobHistory();
  private final AtomicInteger backgroundThreads = new AtomicInteger();
  private volatile boolean closed;
  private @Nullable ExecutorService helpers;
  private final List<Runnable> onClose = new ArrayList<>();

  public LocalScheduler(LocalMaster master) {
    this.threads = master.threads();
    this.maxFailures = Math.max(1, master.maxFailures());
    environment.setMaxFailures(maxFailures); // the stages of streams try as often
  }

  /** The datasets whose records are kept. */
  public PersistedDatasets persisted() {
    return persisted;
  }

  /** The jobs that ran here. */
  public JobHistory jobs() {
    return jobs;
  }

  /**
   * Runs the stages of an action, on this thread and its helpers, as a job with the local
   * properties of this thread.
   *
   * @throws SparkException if a stage fails, or the job is cancelled
   */
  <R> R runJob(SparkContext context, Callable<R> stagesOfJob) throws Exception {
    checkRunning();
    JobRun prepared = BackgroundAction.takePreparedJob();
    return (prepared == null ? newJob(context) : prepared).run(stagesOfJob);
  }

  /** As {@link #runJob(SparkContext, Callable)}, with other properties than this thread's. */
  <R> R runJob(Properties properties, Callable<R> stagesOfJob) throws Exception {
    checkRunning();
    return jobs.begin(JobProperties.callSite(properties), properties).run(stagesOfJob);
  }

  /** A job for this thread, with its local properties. */
  JobRun newJob(SparkContext context) {
    Properties properties = context.getLocalProperties();
    Properties kept = properties == null ? new Properties() : (Properties) properties.clone();
    JobRun job = jobs.begin(JobProperties.callSite(kept), kept);
    BackgroundAction.jobBegins(job);
    return job;
  }

  /**
   * Runs one task for each of the partitions {@code from} to {@code until - 1}.
   *
   * @return the results by partition
   * @throws SparkException if a task fails for good; tasks that have not begun never run then
   * @throws InterruptedException if the calling thread is interrupted; running tasks are, too
   */
  public <R> List<R> runStage(int from, int until, StageTask<R> task) throws Exception {
    return runStage(StagePartitions.range(from, until, until), task);
  }

  /** As {@link #runStage(int, int, StageTask)}, for any partitions. */
  <R> List<R> runStage(StagePartitions partitions, StageTask<R> task) throws Exception {
    checkRunning();
    JobRun job = JobRun.current();
    if (job == null) { // a task found that a shuffle is to be done, and there is no job around it
      return jobs.begin(CallSite.here(), new Properties()).run(() -> runStage(partitions, task));
    }
    StageProgress progress =
        new StageProgress(environment.newStageId(), job.callSite().toString(), partitions.size());
    StageRun<R> run = new StageRun<>(job, progress, partitions, task, maxFailures, environment);
    job.begins(run, progress);
    try {
      int useful = Math.min(threads, partitions.size()) - 1;
      for (int i = 0; i < useful; i++) {
        submit(run::help);
      }
      return run.results();
    } finally {
      job.ends(run);
    }
  }

  /** Runs the work of an action in the background, on a thread of its own. */
  void inBackground(Runnable work) {
    Thread thread = daemon(work);
    thread.setName("background-action-" + backgroundThreads.getAndIncrement());
    thread.start();
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

  /** Cancels the jobs and interrupts the helpers; later jobs are refused. */
  @Override
  public void close() {
    closed = true;
    jobs.cancelAll("because SparkContext was shut down");
    shutDownHelpers().forEach(Runnable::run);
  }

  private synchronized List<Runnable> shutDownHelpers() {
    if (helpers != null) {
      helpers.shutdownNow();
    }
    List<Runnable> cleanUps = List.copyOf(onClose);
    onClose.clear();
    return cleanUps;
  }
}
