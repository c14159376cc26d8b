// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.clock;

import java.lang.reflect.InvocationTargetException;

/** The clocks that {@code spark.streaming.clock} can name. */
public final class BatchClocks {

  private BatchClocks() {}

  /**
   * The clock of that class name: one of Spark's ({@code org.apache.spark.util.SystemClock}, {@code
   * org.apache.spark.util.ManualClock}, and the old {@code org.apache.spark.streaming.util} ones)
   * or any {@link BatchClock} with a public constructor without arguments.
   *
   * @throws IllegalArgumentException if there is no such clock
   */
  public static BatchClock named(String className) {
    String name = className.replace("org.apache.spark.streaming.util.", "org.apache.spark.util.");
    return switch (name) {
      case "org.apache.spark.util.SystemClock" -> new SystemBatchClock();
      case "org.apache.spark.util.ManualClock" -> new ManualBatchClock();
      default -> instantiate(name);
    };
  }

  private static BatchClock instantiate(String className) {
    try {
      Class<?> type =
          Class.forName(className, true, Thread.currentThread().getContextClassLoader());
      return (BatchClock) type.getConstructor().newInstance();
    } catch (ClassNotFoundException
        | NoSuchMethodException
        | InstantiationException
        | IllegalAccessException
        | InvocationTargetException
        | ClassCastException e) {
      throw new IllegalArgumentException(
          "spark.streaming.clock = "
              + className
              + " is not a clock: name org.apache.spark.util.SystemClock,"
              + " org.apache.spark.util.ManualClock or an implementation of "
              + BatchClock.class.getName(),
          e);
    }
  }
}
