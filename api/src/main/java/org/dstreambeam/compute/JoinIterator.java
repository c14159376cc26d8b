// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.compute;

import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.dstreambeam.compute.Joins.Side;
import org.jspecify.annotations.Nullable;
import scala.Tuple2;

/** The pairs of values of each key, which nothing is allocated for but the pairs themselves. */
final class JoinIterator<K, A, B> implements Iterator<Tuple2<K, Tuple2<A, B>>> {

  private final Iterator<Tuple2<K, List<Group<Object>>>> keys;
  private final Side leftSide;
  private final Side rightSide;

  private @Nullable Tuple2<K, List<Group<Object>>> current;
  private int lefts;
  private int rights;
  private int left;
  private int right;

  JoinIterator(Iterator<Tuple2<K, List<Group<Object>>>> keys, Side leftSide, Side rightSide) {
    this.keys = keys;
    this.leftSide = leftSide;
    this.rightSide = rightSide;
  }

  @Override
  public boolean hasNext() {
    while (left == lefts) {
      if (!keys.hasNext()) {
        return false;
      }
      open(keys.next());
    }
    return true;
  }

  private void open(Tuple2<K, List<Group<Object>>> key) {
    current = key;
    rights = rightSide.count(key._2().get(1));
    lefts = rights == 0 ? 0 : leftSide.count(key._2().get(0));
    left = 0;
    right = 0;
  }

  @Override
  @SuppressWarnings("unchecked") // the inputs hold values of these types
  public Tuple2<K, Tuple2<A, B>> next() {
    if (!hasNext() || current == null) {
      throw new NoSuchElementException();
    }
    List<Group<Object>> groups = current._2();
    A a = (A) leftSide.get(groups.get(0), left);
    B b = (B) rightSide.get(groups.get(1), right);
    if (++right == rights) {
      right = 0;
      left++;
    }
    return new Tuple2<>(current._1(), new Tuple2<>(a, b));
  }
}
