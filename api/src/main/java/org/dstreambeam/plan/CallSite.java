// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.plan;

import java.io.Serializable;
import java.lang.StackWalker.StackFrame;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Where in the user's program an operation was declared.
 *
 * @param operation the API method that was called, {@code foreachRDD}; or a name that the program
 *     gave
 * @param file source file of the caller, {@code WordCount.java}; empty if there is a name
 * @param line its line, negative if unknown
 */
public record CallSite(String operation, String file, int line) implements Serializable {

  /** Packages of the API and of what lies between it and the plan. */
  private static final Set<String> INTERNAL =
      Set.of(
          "org.apache.spark",
          "org.dstreambeam",
          "org.apache.spark.api.java",
          "org.apache.spark.broadcast",
          "org.apache.spark.rdd",
          "org.apache.spark.streaming",
          "org.apache.spark.streaming.api.java",
          "org.apache.spark.streaming.dstream",
          "org.apache.spark.streaming.kafka",
          "org.apache.spark.streaming.kafka010",
          "org.apache.spark.streaming.receiver",
          "org.dstreambeam.files",
          "org.dstreambeam.filestream",
          "org.dstreambeam.kafka",
          "org.dstreambeam.kafka.legacy",
          "org.dstreambeam.lifecycle",
          "org.dstreambeam.plan",
          "org.dstreambeam.rdd",
          "org.dstreambeam.testkit");

  /** The innermost frame of the stack that is not ours. */
  public static CallSite here() {
    return StackWalker.getInstance().walk(CallSite::find);
  }

  /** A site that the program has named itself. */
  public static CallSite named(String name) {
    return new CallSite(name, "", -1);
  }

  private static CallSite find(Stream<StackFrame> stack) {
    String operation = "start";
    for (StackFrame frame : (Iterable<StackFrame>) stack::iterator) { // no deeper than it takes
      String className = frame.getClassName();
      int packageEnd = className.lastIndexOf('.');
      if (packageEnd < 0 || !INTERNAL.contains(className.substring(0, packageEnd))) {
        String file = frame.getFileName() == null ? className : frame.getFileName();
        return new CallSite(operation, file, frame.getLineNumber());
      }
      operation =
          frame.getMethodName().equals("<init>") ? simpleName(className) : frame.getMethodName();
    }
    return new CallSite(operation, "<unknown>", -1);
  }

  private static String simpleName(String className) {
    return className.substring(className.lastIndexOf('.') + 1);
  }

  /** {@code foreachRDD at WordCount.java:12}. */
  @Override
  public String toString() {
    return file.isEmpty() ? operation : operation + " at " + file + ":" + line;
  }
}
