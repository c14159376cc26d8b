// SPDX-License-Identifier: Apache-2.0
package org.apache.spark.streaming;

/**
 * Makes durations from whole minutes, as {@code Minutes(5)} in Scala. Java reads better with {@link
 * Durations}.
 */
public final class Minutes {
  private Minutes() {}

  public static Duration apply(long minutes) {
    return Durations.minutes(minutes);
  }
}
