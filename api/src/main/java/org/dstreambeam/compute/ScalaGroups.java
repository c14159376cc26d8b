// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.compute;

import java.util.List;
import scala.Tuple2;
import scala.collection.Iterable;
import scala.collection.mutable.ArrayBuffer;

/** Groups as collections of Scala's library. */
public final class ScalaGroups {

  private ScalaGroups() {}

  /** A copy. */
  public static <V> ArrayBuffer<V> buffer(List<V> group) {
    ArrayBuffer<V> buffer = new ArrayBuffer<>(group.size());
    for (V value : group) {
      buffer.$plus$eq(value);
    }
    return buffer;
  }

  /** As {@link CoGroup#ofTwo}, for Scala programs. */
  @SuppressWarnings("unchecked") // the inputs hold values of these types
  public static <K, V, W>
      NarrowFunction<Tuple2<K, List<Group<Object>>>, Tuple2<K, Tuple2<Iterable<V>, Iterable<W>>>>
          ofTwo() {
    return (partition, keys) ->
        new MapIterator<>(
            keys,
            key -> {
              Iterable<V> left = (Iterable<V>) buffer(key._2().get(0));
              Iterable<W> right = (Iterable<W>) buffer(key._2().get(1));
              return new Tuple2<>(key._1(), new Tuple2<>(left, right));
            });
  }
}
