// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.compute;

import java.util.Collections;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.apache.spark.api.java.function.Function;

/**
 * All records of the iterators that the function returns, one after another, each drained lazily.
 */
public final class FlatMapIterator<I, O> extends StepIterator<O> {

  private final Iterator<I> source;
  private final Function<? super I, ? extends Iterator<? extends O>> function;
  private Iterator<? extends O> current = Collections.emptyIterator();

  public FlatMapIterator(
      Iterator<I> source, Function<? super I, ? extends Iterator<? extends O>> function) {
    this.source = source;
    this.function = function;
  }

  @Override
  public boolean hasNext() {
    // A null iterator from the user is dereferenced here: NullPointerException, as in Spark.
    try {
      while (!current.hasNext()) {
        if (!source.hasNext()) {
          return false;
        }
        current = function.call(source.next());
      }
      return true;
    } catch (Throwable e) { // if the source threw it, the source has said so
      throw failed(e);
    }
  }

  @Override
  public O next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    try {
      return current.next();
    } catch (Throwable e) {
      throw failed(e);
    }
  }
}
