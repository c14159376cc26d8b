// SPDX-License-Identifier: Apache-2.0
package org.apache.spark.util;

import java.util.EventListener;
import org.apache.spark.TaskContext;

/** Told when a task has ended, whether it succeeded or failed. */
@FunctionalInterface
public interface TaskCompletionListener extends EventListener {

  /** An exception fails the task; the other listeners are still called. */
  void onTaskCompletion(TaskContext context);
}
