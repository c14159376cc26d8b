// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.rdd;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.apache.spark.SparkException;

/**
 * A task that failed for good, in Spark's words, which programs search for the exception they
 * threw.
 */
record TaskFailure(int partition, int attempt, int stage, long taskId, Throwable cause) {

  static String workerName(int partition, int attempt, int stage, long taskId) {
    return "Executor task launch worker for task " + task(partition, attempt, stage, taskId);
  }

  SparkException toException() {
    String message =
        "Job aborted due to stage failure: Task %d in stage %d.0 failed %d times,"
            + " most recent failure: Lost task %s (%s executor driver): %s\nDriver stacktrace:";
    String lost = task(partition, attempt, stage, taskId);
    return new SparkException(
        message.formatted(partition, stage, attempt + 1, lost, host(), stackTrace()), cause);
  }

  private static String task(int partition, int attempt, int stage, long taskId) {
    return partition + "." + attempt + " in stage " + stage + ".0 (TID " + taskId + ")";
  }

  /** Ends with a line break. */
  private String stackTrace() {
    StringWriter text = new StringWriter();
    cause.printStackTrace(new PrintWriter(text, true));
    return text.toString();
  }

  private static String host() {
    try {
      return InetAddress.getLocalHost().getHostAddress();
    } catch (UnknownHostException e) {
      return "localhost";
    }
  }
}
