// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.compute;

import java.util.Iterator;
import java.util.NoSuchElementException;
import org.apache.spark.api.java.function.Function;
import org.jspecify.annotations.Nullable;

/** The records the predicate accepts, in order. A null answer is a NullPointerException. */
public final class FilterIterator<T> extends StepIterator<T> {

  private final Iterator<T> source;
  private final Function<? super T, Boolean> predicate;
  private @Nullable T accepted;
  private boolean ready;

  public FilterIterator(Iterator<T> source, Function<? super T, Boolean> predicate) {
    this.source = source;
    this.predicate = predicate;
  }

  @Override
  public boolean hasNext() {
    while (!ready && source.hasNext()) {
      T candidate = source.next();
      if (accepts(candidate)) {
        accepted = candidate;
        ready = true;
      }
    }
    return ready;
  }

  @Override
  @SuppressWarnings("NullAway") // `accepted` is whatever the source gave, a null record included
  public T next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    ready = false;
    return accepted;
  }

  private boolean accepts(T candidate) {
    try {
      return predicate.call(candidate);
    } catch (Throwable e) {
      throw failed(e);
    }
  }
}
