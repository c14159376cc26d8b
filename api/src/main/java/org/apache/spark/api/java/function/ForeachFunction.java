// SPDX-License-Identifier: Apache-2.0
package org.apache.spark.api.java.function;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/** Acts on one element of a typed data set. */
@FunctionalInterface
public interface ForeachFunction<T extends @Nullable Object> extends Serializable {

  /**
   * Runs the user's code once.
   *
   * @param t the element
   * @throws Exception any failure of the user's code; it fails the task or the output operation
   */
  void call(T t) throws Exception;
}
