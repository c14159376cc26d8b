// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.rdd;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.SparkException;
import org.dstreambeam.compute.FailedOperation;
import org.dstreambeam.rdd.LocalScheduler.StageTask;
import org.dstreambeam.task.LocalTask;
import org.dstreambeam.task.TaskEnvironment;
import org.jspecify.annotations.Nullable;

/**
 * One stage while it runs: its threads take the next task each until none is left or one failed.
 */
final class StageRun<R> {

  private final JobRun job;
  private final StageProgress progress;
  private final StagePartitions partitions;
  private final StageTask<R> task;
  private final int maxFailures;
  private final TaskEnvironment environment;

  private final ClassLoader callersLoader = Thread.currentThread().getContextClassLoader();
  private final @Nullable Object[] results;
  private final AtomicInteger next = new AtomicInteger();
  private final AtomicInteger unfinished;
  private final CountDownLatch over = new CountDownLatch(1);
  private final Set<Thread> helpers = new HashSet<>();
  private final Map<Thread, LocalTask> tasks = new HashMap<>();
  private volatile boolean aborted;
  private @Nullable SparkException failure;

  StageRun(
      JobRun job,
      StageProgress progress,
      StagePartitions partitions,
      StageTask<R> task,
      int maxFailures,
      TaskEnvironment environment) {
    this.job = job;
    this.progress = progress;
    this.partitions = partitions;
    this.task = task;
    this.maxFailures = maxFailures;
    this.environment = environment;
    this.results = new Object[partitions.size()];
    this.unfinished = new AtomicInteger(results.length);
  }

  /** Works on the stage, then waits for the helpers' tasks. */
  @SuppressWarnings({"unchecked", "NullAway"}) // only R is stored, once per task
  List<R> results() throws SparkException, InterruptedException {
    try {
      int index = nextTask();
      while (index >= 0) {
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
        attempt(index, true);
        index = nextTask();
      }
      if (results.length > 0) {
        over.await();
      }
    } catch (InterruptedException e) {
      cancel();
      throw e;
    }
    synchronized (this) {
      if (failure != null) {
        throw failure;
      }
    }
    return (List<R>) Arrays.asList(results);
  }

  /** The part of a helper thread. */
  void help() {
    Thread thread = Thread.currentThread();
    if (!register(thread)) {
      return;
    }
    ClassLoader ownLoader = thread.getContextClassLoader();
    String ownName = thread.getName();
    thread.setContextClassLoader(callersLoader);
    try {
      for (int index = nextTask(); index >= 0; index = nextTask()) {
        attempt(index, false);
      }
    } catch (InterruptedException e) {
      thread.interrupt(); // unregister clears it: the stage is cancelled already
    } finally {
      thread.setContextClassLoader(ownLoader);
      thread.setName(ownName);
      unregister(thread);
    }
  }

  /** Index of the next task, negative if there is none. */
  private int nextTask() {
    if (aborted) {
      return -1;
    }
    int index = next.getAndIncrement();
    return index < results.length ? index : -1;
  }

  /** Runs a task until it succeeds or has failed too often. */
  private void attempt(int index, boolean onCaller) throws InterruptedException {
    for (int attempt = 0; ; attempt++) {
      long taskId = environment.newTaskId();
      if (!onCaller) {
        String name = TaskFailure.workerName(index, attempt, progress.id(), taskId);
        Thread.currentThread().setName(name);
      }
      boolean success = false;
      boolean settled = false;
      progress.taskBegins();
      try {
        results[index] = runTask(index, attempt, taskId);
        success = true;
        settled = true;
        return;
      } catch (InterruptedException e) {
        if (onCaller || aborted) {
          throw e;
        }
        abort(failure(index, attempt, taskId, e));
        return;
      } catch (Throwable e) { // an Error of user code fails its job, not this thread
        if (attempt + 1 >= maxFailures || aborted) {
          settled = !aborted && substitute(index, e);
          if (!settled) {
            abort(failure(index, attempt, taskId, e));
          }
          return;
        }
      } finally {
        ends(success, settled);
      }
    }
  }

  private boolean substitute(int index, Throwable failure) {
    R result = task.insteadOf(partitions.partition(index), failure);
    results[index] = result;
    return result != null;
  }

  private R runTask(int index, int attempt, long taskId) throws Exception {
    int partition = partitions.partition(index);
    LocalTask context =
        LocalTask.ofJob(
            progress.id(), partition, partitions.total(), attempt, taskId, job.properties());
    synchronized (this) {
      tasks.put(Thread.currentThread(), context);
    }
    return context.run(() -> task.run(partition));
  }

  private SparkException failure(int index, int attempt, long taskId, Throwable reason) {
    LocalTask context;
    synchronized (this) {
      context = tasks.get(Thread.currentThread());
    }
    FailedOperation unplaced =
        context == null
            ? null
            : FailedOperation.report(
                reason, context, job.callSite().toString(), "partition " + context.partitionId());
    return new TaskFailure(index, attempt, progress.id(), taskId, reason, unplaced).toException();
  }

  /**
   * @param settled whether there is a result
   */
  private void ends(boolean success, boolean settled) {
    LocalTask ended;
    synchronized (this) {
      ended = tasks.remove(Thread.currentThread());
    }
    if (success) {
      progress.taskSucceeds();
    } else {
      progress.taskFails(ended != null && ended.isInterrupted());
    }
    if (settled && unfinished.decrementAndGet() == 0) {
      over.countDown();
    }
  }

  private synchronized void abort(SparkException reason) {
    if (!aborted) {
      aborted = true;
      failure = reason;
      over.countDown();
    }
  }

  private synchronized boolean register(Thread thread) {
    return !aborted && helpers.add(thread);
  }

  /** The interrupt of {@link #cancel} was for this stage and must not hit the helper's next one. */
  @SuppressWarnings("ResultOfMethodCallIgnored")
  private synchronized void unregister(Thread thread) {
    helpers.remove(thread);
    Thread.interrupted();
  }

  private synchronized void cancel() {
    aborted = true;
    helpers.forEach(Thread::interrupt);
  }

  /**
   * Fails the stage; its tasks are told, and end if they care.
   *
   * @param interrupt whether to interrupt their threads as well
   */
  synchronized void cancel(SparkException reason, boolean interrupt) {
    abort(reason);
    tasks.forEach(
        (thread, running) -> {
          running.kill(String.valueOf(reason.getMessage()));
          if (interrupt) {
            thread.interrupt();
          }
        });
  }
}
