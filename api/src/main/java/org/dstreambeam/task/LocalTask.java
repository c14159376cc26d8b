// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.task;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Callable;
import org.apache.spark.TaskContext;
import org.apache.spark.TaskKilledException;
import org.apache.spark.util.AccumulatorV2;
import org.apache.spark.util.TaskCompletionListener;
import org.apache.spark.util.TaskFailureListener;
import org.jspecify.annotations.Nullable;
import scala.Option;

/**
 * One attempt of a task: user code on one thread, what it can find out about itself, and the
 * accumulators it adds to. {@link #run} is called once.
 */
public final class LocalTask extends TaskContext {

  private static final long serialVersionUID = 1L;

  private static final ThreadLocal<@Nullable LocalTask> CURRENT = new ThreadLocal<>();

  /** The property of Spark's that says which batch a task belongs to. */
  private static final String BATCH_TIME_PROPERTY = "spark.streaming.internal.batchTime";

  private static final int UNKNOWN = -1;

  /** Causes can run in circles. */
  private static final int DEEPEST_CAUSE = 32;

  private final int stage;
  private final int partition;
  private final int partitions;
  private final int attempt;
  private final long taskId;
  private final Properties properties;
  private final @Nullable String batchTime;
  private final transient TaskListeners listeners = new TaskListeners(this);
  private transient @Nullable Map<Long, AccumulatorV2<?, ?>> accumulators;
  private volatile @Nullable String killReason;
  private transient @Nullable Noted noted;
  private transient boolean opaqueSteps;

  private LocalTask(
      int stage,
      int partition,
      int partitions,
      int attempt,
      long taskId,
      Properties properties,
      @Nullable String batchTime) {
    this.stage = stage;
    this.partition = partition;
    this.partitions = partitions;
    this.attempt = attempt;
    this.taskId = taskId;
    this.properties = properties;
    this.batchTime = batchTime;
  }

  /**
   * A task of a job.
   *
   * @param properties local properties of the thread that runs the job; not changed any more
   */
  public static LocalTask ofJob(
      int stage, int partition, int partitions, int attempt, long taskId, Properties properties) {
    return new LocalTask(stage, partition, partitions, attempt, taskId, properties, null);
  }

  /** The task of a stream's stage for one partition of one batch; attempts are counted from 0. */
  public static LocalTask ofStream(int stage, int partition, int attempt, long batchTime) {
    TaskEnvironment environment = TaskEnvironment.current();
    return new LocalTask(
        stage,
        partition,
        UNKNOWN,
        attempt,
        environment.newTaskId(),
        environment.streamProperties(),
        String.valueOf(batchTime));
  }

  /** The task that this thread runs, if it runs one. */
  public static @Nullable LocalTask current() {
    return CURRENT.get();
  }

  /**
   * Does the work of the task on this thread, which must consume all that is lazy. The accumulators
   * are merged when it has succeeded, its listeners included.
   */
  public <R> R run(Callable<R> work) throws Exception {
    return onThisThread(
        () -> {
          R result = tellingListeners(work);
          mergeAccumulators();
          return result;
        });
  }

  /** Does a part of the task's work on the calling thread, beside the one that runs the task. */
  public <R> R onThisThread(Callable<R> part) throws Exception {
    LocalTask outer = CURRENT.get();
    CURRENT.set(this);
    Thread thread = Thread.currentThread();
    ClassLoader jars = TaskEnvironment.current().taskLoader();
    ClassLoader own = jars == null ? null : thread.getContextClassLoader();
    if (jars != null) {
      thread.setContextClassLoader(jars);
    }
    try {
      return part.call();
    } finally {
      if (jars != null) {
        thread.setContextClassLoader(own);
      }
      if (outer == null) {
        CURRENT.remove();
      } else {
        CURRENT.set(outer);
      }
    }
  }

  private <R> R tellingListeners(Callable<R> work) throws Exception {
    R result;
    try {
      result = work.call();
    } catch (Throwable e) {
      suppressing(e, () -> listeners.failed(e));
      suppressing(e, listeners::completed);
      throw e;
    }
    listeners.completed();
    return result;
  }

