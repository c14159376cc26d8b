// SPDX-License-Identifier: Apache-2.0
package org.apache.spark.api.java.function;

import java.io.Serializable;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/** Acts on one partition of a typed data set. */
@FunctionalInterface
public interface ForeachPartitionFunction<T extends @Nullable Object> extends Serializable {

  /**
   * Runs the user's code once.
   *
   * @param t the elements of the partition, readable once; none for an empty partition
   * @throws Exception any failure of the user's code; it fails the task or the output operation
   */
  void call(Iterator<T> t) throws Exception;
}
