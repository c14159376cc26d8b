// SPDX-License-Identifier: Apache-2.0
package org.apache.spark.api.java.function;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;
import scala.Tuple2;

/** Turns one element into a key-value pair. */
@FunctionalInterface
public interface PairFunction<
        T extends @Nullable Object, K extends @Nullable Object, V extends @Nullable Object>
    extends Serializable {

  /**
   * Runs the user's code once.
   *
   * @param t the element
   * @return the pair
   * @throws Exception any failure of the user's code; it fails the task or the output operation
   */
  Tuple2<K, V> call(T t) throws Exception;
}
