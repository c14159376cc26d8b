// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.rdd;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.Callable;
import org.apache.spark.JobExecutionStatus;
import org.apache.spark.SparkException;
import org.apache.spark.SparkJobInfo;
import org.dstreambeam.plan.CallSite;
import org.jspecify.annotations.Nullable;

/**
 * A job: the stages that an action runs, one after the other, on the thread that wants the result.
 * May be cancelled from any thread.
 */
final class JobRun {

  private static final ThreadLocal<@Nullable JobRun> CURRENT = new ThreadLocal<>();

  private final int id;
  private final CallSite callSite;
  private final Properties properties;
  private final List<StageProgress> stages = new ArrayList<>();

  /** The innermost last: a task may find that another stage is to be run before it can go on. */
  private final Deque<Running> running = new ArrayDeque<>();

  private @Nullable SparkException cancellation;
  private JobExecutionStatus status = JobExecutionStatus.RUNNING;

  /**
   * @param properties the local properties of the thread that asks for it, not changed any more
   */
  JobRun(int id, CallSite callSite, Properties properties) {
    this.id = id;
    this.callSite = callSite;
    this.properties = properties;
  }

  private record Running(StageRun<?> stage, StageProgress progress) {}

  private record Info(int jobId, int[] stageIds, JobExecutionStatus status)
      implements SparkJobInfo {
    @Override
    public int[] stageIds() {
      return stageIds.clone();
    }
  }

  /** The job that this thread runs, if it runs one. */
  static @Nullable JobRun current() {
    return CURRENT.get();
  }

  int id() {
    return id;
  }

  CallSite callSite() {
    return callSite;
  }

  Properties properties() {
    return properties;
  }

  synchronized boolean isActive() {
    return status == JobExecutionStatus.RUNNING;
  }

  synchronized SparkJobInfo info() {
    return new Info(id, stages.stream().mapToInt(StageProgress::id).toArray(), status);
  }

  synchronized List<StageProgress> stages() {
    return List.copyOf(stages);
  }

  /** The stage that runs, if one does. */
  synchronized @Nullable StageProgress activeStage() {
    Running innermost = running.peekLast();
    return innermost == null ? null : innermost.progress();
  }

  /**
   * Runs the job on this thread.
   *
   * @throws SparkException if it fails or is cancelled
   */
  <R> R run(Callable<R> work) throws Exception {
    JobRun outer = CURRENT.get();
    CURRENT.set(this);
    boolean succeeded = false;
    try {
      R result = work.call();
      succeeded = true;
      return result;
    } catch (SparkException | InterruptedException e) {
      SparkException cancelled = cancellation();
      throw cancelled == null ? e : cancelled;
    } finally {
      CURRENT.set(outer);
      end(succeeded);
    }
  }

  private synchronized @Nullable SparkException cancellation() {
    return cancellation;
  }

  /** From here on nobody interrupts the thread for the sake of this job. */
  @SuppressWarnings("ResultOfMethodCallIgnored")
  synchronized void end(boolean succeeded) {
    if (cancellation != null && JobProperties.interrupts(properties)) {
      Thread.interrupted(); // it was for the job
    }
    if (isActive()) {
      status = succeeded ? JobExecutionStatus.SUCCEEDED : JobExecutionStatus.FAILED;
    }
  }

  /**
   * A stage of this job begins.
   *
   * @throws SparkException if the job was cancelled
   */
  synchronized void begins(StageRun<?> stage, StageProgress progress) throws SparkException {
    if (cancellation != null) {
      throw cancellation;
    }
    stages.add(progress);
    running.addLast(new Running(stage, progress));
  }

  synchronized void ends(StageRun<?> stage) {
    running.removeIf(each -> each.stage() == stage);
  }

  /** Fails the job, if it has not ended. */
  synchronized void cancel(String why) {
    if (!isActive() || cancellation != null) {
      return;
    }
    SparkException reason = new SparkException("Job " + id + " cancelled " + why);
    cancellation = reason;
    status = JobExecutionStatus.FAILED;
    running.forEach(each -> each.stage().cancel(reason, JobProperties.interrupts(properties)));
  }
}
