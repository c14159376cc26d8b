// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.sampling;

import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** A sample while it is taken: how often each record is in it, record by record. */
@FunctionalInterface
public interface Occurrences {

  /** How often the next record is in the sample, 0 or more. */
  int next();

  /** The sample of {@code records}, in their order, repeated ones side by side. */
  default <T> Iterator<T> of(Iterator<T> records) {
    return new Iterator<>() {
      private int left;
      private @Nullable T record;

      @Override
      public boolean hasNext() {
        while (left == 0 && records.hasNext()) {
          record = records.next();
          left = Occurrences.this.next();
        }
        return left > 0;
      }

      @Override
      @SuppressWarnings("NullAway") // a record, which may be null, once there is one
      public T next() {
        if (!hasNext()) {
          throw new NoSuchElementException();
        }
        left--;
        return record;
      }
    };
  }
}
