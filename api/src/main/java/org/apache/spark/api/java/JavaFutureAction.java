// SPDX-License-Identifier: Apache-2.0
package org.apache.spark.api.java;

import java.util.List;
import java.util.concurrent.Future;

/**
 * The result of an action that runs in the background. If the action fails, {@code get} throws a
 * {@link java.util.concurrent.ExecutionException} with the {@link org.apache.spark.SparkException}
 * as its cause. Cancelling it fails its jobs, whatever the argument.
 *
 * @param <T> type of the result
 */
public interface JavaFutureAction<T> extends Future<T> {

  /** The jobs that were begun for it so far; cannot be changed. */
  List<Integer> jobIds();
}
