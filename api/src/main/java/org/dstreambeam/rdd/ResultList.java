// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.rdd;

import java.io.Serializable;
import java.util.AbstractList;
import java.util.Iterator;
import java.util.List;
import java.util.RandomAccess;

/**
 * What {@code collect} and {@code take} return: a list that cannot be changed, as in Spark. Unlike
 * the JDK's it may hold nulls, and sorting an empty one is no error.
 */
public final class ResultList<T> extends AbstractList<T> implements RandomAccess, Serializable {

  private static final long serialVersionUID = 1L;

  private final Object[] records;

  private ResultList(Object[] records) {
    this.records = records;
  }

  /** A list of what {@code records} holds now. */
  public static <T> List<T> of(List<T> records) {
    return new ResultList<>(records.toArray());
  }

  /** A list of what is left of {@code records}. */
  public static <T> List<T> of(Iterator<T> records) {
    return of(Jobs.list(records));
  }

  @Override
  @SuppressWarnings("unchecked") // only T was put in
  public T get(int index) {
    return (T) records[index];
  }

  @Override
  public int size() {
    return records.length;
  }
}
