// SPDX-License-Identifier: Apache-2.0
package org.apache.spark;

/** Where a job is. */
public enum JobExecutionStatus {
  RUNNING,
  SUCCEEDED,
  FAILED,
  UNKNOWN;

  /**
   * The status of that name, in whatever case.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static JobExecutionStatus fromString(String str) {
    for (JobExecutionStatus status : values()) {
      if (status.name().equalsIgnoreCase(str)) {
        return status;
      }
    }
    throw new IllegalArgumentException(
        "Illegal type='" + str + "'. Supported type values: RUNNING, SUCCEEDED, FAILED, UNKNOWN");
  }
}
