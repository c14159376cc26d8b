// SPDX-License-Identifier: Apache-2.0
package org.apache.spark.executor;

import scala.Serializable;

/** Measurements of a task. There are none here, and so no instances. */
public class TaskMetrics implements Serializable {
  private static final long serialVersionUID = 1L;

  private TaskMetrics() {}
}
