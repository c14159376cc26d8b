// SPDX-License-Identifier: Apache-2.0
package org.apache.spark.api.java.function;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/** Turns one element into a double. */
@FunctionalInterface
public interface DoubleFunction<T extends @Nullable Object> extends Serializable {

  /**
   * Runs the user's code once.
   *
   * @param t the element
   * @return the double
   * @throws Exception any failure of the user's code; it fails the task or the output operation
   */
  double call(T t) throws Exception;
}
