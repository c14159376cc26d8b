// SPDX-License-Identifier: Apache-2.0
package org.apache.spark;

import org.dstreambeam.compute.Rethrow;
import scala.Function1;
import scala.Option;
import scala.collection.Seq;
import scala.concurrent.Await;
import scala.concurrent.CanAwait;
import scala.concurrent.ExecutionContext;
import scala.concurrent.Future;
import scala.concurrent.duration.Duration;
import scala.util.Try;

/**
 * The result of an action that runs in the background, as a future of Scala's.
 *
 * @param <T> type of the result
 */
public interface FutureAction<T> extends Future<T> {

  /** Fails the jobs of the action; has no effect if it is done. */
  void cancel();

  @Override
  FutureAction<T> ready(Duration atMost, CanAwait permit);

  @Override
  T result(Duration atMost, CanAwait permit);

  @Override
  <U> void onComplete(Function1<Try<T>, U> func, ExecutionContext executor);

  @Override
  boolean isCompleted();

  boolean isCancelled();

  @Override
  Option<Try<T>> value();

  /**
   * Waits for the result.
   *
   * @throws SparkException if the action failed
   */
  default T get() throws SparkException {
    try {
      return Await.result(this, Duration.Inf());
    } catch (Exception e) {
      throw Rethrow.as(e);
    }
  }

  /** The jobs that were begun for it so far. */
  Seq<Object> jobIds();
}
