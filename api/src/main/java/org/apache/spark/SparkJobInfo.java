// SPDX-License-Identifier: Apache-2.0
package org.apache.spark;

import java.io.Serializable;

/** What is known of a job at a moment. */
public interface SparkJobInfo extends Serializable {

  int jobId();

  /** The stages that have begun, in this order. */
  int[] stageIds();

  JobExecutionStatus status();
}
