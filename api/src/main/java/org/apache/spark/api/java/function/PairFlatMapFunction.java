// SPDX-License-Identifier: Apache-2.0
package org.apache.spark.api.java.function;

import java.io.Serializable;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;
import scala.Tuple2;

/** Turns one element, or one partition given as an iterator, into any number of key-value pairs. */
@FunctionalInterface
public interface PairFlatMapFunction<
        T extends @Nullable Object, K extends @Nullable Object, V extends @Nullable Object>
    extends Serializable {

  /**
   * Runs the user's code once.
   *
   * @param t the element
   * @return the pairs, read once; empty for none
   * @throws Exception any failure of the user's code; it fails the task or the output operation
   */
  Iterator<Tuple2<K, V>> call(T t) throws Exception;
}
