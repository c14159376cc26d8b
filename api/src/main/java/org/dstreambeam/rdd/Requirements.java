// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.rdd;

/** Preconditions of operations, in Spark's words. */
public final class Requirements {

  private Requirements() {}

  /**
   * @throws IllegalArgumentException {@code requirement failed: } and the message, unless the
   *     condition holds
   */
  public static void require(boolean condition, String message) {
    if (!condition) {
      throw new IllegalArgumentException("requirement failed: " + message);
    }
  }
}
