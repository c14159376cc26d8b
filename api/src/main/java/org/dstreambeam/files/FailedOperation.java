// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.files;

import java.util.Arrays;
import org.dstreambeam.compute.Rethrow;
import org.dstreambeam.plan.CallSite;

/**
 * Says which operation an exception comes from. Type and text of the exception are Spark's, which
 * often name neither; so this rides along as a suppressed exception, to be read in the stack trace.
 */
final class FailedOperation extends Exception {

  private static final long serialVersionUID = 1L;

  private FailedOperation(String message) {
    super(message, null, false, false);
  }

  /** Throws {@code failure}, marked. Write {@code throw FailedOperation.rethrow(...)}. */
  static RuntimeException rethrow(Throwable failure, CallSite site, String what) {
    boolean marked =
        Arrays.stream(failure.getSuppressed()).anyMatch(FailedOperation.class::isInstance);
    if (!marked) {
      failure.addSuppressed(new FailedOperation(site + " failed: " + what));
    }
    throw Rethrow.as(failure);
  }

  @Override
  public String toString() {
    return String.valueOf(getMessage());
  }
}
