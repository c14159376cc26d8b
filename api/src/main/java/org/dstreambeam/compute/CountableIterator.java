// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.compute;

import java.util.Iterator;

/**
 * An iterator that can tell how many records are left for less than it would take to make them.
 *
 * @param <T> type of the records
 */
public interface CountableIterator<T> extends Iterator<T> {

  /** Passes over all that is left, and counts it. */
  long countRemaining();

  /** Whether nobody can change the records in place, so that no reader needs copies. */
  default boolean givesImmutable() {
    return false;
  }

  /** How many are left in {@code records}, which has none afterwards. */
  static long count(Iterator<?> records) {
    if (records instanceof CountableIterator<?> countable) {
      return countable.countRemaining();
    }
    long count = 0;
    for (; records.hasNext(); records.next()) {
      count++;
    }
    return count;
  }
}
