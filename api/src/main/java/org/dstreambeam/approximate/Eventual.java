// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.approximate;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A value that is there later, or an exception in its place. Handlers run once, on the thread that
 * completes it or, if that has happened, on the one that adds them.
 */
public final class Eventual<R> {

  private final List<Consumer<R>> dependents = new ArrayList<>();
  private @Nullable Consumer<R> completeHandler;
  private @Nullable Consumer<Exception> failHandler;
  private boolean complete;
  private @Nullable R value;
  private @Nullable Exception failure;

  @SuppressWarnings("NullAway") // the value, which may be null, once it is there
  public synchronized R get() throws Exception {
    while (!complete && failure == null) {
      wait();
    }
    if (failure != null) {
      throw failure;
    }
    return value;
  }

  public synchronized boolean isComplete() {
    return complete;
  }

  public synchronized void complete(R result) {
    complete = true;
    value = result;
    dependents.forEach(each -> each.accept(result));
    if (completeHandler != null) {
      completeHandler.accept(result);
    }
    notifyAll();
  }

  public synchronized void fail(Exception exception) {
    failure = exception;
    if (failHandler != null) {
      failHandler.accept(exception);
    }
    notifyAll();
  }

  @SuppressWarnings("NullAway") // as in get
  public synchronized void onComplete(Consumer<R> handler) {
    if (completeHandler != null) {
      throw new UnsupportedOperationException("onComplete cannot be called twice");
    }
    completeHandler = handler;
    if (complete) {
      handler.accept(value);
    }
  }

  public synchronized void onFail(Consumer<Exception> handler) {
    if (failHandler != null) {
      throw new UnsupportedOperationException("onFail cannot be called twice");
    }
    failHandler = handler;
    if (failure != null) {
      handler.accept(failure);
    }
  }

  /** What a function makes of the value, when it is there. */
  @SuppressWarnings("NullAway") // as in get
  public synchronized <T> Eventual<T> map(Function<R, T> function) {
    Eventual<T> mapped = new Eventual<>();
    if (complete) {
      mapped.complete(function.apply(value));
    } else if (failure != null) {
      mapped.fail(failure);
    } else {
      dependents.add(result -> mapped.complete(function.apply(result)));
    }
    return mapped;
  }
}
