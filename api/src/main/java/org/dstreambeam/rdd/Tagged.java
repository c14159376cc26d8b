// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.rdd;

import java.util.Iterator;
import scala.Tuple2;

/** Each record as the key of a pair with one and the same value. */
final class Tagged<T, V> implements Iterator<Tuple2<T, V>> {

  private final Iterator<T> records;
  private final V tag;

  Tagged(Iterator<T> records, V tag) {
    this.records = records;
    this.tag = tag;
  }

  @Override
  public boolean hasNext() {
    return records.hasNext();
  }

  @Override
  public Tuple2<T, V> next() {
    return new Tuple2<>(records.next(), tag);
  }
}
