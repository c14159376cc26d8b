// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.rdd;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.apache.spark.SparkException;
import org.dstreambeam.compute.FailedOperation;
import org.jspecify.annotations.Nullable;

/**
 * A task that failed for good, in Spark's words, which programs search for the exception they
 * threw.
 *
 * @param operation which operation failed, if {@code cause} could not be made to say it
 */
public record TaskFailure(
    int index,
    int attempt,
    int stage,
    long taskId,
    Throwable cause,
    @Nullable FailedOperation operation) {

  private static final String ABORTED = "Job aborted due to stage failure: ";

  /** Whether {@code failure} is that of a job one of whose tasks failed for good. */
  public static boolean isIn(Throwable failure) {
    return failure instanceof SparkException
        && String.valueOf(failure.getMessage()).startsWith(ABORTED);
  }

  static String workerName(int index, int attempt, int stage, long taskId) {
    return "Executor task launch worker for task " + task(index, attempt, stage, taskId);
  }

  SparkException toException() {
    String message =
        ABORTED
            + "Task %d in stage %d.0 failed %d times,"
            + " most recent failure: Lost task %s (%s executor driver): %s\nDriver stacktrace:";
    String lost = task(index, attempt, stage, taskId);
    SparkException exception =
        new SparkException(
            message.formatted(index, stage, attempt + 1, lost, JobHistory.host(), stackTrace()),
            cause);
    if (operation != null) {
      exception.addSuppressed(operation);
    }
    return exception;
  }

  private static String task(int index, int attempt, int stage, long taskId) {
    return index + "." + attempt + " in stage " + stage + ".0 (TID " + taskId + ")";
  }

  /** Ends with a line break. */
  private String stackTrace() {
    StringWriter text = new StringWriter();
    cause.printStackTrace(new PrintWriter(text, true));
    return text.toString();
  }
}
