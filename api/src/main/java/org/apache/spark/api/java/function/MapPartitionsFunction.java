// SPDX-License-Identifier: Apache-2.0
package org.apache.spark.api.java.function;

import java.io.Serializable;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/** Turns one partition of a typed data set into any number of results. */
@FunctionalInterface
public interface MapPartitionsFunction<T extends @Nullable Object, U extends @Nullable Object>
    extends Serializable {

  /**
   * Runs the user's code once.
   *
   * @param input the elements of the partition, readable once; none for an empty partition
   * @return the results, read once; empty for none
   * @throws Exception any failure of the user's code; it fails the task or the output operation
   */
  Iterator<U> call(Iterator<T> input) throws Exception;
}
