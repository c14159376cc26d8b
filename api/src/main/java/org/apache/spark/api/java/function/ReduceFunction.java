// SPDX-License-Identifier: Apache-2.0
package org.apache.spark.api.java.function;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * Combines two elements into one. Must be associative and commutative, for the order of the calls
 * is not defined.
 */
@FunctionalInterface
public interface ReduceFunction<T extends @Nullable Object> extends Serializable {

  /**
   * Runs the user's code once.
   *
   * @param v1 one element
   * @param v2 the other element
   * @return the combination
   * @throws Exception any failure of the user's code; it fails the task or the output operation
   */
  T call(T v1, T v2) throws Exception;
}
