// SPDX-License-Identifier: Apache-2.0
package org.apache.spark.util;

import java.util.EventListener;
import org.apache.spark.TaskContext;

/** Told when a task has failed, before the listeners of its completion are. */
@FunctionalInterface
public interface TaskFailureListener extends EventListener {

  /**
   * @param error what the task threw
   */
  void onTaskFailure(TaskContext context, Throwable error);
}
