// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.compute;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Ranges of keys that follow each other, one per partition.
 *
 * <pre>
 *   bounds c, m:   .. c | (c .. m | (m ..      ascending: 0 1 2, descending: 2 1 0
 * </pre>
 *
 * @param <K> type of the keys
 */
public final class KeyRanges<K> implements Serializable {

  private static final long serialVersionUID = 1L;

  /** With more bounds than that they are searched by halves. */
  private static final int MOST_TO_TRY_IN_TURN = 128;

  private final Comparator<K> order;
  private final boolean ascending;

  /** The last key of each range but the greatest. */
  private final Object[] bounds;

  /** A key that stands for some number of others. */
  public record Weighted<K>(K key, float weight) {}

  private KeyRanges(Comparator<K> order, boolean ascending, Object[] bounds) {
    this.order = order;
    this.ascending = ascending;
    this.bounds = bounds;
  }

  /** One range of all keys. */
  public static <K> KeyRanges<K> one(Comparator<K> order, boolean ascending) {
    return new KeyRanges<>(order, ascending, new Object[0]);
  }

  /**
   * Ranges of about equal weight; fewer than asked for if there are not enough different keys.
   *
   * @param most ranges at most
   */
  public static <K> KeyRanges<K> ofEqualWeight(
      List<Weighted<K>> sample, int most, Comparator<K> order, boolean ascending) {
    List<Weighted<K>> ordered = new ArrayList<>(sample);
    ordered.sort((a, b) -> order.compare(a.key(), b.key()));
    double total = 0;
    for (Weighted<K> key : ordered) {
      total += key.weight();
    }
    double step = total / most;
    double target = step;
    double weight = 0;
    List<K> bounds = new ArrayList<>();
    for (Weighted<K> candidate : ordered) {
      if (bounds.size() >= most - 1) {
        break;
      }
      weight += candidate.weight();
      if (weight >= target && isNew(candidate.key(), bounds, order)) {
        bounds.add(candidate.key());
        target += step;
      }
    }
    return new KeyRanges<>(order, ascending, bounds.toArray());
  }

  private static <K> boolean isNew(K key, List<K> bounds, Comparator<K> order) {
    return bounds.isEmpty() || order.compare(key, bounds.get(bounds.size() - 1)) > 0;
  }

  /** The number of ranges, at least 1. */
  public int count() {
    return bounds.length + 1;
  }

  /** The range that a key lies in. */
  public int indexOf(K key) {
    int index = bounds.length <= MOST_TO_TRY_IN_TURN ? tryInTurn(key) : search(key);
    return ascending ? index : bounds.length - index;
  }

  @SuppressWarnings("unchecked") // the bounds are keys
  private int tryInTurn(K key) {
    int index = 0;
    while (index < bounds.length && order.compare(key, (K) bounds[index]) > 0) {
      index++;
    }
    return index;
  }

  @SuppressWarnings("unchecked") // the bounds are keys
  private int search(K key) {
    int found = Collections.binarySearch((List<K>) Arrays.asList(bounds), key, order);
    return found < 0 ? -found - 1 : found;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof KeyRanges<?> that
        && ascending == that.ascending
        && Arrays.equals(bounds, that.bounds);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(bounds) + Boolean.hashCode(ascending);
  }
}
