// SPDX-License-Identifier: Apache-2.0
package org.apache.spark.api.java.function;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/** Supplies a value, such as a new streaming context. */
@FunctionalInterface
public interface Function0<R extends @Nullable Object> extends Serializable {

  /**
   * Runs the user's code once.
   *
   * @return the value
   * @throws Exception any failure of the user's code; it fails the task or the output operation
   */
  R call() throws Exception;
}
