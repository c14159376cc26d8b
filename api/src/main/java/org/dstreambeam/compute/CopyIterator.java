// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.compute;

import java.util.Iterator;

/** The same records, each copied as it passes; to count them takes no copies. */
final class CopyIterator<T> implements CountableIterator<T> {

  private final Iterator<T> records;

  CopyIterator(Iterator<T> records) {
    this.records = records;
  }

  @Override
  public boolean hasNext() {
    return records.hasNext();
  }

  @Override
  public T next() {
    return RecordCopy.of(records.next());
  }

  @Override
  public long countRemaining() {
    return CountableIterator.count(records);
  }
}
