// SPDX-License-Identifier: Apache-2.0
package org.apache.spark.streaming;

/**
 * Makes durations from whole milliseconds, as {@code Milliseconds(5)} in Scala. Java reads better
 * with {@link Durations}.
 */
public final class Milliseconds {
  private Milliseconds() {}

  public static Duration apply(long milliseconds) {
    return Durations.milliseconds(milliseconds);
  }
}
