// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.rdd;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.spark.SparkException;
import org.dstreambeam.rdd.LocalScheduler.StageTask;
import org.jspecify.annotations.Nullable;

/**
 * One stage while it runs: its threads take the next task each until none is left or one failed.
 */
final class StageRun<R> {

  private final int stage;
  private final int from;
  private final int until;
  private final StageTask<R> task;
  private final int maxFailures;
  private final AtomicLong taskIds;

  private final ClassLoader callersLoader = Thread.currentThread().getContextClassLoader();
  private final @Nullable Object[] results;
  private final AtomicInteger next;
  private final AtomicInteger unfinished;
  private final CountDownLatch over = new CountDownLatch(1);
  private final Set<Thread> helpers = new HashSet<>();
  private volatile boolean aborted;
  private @Nullable SparkException failure;

  StageRun(int stage, int from, int until, StageTask<R> task, int maxFailures, AtomicLong taskIds) {
    this.stage = stage;
    this.from = from;
    this.until = until;
    this.task = task;
    this.maxFailures = maxFailures;
    this.taskIds = taskIds;
    this.results = new Object[Math.max(0, until - from)];
    this.next = new AtomicInteger(from);
    this.unfinished = new AtomicInteger(results.length);
  }

  /** Works on the stage, then waits for the helpers' tasks. */
  @SuppressWarnings({"unchecked", "NullAway"}) // only R is stored, once per partition
  List<R> results() throws SparkException, InterruptedException {
    try {
      int partition = nextPartition();
      while (partition >= 0) {
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
        attempt(partition, true);
        partition = nextPartition();
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
      for (int partition = nextPartition(); partition >= 0; partition = nextPartition()) {
        attempt(partition, false);
      }
    } catch (InterruptedException e) {
      thread.interrupt(); // unregister clears it: the stage is cancelled already
    } finally {
      thread.setContextClassLoader(ownLoader);
      thread.setName(ownName);
      unregister(thread);
    }
  }

  private int nextPartition() {
    if (aborted) {
      return -1;
    }
    int partition = next.getAndIncrement();
    return partition < until ? partition : -1;
  }

  /** Runs a task until it succeeds or has failed too often. */
  private void attempt(int partition, boolean onCaller) throws InterruptedException {
    for (int attempt = 0; ; attempt++) {
      long taskId = taskIds.getAndIncrement();
      if (!onCaller) {
        Thread.currentThread().setName(TaskFailure.workerName(partition, attempt, stage, taskId));
      }
      try {
        results[partition - from] = task.run(partition);
        if (unfinished.decrementAndGet() == 0) {
          over.countDown();
        }
        return;
      } catch (InterruptedException e) {
        if (onCaller || aborted) {
          throw e;
        }
        abort(new TaskFailure(partition, attempt, stage, taskId, e).toException());
        return;
      } catch (Throwable e) { // an Error of user code fails its job, not this thread
        if (attempt + 1 >= maxFailures) {
          abort(new TaskFailure(partition, attempt, stage, taskId, e).toException());
          return;
        }
      }
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
}
