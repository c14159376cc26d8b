// SPDX-License-Identifier: Apache-2.0
package org.apache.spark.util;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A list of all that was added, nulls too. What tasks add at the same time comes in no particular
 * order; what one task adds stays in order and together.
 *
 * @param <T> type of the elements
 */
public class CollectionAccumulator<T> extends AccumulatorV2<T, List<T>> {
  private static final long serialVersionUID = 1L;

  private List<T> list = new ArrayList<>();

  @Override
  public synchronized boolean isZero() {
    return list.isEmpty();
  }

  @Override
  public CollectionAccumulator<T> copyAndReset() {
    return new CollectionAccumulator<>();
  }

  @Override
  public CollectionAccumulator<T> copy() {
    CollectionAccumulator<T> copy = new CollectionAccumulator<>();
    copy.list = elements();
    return copy;
  }

  private synchronized List<T> elements() {
    return new ArrayList<>(list);
  }

  @Override
  public synchronized void reset() {
    list = new ArrayList<>();
  }

  @Override
  public synchronized void add(T v) {
    list.add(v);
  }

  @Override
  public void merge(AccumulatorV2<T, List<T>> other) {
    if (!(other instanceof CollectionAccumulator<?>)) {
      throw new UnsupportedOperationException(
          "Cannot merge " + getClass().getName() + " with " + other.getClass().getName());
    }
    List<T> added = ((CollectionAccumulator<T>) other).elements(); // one lock at a time
    synchronized (this) {
      list.addAll(added);
    }
  }

  /** In one step for who reads the list meanwhile. */
  @Override
  void become(AccumulatorV2<T, List<T>> other) {
    if (getClass() == CollectionAccumulator.class
        && other instanceof CollectionAccumulator<?> elements) {
      List<T> all = ((CollectionAccumulator<T>) elements).elements(); // one lock at a time
      synchronized (this) {
        list = all;
      }
    } else {
      super.become(other);
    }
  }

  /** A list of its own, which cannot be changed. */
  @Override
  public synchronized List<T> value() {
    return Collections.unmodifiableList(new ArrayList<>(list));
  }
}
