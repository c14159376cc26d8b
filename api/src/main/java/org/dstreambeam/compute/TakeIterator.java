// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.compute;

import java.util.Iterator;
import java.util.NoSuchElementException;

/** A prefix. */
final class TakeIterator<T> implements Iterator<T> {

  private final Iterator<T> source;
  private int left;

  TakeIterator(Iterator<T> source, int n) {
    this.source = source;
    this.left = n;
  }

  @Override
  public boolean hasNext() {
    return left > 0 && source.hasNext();
  }

  @Override
  public T next() {
    if (left <= 0) {
      throw new NoSuchElementException();
    }
    left--;
    return source.next();
  }
}
