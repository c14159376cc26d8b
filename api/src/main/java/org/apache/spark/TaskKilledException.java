// SPDX-License-Identifier: Apache-2.0
package org.apache.spark;

/** Thrown in a task that finds that its job was cancelled. */
public class TaskKilledException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String reason;

  public TaskKilledException() {
    this("unknown reason");
  }

  public TaskKilledException(String reason) {
    super(reason);
    this.reason = reason;
  }

  public String reason() {
    return reason;
  }
}
