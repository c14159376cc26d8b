// SPDX-License-Identifier: Apache-2.0
package org.apache.spark;

import java.io.Serializable;

/** What is known of a stage of a job at a moment. */
public interface SparkStageInfo extends Serializable {

  int stageId();

  /** Always 0: a stage is tried once. */
  int currentAttemptId();

  /** When it began, epoch milliseconds. */
  long submissionTime();

  /** The action that it is part of: {@code count at WordCount.java:12}. */
  String name();

  int numTasks();

  int numActiveTasks();

  int numCompletedTasks();

  /** Failed attempts, also where another attempt succeeded. */
  int numFailedTasks();
}