  private static void suppressing(Throwable failure, Runnable listeners) {
    try {
      listeners.run();
    } catch (RuntimeException e) {
      failure.addSuppressed(e);
    }
  }

  /**
   * Takes the task's copy of an accumulator. If several functions captured the same one, the first
   * copy is the task's.
   */
  public void adopt(AccumulatorV2<?, ?> copy) {
    if (accumulators == null) {
      accumulators = new HashMap<>();
    }
    accumulators.putIfAbsent(copy.id(), copy);
  }

  /** What is to be used in place of an object that was read back in this task. */
  public Object own(Object read) {
    if (read instanceof AccumulatorV2<?, ?> copy && accumulators != null) {
      return accumulators.getOrDefault(copy.id(), copy);
    }
    return read;
  }

  private void mergeAccumulators() throws IOException {
    if (accumulators != null) {
      AccumulatorRegistry.merge(accumulators, batchTime != null);
    }
  }

  /**
   * What is known of a failure that came up in the task.
   *
   * @param operation in which one; null if the failure says so itself
   */
  public record Noted(Throwable failure, @Nullable String operation) {}

  /** An operation failed. Who wraps the failure and says so again is not heard. */
  public void failed(Throwable failure, @Nullable Object operation) {
    if (notedOf(failure) == null) {
      noted = new Noted(failure, operation == null ? null : operation.toString());
    }
  }

  /** What is known of {@code thrown}, or of the one of its causes that came up in an operation. */
  public @Nullable Noted notedOf(Throwable thrown) {
    Noted latest = noted;
    if (latest == null) {
      return null;
    }
    Throwable cause = thrown;
    for (int depth = 0; cause != null && depth < DEEPEST_CAUSE; depth++) {
      if (cause == latest.failure()) {
        return latest;
      }
      cause = cause.getCause();
    }
    return null;
  }

  /** A step of the task hands out records in an iterator of the program's, which notes nothing. */
  public void hasOpaqueStep() {
    opaqueSteps = true;
  }

  public boolean hasOpaqueSteps() {
    return opaqueSteps;
  }

  /** Marks the task as one whose job was cancelled. */
  public void kill(String reason) {
    killReason = reason;
  }

  @Override
  public boolean isCompleted() {
    return listeners.isCompleted();
  }

  @Override
  public boolean isFailed() {
    return listeners.isFailed();
  }

  @Override
  public boolean isInterrupted() {
    return killReason != null;
  }

  @Override
  public Option<String> getKillReason() {
    return Option.apply(killReason);
  }

  @Override
  public void killTaskIfInterrupted() {
    String reason = killReason;
    if (reason != null) {
      throw new TaskKilledException(reason);
    }
  }

  @Override
  public TaskContext addTaskCompletionListener(TaskCompletionListener listener) {
    listeners.add(listener);
    return this;
  }

  @Override
  public TaskContext addTaskFailureListener(TaskFailureListener listener) {
    listeners.add(listener);
    return this;
  }

  @Override
  public int stageId() {
    return stage;
  }

  @Override
  public int stageAttemptNumber() {
    return 0;
  }

  @Override
  public int partitionId() {
    return partition;
  }

  @Override
  public int numPartitions() {
    if (partitions == UNKNOWN) {
      throw new UnsupportedOperationException(
          "TaskContext.numPartitions() is not known in an operation of a stream: its stage runs"
              + " while partitions of the batch may still come. Ask in a task of an RDD action, in"
              + " foreachRDD, instead.");
    }
    return partitions;
  }

  @Override
  public int attemptNumber() {
    return attempt;
  }

  @Override
  public long taskAttemptId() {
    return taskId;
  }

  @Override
  public @Nullable String getLocalProperty(String key) {
    return batchTime != null && key.equals(BATCH_TIME_PROPERTY)
        ? batchTime
        : properties.getProperty(key);
  }

  /** {@code 3.0 in stage 7.0 (TID 12)}: how Spark names it. */
  @Override
  public String toString() {
    return partition + "." + attempt + " in stage " + stage + ".0 (TID " + taskId + ")";
  }
}
