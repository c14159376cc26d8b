// SPDX-License-Identifier: Apache-2.0
package org.apache.spark.streaming;

/**
 * Makes durations from whole seconds, as {@code Seconds(5)} in Scala. Java reads better with {@link
 * Durations}.
 */
public final class Seconds {
  private Seconds() {}

  public static Duration apply(long seconds) {
    return Durations.seconds(seconds);
  }
}
