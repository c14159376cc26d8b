// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.compute;

import java.util.List;
import org.apache.spark.api.java.Optional;
import scala.Tuple2;

/**
 * What joins make of a key's groups of two inputs: every left value with every right one, those of
 * the first left value first. On an outer side a key without values has one that is absent.
 *
 * <p>A null on an outer side is a {@link NullPointerException}, as in Spark: an {@link Optional}
 * holds no null.
 */
public final class Joins {

  private Joins() {}

  /** Keys that both inputs have. */
  public static <K, V, W>
      NarrowFunction<Tuple2<K, List<Group<Object>>>, Tuple2<K, Tuple2<V, W>>> inner() {
    return pairs(false, false);
  }

  /** Keys of the left input. */
  public static <K, V, W>
      NarrowFunction<Tuple2<K, List<Group<Object>>>, Tuple2<K, Tuple2<V, Optional<W>>>> left() {
    return pairs(false, true);
  }

  /** Keys of the right input. */
  public static <K, V, W>
      NarrowFunction<Tuple2<K, List<Group<Object>>>, Tuple2<K, Tuple2<Optional<V>, W>>> right() {
    return pairs(true, false);
  }

  /** Keys of either input. */
  public static <K, V, W>
      NarrowFunction<Tuple2<K, List<Group<Object>>>, Tuple2<K, Tuple2<Optional<V>, Optional<W>>>>
          full() {
    return pairs(true, true);
  }

  @SuppressWarnings("unchecked") // the inputs hold values of these types
  private static <K, A, B>
      NarrowFunction<Tuple2<K, List<Group<Object>>>, Tuple2<K, Tuple2<A, B>>> pairs(
          boolean leftMayLack, boolean rightMayLack) {
    return (partition, keys) ->
        new FlatMapIterator<>(
            keys,
            key -> {
              Iterable<Object> lefts = side(key._2().get(0), leftMayLack);
              Iterable<Object> rights = side(key._2().get(1), rightMayLack);
              return new FlatMapIterator<>(
                  lefts.iterator(),
                  left ->
                      new MapIterator<>(
                          rights.iterator(),
                          right -> new Tuple2<>(key._1(), new Tuple2<>((A) left, (B) right))));
            });
  }

  private static Iterable<Object> side(Group<Object> values, boolean mayLack) {
    if (!mayLack) {
      return values;
    }
    if (values.isEmpty()) {
      return List.of(Optional.empty());
    }
    return () -> new MapIterator<>(values.iterator(), Optional::of);
  }
}
