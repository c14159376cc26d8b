// SPDX-License-Identifier: Apache-2.0
package org.apache.spark.api.java.function;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/** Turns four values into one. */
@FunctionalInterface
public interface Function4<
        T1 extends @Nullable Object,
        T2 extends @Nullable Object,
        T3 extends @Nullable Object,
        T4 extends @Nullable Object,
        R extends @Nullable Object>
    extends Serializable {

  /**
   * Runs the user's code once.
   *
   * @param v1 the first value
   * @param v2 the second value
   * @param v3 the third value
   * @param v4 the fourth value
   * @return the result
   * @throws Exception any failure of the user's code; it fails the task or the output operation
   */
  R call(T1 v1, T2 v2, T3 v3, T4 v4) throws Exception;
}
