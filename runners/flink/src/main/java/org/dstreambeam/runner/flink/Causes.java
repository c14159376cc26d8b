// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.runner.flink;

import org.apache.beam.sdk.util.UserCodeException;

/** What lies under the exceptions in which Flink and Beam wrap what a job failed with. */
final class Causes {

  private Causes() {}

  /**
   * What a {@link ProgramFailure} or {@link UserCodeException} was made of, or the innermost one if
   * there is none.
   */
  static Throwable firstOfOurs(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null && cause.getCause() != cause) {
      if (cause instanceof ProgramFailure
          || cause instanceof UserCodeException && !(cause.getCause() instanceof ProgramFailure)) {
        return cause.getCause();
      }
      cause = cause.getCause();
    }
    return cause;
  }
}
