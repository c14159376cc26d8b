// SPDX-License-Identifier: Apache-2.0
package org.apache.spark;

import org.jspecify.annotations.Nullable;

/** A failure of the engine or of a job, such as a task that failed too often. */
public class SparkException extends Exception {
  private static final long serialVersionUID = 1L;

  public SparkException(@Nullable String message) {
    this(message, null);
  }

  public SparkException(@Nullable String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
