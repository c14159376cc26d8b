// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.rdd;

import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.SparkStageInfo;

/** How far a stage is, for who asks; outlives the stage and holds nothing of it. */
final class StageProgress {

  private final int id;
  private final String name;
  private final int tasks;
  private final long submissionTime = System.currentTimeMillis();
  private final AtomicInteger active = new AtomicInteger();
  private final AtomicInteger completed = new AtomicInteger();
  private final AtomicInteger failed = new AtomicInteger();

  StageProgress(int id, String name, int tasks) {
    this.id = id;
    this.name = name;
    this.tasks = tasks;
  }

  private record Info(
      int stageId,
      int currentAttemptId,
      long submissionTime,
      String name,
      int numTasks,
      int numActiveTasks,
      int numCompletedTasks,
      int numFailedTasks)
      implements SparkStageInfo {}

  int id() {
    return id;
  }

  int activeTasks() {
    return active.get();
  }

  void taskBegins() {
    active.incrementAndGet();
  }

  void taskSucceeds() {
    active.decrementAndGet();
    completed.incrementAndGet();
  }

  /**
   * @param killed whether it was one of a job that was cancelled, and does not count as failed
   */
  void taskFails(boolean killed) {
    active.decrementAndGet();
    if (!killed) {
      failed.incrementAndGet();
    }
  }

  SparkStageInfo info() {
    return new Info(
        id, 0, submissionTime, name, tasks, active.get(), completed.get(), failed.get());
  }
}
