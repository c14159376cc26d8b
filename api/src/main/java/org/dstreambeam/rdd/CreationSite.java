// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.rdd;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Where a context was created: the API method and the frames of the program that led to it, one per
 * line.
 *
 * @param frames the API's outermost frame, then the program's
 */
public record CreationSite(List<StackTraceElement> frames) {

  private static final int DEPTH = 20;

  /** The site of the constructor that calls this. */
  public static CreationSite here() {
    List<StackTraceElement> stack = List.of(new Throwable().getStackTrace());
    int program = 0;
    while (program < stack.size() && isOurs(stack.get(program))) {
      program++;
    }
    int first = Math.max(0, program - 1);
    return new CreationSite(stack.subList(first, Math.min(stack.size(), first + DEPTH)));
  }

  private static boolean isOurs(StackTraceElement frame) {
    return Stream.of(
            "org.apache.spark.SparkContext",
            "org.apache.spark.api.java.JavaSparkContext",
            "org.apache.spark.streaming.StreamingContext",
            "org.apache.spark.streaming.api.java.JavaStreamingContext",
            "org.dstreambeam.rdd.CreationSite",
            "org.dstreambeam.lifecycle.")
        .anyMatch(frame.getClassName()::startsWith);
  }

  @Override
  public String toString() {
    return frames.stream().map(StackTraceElement::toString).collect(Collectors.joining("\n"));
  }
}
