// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.compute;

import java.util.Collections;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.apache.spark.api.java.function.Function;

/**
 * All records of the iterators that the function returns, one after another, each drained lazily.
 */
public final class FlatMapIterator<I, O> implements Iterator<O> {

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
    while (!current.hasNext()) {
      if (!source.hasNext()) {
        return false;
      }
      try {
        current = function.call(source.next());
      } catch (Exception e) {
        throw Rethrow.as(e);
      }
    }
    return true;
  }

  @Override
  public O next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    return current.next();
  }
}
