// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.rdd;

import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.spark.api.java.JavaFutureAction;
import scala.concurrent.Await;
import scala.concurrent.duration.Duration;
import scala.util.Failure;
import scala.util.Try;

/** A {@link BackgroundAction} as a future of Java's. */
record JavaBackgroundAction<R>(BackgroundAction<R> action) implements JavaFutureAction<R> {

  @Override
  public boolean cancel(boolean mayInterruptIfRunning) {
    if (isDone()) {
      return false;
    }
    action.cancel();
    return true;
  }

  @Override
  public boolean isCancelled() {
    return action.isCancelled();
  }

  @Override
  public boolean isDone() {
    return action.future().isCompleted();
  }

  @Override
  public List<Integer> jobIds() {
    return action.jobIds();
  }

  @Override
  public R get() throws InterruptedException, ExecutionException {
    try {
      return within(Duration.Inf());
    } catch (TimeoutException e) {
      throw new IllegalStateException("There was no limit", e);
    }
  }

  @Override
  public R get(long timeout, TimeUnit unit)
      throws InterruptedException, ExecutionException, TimeoutException {
    return within(Duration.apply(timeout, unit));
  }

  private R within(Duration limit)
      throws InterruptedException, ExecutionException, TimeoutException {
    Await.ready(action.future(), limit);
    Try<R> result = action.future().value().get();
    if (!(result instanceof Failure<R> failure)) {
      return result.get();
    }
    if (isCancelled()) {
      throw (CancellationException)
          new CancellationException("Job cancelled").initCause(failure.exception());
    }
    throw new ExecutionException("Exception thrown by job", failure.exception());
  }
}
