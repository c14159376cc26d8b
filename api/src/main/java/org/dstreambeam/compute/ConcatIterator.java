// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.compute;

import java.util.Collections;
import java.util.Iterator;
import java.util.NoSuchElementException;

/** The records of several iterators, each opened only when the one before is used up. */
public final class ConcatIterator<T> implements Iterator<T> {

  /** Opens the iterator of a number. */
  @FunctionalInterface
  public interface Opener<T> {
    Iterator<T> open(int number) throws Exception;
  }

  private final int count;
  private final Opener<T> opener;
  private int opened;
  private Iterator<T> current = Collections.emptyIterator();

  public ConcatIterator(int count, Opener<T> opener) {
    this.count = count;
    this.opener = opener;
  }

  @Override
  public boolean hasNext() {
    while (!current.hasNext()) {
      if (opened == count) {
        return false;
      }
      try {
        current = opener.open(opened++);
      } catch (Exception e) {
        throw Rethrow.as(e);
      }
    }
    return true;
  }

  @Override
  public T next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    return current.next();
  }
}
