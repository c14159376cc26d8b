// SPDX-License-Identifier: Apache-2.0
package org.apache.spark.api.java.function;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/** Acts on two values, such as the RDD of a batch and the time of the batch. */
@FunctionalInterface
public interface VoidFunction2<T1 extends @Nullable Object, T2 extends @Nullable Object>
    extends Serializable {

  /**
   * Runs the user's code once.
   *
   * @param v1 the first value
   * @param v2 the second value
   * @throws Exception any failure of the user's code; it fails the task or the output operation
   */
  void call(T1 v1, T2 v2) throws Exception;
}
