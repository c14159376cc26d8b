// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.task;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.apache.spark.TaskContext;
import org.apache.spark.util.TaskCompletionListener;
import org.apache.spark.util.TaskCompletionListenerException;
import org.apache.spark.util.TaskFailureListener;
import org.jspecify.annotations.Nullable;

/**
 * The listeners of one task, called in the reverse order of their registration. One that comes when
 * it is too late is called at once.
 */
final class TaskListeners {

  private final TaskContext task;
  private final Deque<TaskCompletionListener> onCompletion = new ArrayDeque<>();
  private final Deque<TaskFailureListener> onFailure = new ArrayDeque<>();
  private volatile boolean completed;
  private volatile @Nullable Throwable failure;

  TaskListeners(TaskContext task) {
    this.task = task;
  }

  boolean isCompleted() {
    return completed;
  }

  boolean isFailed() {
    return failure != null;
  }

  void add(TaskCompletionListener listener) {
    synchronized (this) {
      if (!completed) {
        onCompletion.push(listener);
        return;
      }
    }
    listener.onTaskCompletion(task);
  }

  void add(TaskFailureListener listener) {
    Throwable error;
    synchronized (this) {
      error = failure;
      if (error == null) {
        onFailure.push(listener);
        return;
      }
    }
    listener.onTaskFailure(task, error);
  }

  /** Tells of a failure, the first time that there is one. */
  void failed(Throwable error) {
    List<Throwable> thrown = new ArrayList<>();
    tellOfFailure(error, thrown);
    throwIfAny(thrown);
  }

  private void tellOfFailure(Throwable error, List<Throwable> thrown) {
    synchronized (this) {
      if (failure != null) {
        return;
      }
      failure = error;
    }
    for (TaskFailureListener each = next(onFailure); each != null; each = next(onFailure)) {
      try {
        each.onTaskFailure(task, error);
      } catch (Throwable e) { // checked ones, too, may come from Scala or by a trick
        thrown.add(e);
      }
    }
  }

  /** Tells that the task has ended; a listener that throws makes it a failure. */
  void completed() {
    synchronized (this) {
      completed = true;
    }
    List<Throwable> thrown = new ArrayList<>();
    for (TaskCompletionListener each = next(onCompletion);
        each != null;
        each = next(onCompletion)) {
      try {
        each.onTaskCompletion(task);
      } catch (Throwable e) {
        thrown.add(e);
        tellOfFailure(e, thrown);
      }
    }
    throwIfAny(thrown);
  }

  private synchronized <L> @Nullable L next(Deque<L> listeners) {
    return listeners.poll();
  }

  private static void throwIfAny(List<Throwable> thrown) {
    if (!thrown.isEmpty()) {
      throw new TaskCompletionListenerException(thrown);
    }
  }
}
