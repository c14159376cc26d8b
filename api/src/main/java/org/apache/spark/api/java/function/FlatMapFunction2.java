// SPDX-License-Identifier: Apache-2.0
package org.apache.spark.api.java.function;

import java.io.Serializable;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/** Turns two values, such as two partitions zipped together, into any number of results. */
@FunctionalInterface
public interface FlatMapFunction2<
        T1 extends @Nullable Object, T2 extends @Nullable Object, R extends @Nullable Object>
    extends Serializable {

  /**
   * Runs the user's code once.
   *
   * @param t1 the first value
   * @param t2 the second value
   * @return the results, read once; empty for none
   * @throws Exception any failure of the user's code; it fails the task or the output operation
   */
  Iterator<R> call(T1 t1, T2 t2) throws Exception;
}
