// SPDX-License-Identifier: Apache-2.0
package org.apache.spark.api.java.function;

import java.io.Serializable;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/** Turns one element, or one partition given as an iterator, into any number of results. */
@FunctionalInterface
public interface FlatMapFunction<T extends @Nullable Object, R extends @Nullable Object>
    extends Serializable {

  /**
   * Runs the user's code once.
   *
   * @param t the element
   * @return the results, read once; empty for none
   * @throws Exception any failure of the user's code; it fails the task or the output operation
   */
  Iterator<R> call(T t) throws Exception;
}
