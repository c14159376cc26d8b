// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.rdd;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The n least of many records. Keeps up to 2n; when they are there a quickselect throws the greater
 * half away, so that a record costs constant time on average.
 *
 * <p>Which of several equal records stay, and in which order, depends on every swap. Programs that
 * print the ten most frequent words see it, so the steps are those that are taken on Spark, in
 * Guava 14.
 */
final class LeastRecords<T> {

  /** From here on all records are kept: twice as many would be too many for an array. */
  private static final int MOST_SELECTED = Integer.MAX_VALUE / 2;

  private final int n;
  private final Comparator<T> order;
  private final List<T> kept = new ArrayList<>();

  /** The greatest of the first n, once there are n: what is not less than it does not count. */
  private @Nullable T threshold;

  LeastRecords(int n, Comparator<T> order) {
    this.n = n;
    this.order = order;
  }

  @SuppressWarnings("NullAway") // records may be null, if the order takes them
  void add(T record) {
    if (n >= MOST_SELECTED) {
      kept.add(record);
    } else if (kept.size() < n) {
      threshold = kept.isEmpty() ? record : greater(threshold, record);
      kept.add(record);
    } else if (order.compare(record, threshold) < 0) {
      kept.add(record);
      if (kept.size() == 2 * n) {
        select();
      }
    }
  }

  private T greater(T a, T b) {
    return order.compare(a, b) >= 0 ? a : b;
  }

  /** Brings the n least to the front and drops the others. */
  private void select() {
    int left = 0;
    int right = kept.size() - 1;
    int knownLess = 0; // what is before this is not greater than what is from it up to n
    while (left < right) {
      int pivot = partition(left, right, (left + right + 1) >>> 1);
      if (pivot > n) {
        right = pivot - 1;
      } else if (pivot < n) {
        left = Math.max(pivot, left + 1);
        knownLess = pivot;
      } else {
        break;
      }
    }
    kept.subList(n, kept.size()).clear();
    T greatest = kept.get(knownLess);
    for (int i = knownLess + 1; i < n; i++) {
      greatest = greater(greatest, kept.get(i));
    }
    threshold = greatest;
  }

  /** Brings what is less than the record at {@code pivot} before it; returns where it is then. */
  private int partition(int left, int right, int pivot) {
    T value = kept.get(pivot);
    Collections.swap(kept, pivot, right);
    int end = left;
    for (int i = left; i < right; i++) {
      if (order.compare(kept.get(i), value) < 0) {
        Collections.swap(kept, end, i);
        end++;
      }
    }
    Collections.swap(kept, right, end);
    return end;
  }

  /** At most n, ascending; the list is the caller's. */
  List<T> sorted() {
    kept.sort(order);
    if (kept.size() > n) {
      kept.subList(n, kept.size()).clear();
    }
    return kept;
  }
}
