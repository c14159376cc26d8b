// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.runner.flink;

import org.apache.beam.sdk.util.UserCodeException;

/** What lies under the exceptions in which Flink and Beam wrap what a job failed with. */
final class Causes {

  private Causes() {}

  /** The cause of the first {@link UserCodeException}, or the innermost one if there is none. */
  static Throwable firstOfOurs(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null && cause.getCause() != cause) {
      if (cause instanceof UserCodeException) {
        return cause.getCause();
      }
      cause = cause.getCause();
    }
    return cause;
  }
}
