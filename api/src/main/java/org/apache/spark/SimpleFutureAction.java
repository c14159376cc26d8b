// SPDX-License-Identifier: Apache-2.0
package org.apache.spark;

import java.util.ArrayList;
import org.dstreambeam.compute.Rethrow;
import org.dstreambeam.rdd.BackgroundAction;
import scala.Function1;
import scala.Option;
import scala.collection.JavaConverters;
import scala.collection.Seq;
import scala.concurrent.CanAwait;
import scala.concurrent.ExecutionContext;
import scala.concurrent.Future;
import scala.concurrent.duration.Duration;
import scala.util.Try;

/**
 * A {@link FutureAction} of one job.
 *
 * @param <T> type of the result
 */
public class SimpleFutureAction<T> implements FutureAction<T> {

  private final BackgroundAction<T> action;

  /** Programs call {@link SparkContext#submitJob}. */
  SimpleFutureAction(BackgroundAction<T> action) {
    this.action = action;
  }

  @Override
  public void cancel() {
    action.cancel();
  }

  @Override
  @SuppressWarnings("FutureReturnValueIgnored") // this is what becomes ready
  public SimpleFutureAction<T> ready(Duration atMost, CanAwait permit) {
    try {
      action.future().ready(atMost, permit);
    } catch (Exception e) {
      throw Rethrow.as(e);
    }
    return this;
  }

  @Override
  public T result(Duration atMost, CanAwait permit) {
    try {
      return action.future().result(atMost, permit);
    } catch (Exception e) {
      throw Rethrow.as(e);
    }
  }

  @Override
  public <U> void onComplete(Function1<Try<T>, U> func, ExecutionContext executor) {
    action.future().onComplete(func, executor);
  }

  @Override
  public boolean isCompleted() {
    return action.future().isCompleted();
  }

  @Override
  public boolean isCancelled() {
    return action.isCancelled();
  }

  @Override
  public Option<Try<T>> value() {
    return action.future().value();
  }

  @Override
  public Seq<Object> jobIds() {
    return JavaConverters.asScalaBuffer(new ArrayList<Object>(action.jobIds()));
  }

  @Override
  public <S> Future<S> transform(Function1<Try<T>, Try<S>> f, ExecutionContext executor) {
    return action.future().transform(f, executor);
  }

  @Override
  public <S> Future<S> transformWith(Function1<Try<T>, Future<S>> f, ExecutionContext executor) {
    return action.future().transformWith(f, executor);
  }
}
