// SPDX-License-Identifier: Apache-2.0
package org.apache.spark.api.java.function;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/** Turns one element of a typed data set into another. */
@FunctionalInterface
public interface MapFunction<T extends @Nullable Object, U extends @Nullable Object>
    extends Serializable {

  /**
   * Runs the user's code once.
   *
   * @param value the element
   * @return the result
   * @throws Exception any failure of the user's code; it fails the task or the output operation
   */
  U call(T value) throws Exception;
}
