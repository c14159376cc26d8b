// SPDX-License-Identifier: Apache-2.0
package org.apache.spark.api.java.function;

import java.io.Serializable;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * Turns one key, with the values that two grouped data sets hold for it, into any number of
 * results.
 */
@FunctionalInterface
public interface CoGroupFunction<
        K extends @Nullable Object,
        V1 extends @Nullable Object,
        V2 extends @Nullable Object,
        R extends @Nullable Object>
    extends Serializable {

  /**
   * Runs the user's code once.
   *
   * @param key the key
   * @param left the values of the first data set; no elements if it lacks the key
   * @param right the values of the second data set; no elements if it lacks the key
   * @return the results, read once; empty for none
   * @throws Exception any failure of the user's code; it fails the task or the output operation
   */
  Iterator<R> call(K key, Iterator<V1> left, Iterator<V2> right) throws Exception;
}
