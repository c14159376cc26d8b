// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.runner.direct;

import java.util.ArrayList;
import java.util.List;

/** What failures say of operations, and where a test is. */
final class FailureText {

  private FailureText() {}

  /** {@code SomeTest.java:12}: the line that is {@code further} lines below the caller's. */
  static String here(int further) {
    StackWalker.StackFrame caller =
        StackWalker.getInstance().walk(frames -> frames.skip(1).findFirst().orElseThrow());
    return caller.getFileName() + ":" + (caller.getLineNumber() + further);
  }

  /** What a failure and its causes say of the operation, the outermost first. */
  static List<String> operations(Throwable failure) {
    List<String> texts = new ArrayList<>();
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      for (Throwable suppressed : cause.getSuppressed()) {
        texts.add(suppressed.toString());
      }
    }
    return texts;
  }
}
