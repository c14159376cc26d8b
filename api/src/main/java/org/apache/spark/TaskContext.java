// SPDX-License-Identifier: Apache-2.0
package org.apache.spark;

import java.io.Serializable;
import java.util.Map;
import org.apache.spark.util.TaskCompletionListener;
import org.apache.spark.util.TaskFailureListener;
import org.dstreambeam.task.LocalTask;
import org.jspecify.annotations.Nullable;
import scala.Function1;
import scala.Function2;
import scala.Option;
import scala.collection.JavaConverters;
import scala.collection.Seq;
import scala.runtime.BoxedUnit;

/**
 * What a task can find out about itself. There is one in task functions, of RDD actions and of
 * operations on streams, on the thread that runs the task; there is none on the driver.
 *
 * <p>A task here has one processor and no other resources.
 */
public abstract class TaskContext implements Serializable {
  private static final long serialVersionUID = 1L;

  /** The task that this thread runs; null on the driver. */
  public static @Nullable TaskContext get() {
    return LocalTask.current();
  }

  /** The partition of the task that this thread runs; 0 on the driver. */
  public static int getPartitionId() {
    TaskContext task = get();
    return task == null ? 0 : task.partitionId();
  }

  /** Whether the task has ended, whether it succeeded or failed. */
  public abstract boolean isCompleted();

  public abstract boolean isFailed();

  /** Whether the job was cancelled. */
  public abstract boolean isInterrupted();

  /**
   * Adds a listener that is called when the task has ended, on its thread; the last one added comes
   * first. It is called at once if the task has ended.
   *
   * @return this
   */
  public abstract TaskContext addTaskCompletionListener(TaskCompletionListener listener);

  /** As {@link #addTaskCompletionListener(TaskCompletionListener)}, for a Scala function. */
  public <U> TaskContext addTaskCompletionListener(Function1<TaskContext, U> f) {
    return addTaskCompletionListener((TaskCompletionListener) f::apply);
  }

  /**
   * Adds a listener that is called if the task fails, before those of its completion; the last one
   * added comes first. It is called at once if the task has failed.
   *
   * @return this
   */
  public abstract TaskContext addTaskFailureListener(TaskFailureListener listener);

  /** As {@link #addTaskFailureListener(TaskFailureListener)}, for a Scala function. */
  public TaskContext addTaskFailureListener(Function2<TaskContext, Throwable, BoxedUnit> f) {
    return addTaskFailureListener((TaskFailureListener) f::apply);
  }

  public abstract int stageId();

  /** How often the stage was tried before; always 0 here. */
  public abstract int stageAttemptNumber();

  /** Index of the partition that the task computes, from 0. */
  public abstract int partitionId();

  /**
   * How many partitions the stage has.
   *
   * @throws UnsupportedOperationException in operations of streams
   */
  public abstract int numPartitions();

  /** How often the task was tried before. */
  public abstract int attemptNumber();

  /** A number that no other attempt of any task of the application has. */
  public abstract long taskAttemptId();

  /**
   * A local property of the thread that ran the action; in operations of streams, of the thread
   * that started the context. Null if it was not set.
   */
  public abstract @Nullable String getLocalProperty(String key);

  /** How many processors the task was given. */
  public int cpus() {
    return 1;
  }

  /** Empty. */
  public scala.collection.immutable.Map<String, org.apache.spark.resource.ResourceInformation>
      resources() {
    return scala.collection.immutable.Map$.MODULE$.empty();
  }

  /** Empty. */
  public Map<String, org.apache.spark.resource.ResourceInformation> resourcesJMap() {
    return JavaConverters.mapAsJavaMap(resources());
  }

  /**
   * Not supported.
   *
   * @throws UnsupportedOperationException always
   */
  public org.apache.spark.executor.TaskMetrics taskMetrics() {
    throw new UnsupportedOperationException(
        "TaskContext.taskMetrics() is not supported: nothing measures single tasks. Use an"
            + " accumulator for what the program wants to count.");
  }

  /** Empty: tasks have no metrics. */
  public Seq<Object> getMetricsSources(String sourceName) {
    return JavaConverters.asScalaBuffer(new java.util.ArrayList<>());
  }

  /**
   * Ends the task if its job was cancelled.
   *
   * @throws TaskKilledException if so
   */
  public abstract void killTaskIfInterrupted();

  /** Why the job was cancelled, if it was. */
  public abstract Option<String> getKillReason();
}
