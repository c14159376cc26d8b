// SPDX-License-Identifier: Apache-2.0
package org.apache.spark.api.java.function;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/** Says whether an element of a typed data set is kept. */
@FunctionalInterface
public interface FilterFunction<T extends @Nullable Object> extends Serializable {

  /**
   * Runs the user's code once.
   *
   * @param value the element
   * @return true to keep it
   * @throws Exception any failure of the user's code; it fails the task or the output operation
   */
  boolean call(T value) throws Exception;
}
