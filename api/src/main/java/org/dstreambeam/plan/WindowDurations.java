// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.plan;

import org.apache.spark.streaming.Duration;
import org.dstreambeam.compute.Rethrow;

/** Whether windows can be as long, and slide as far, as a program says: in Spark's words. */
final class WindowDurations {

  private WindowDurations() {}

  /** Spark throws a plain, checked Exception, undeclared. */
  static void check(Duration window, Duration slide, Duration parentSlide) {
    check("window", window, parentSlide);
    check("slide", slide, parentSlide);
  }

  private static void check(String which, Duration duration, Duration parentSlide) {
    if (!duration.isMultipleOf(parentSlide)) {
      throw Rethrow.as(
          new Exception(
              "The "
                  + which
                  + " duration of windowed DStream ("
                  + duration
                  + ") must be a multiple of the slide duration of parent DStream ("
                  + parentSlide
                  + ")"));
    }
  }

  /**
   * For windows with an inverse function.
   *
   * @throws IllegalArgumentException in words that differ a little
   */
  static void checkReduced(Duration window, Duration slide, Duration parentSlide) {
    checkReduced("window", window, parentSlide);
    checkReduced("slide", slide, parentSlide);
  }

  private static void checkReduced(String which, Duration duration, Duration parentSlide) {
    if (!duration.isMultipleOf(parentSlide)) {
      throw new IllegalArgumentException(
          "requirement failed: The "
              + which
              + " duration of ReducedWindowedDStream ("
              + duration
              + ") must be multiple of the slide duration of parent DStream ("
              + parentSlide
              + ")");
    }
  }
}
