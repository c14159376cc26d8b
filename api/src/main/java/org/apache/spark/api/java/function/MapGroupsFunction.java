// SPDX-License-Identifier: Apache-2.0
package org.apache.spark.api.java.function;

import java.io.Serializable;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/** Turns one key and its values into one result. */
@FunctionalInterface
public interface MapGroupsFunction<
        K extends @Nullable Object, V extends @Nullable Object, R extends @Nullable Object>
    extends Serializable {

  /**
   * Runs the user's code once.
   *
   * @param key the key
   * @param values the values of the key, readable once
   * @return the result
   * @throws Exception any failure of the user's code; it fails the task or the output operation
   */
  R call(K key, Iterator<V> values) throws Exception;
}
