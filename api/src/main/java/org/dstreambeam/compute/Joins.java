// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.compute;

import java.util.List;
import org.apache.spark.api.java.Optional;
import org.apache.spark.api.java.function.Function;
import scala.None$;
import scala.Option;
import scala.Some;
import scala.Tuple2;

/**
 * What joins make of a key's groups of two inputs: every left value with every right one, those of
 * the first left value first. On an outer side a key without values has one that is absent.
 *
 * <p>A null on an outer side is a {@link NullPointerException}, as in Spark: an {@link Optional}
 * holds no null. What Scala programs are given is an {@link Option}, which does.
 */
public final class Joins {

  private Joins() {}

  /** Keys that both inputs have. */
  public static <K, V, W>
      NarrowFunction<Tuple2<K, List<Group<Object>>>, Tuple2<K, Tuple2<V, W>>> inner() {
    return pairs(Side.REQUIRED, Side.REQUIRED);
  }

  /** Keys of the left input. */
  public static <K, V, W>
      NarrowFunction<Tuple2<K, List<Group<Object>>>, Tuple2<K, Tuple2<V, Optional<W>>>> left() {
    return pairs(Side.REQUIRED, Side.OPTIONAL);
  }

  /** Keys of the right input. */
  public static <K, V, W>
      NarrowFunction<Tuple2<K, List<Group<Object>>>, Tuple2<K, Tuple2<Optional<V>, W>>> right() {
    return pairs(Side.OPTIONAL, Side.REQUIRED);
  }

  /** Keys of either input. */
  public static <K, V, W>
      NarrowFunction<Tuple2<K, List<Group<Object>>>, Tuple2<K, Tuple2<Optional<V>, Optional<W>>>>
          full() {
    return pairs(Side.OPTIONAL, Side.OPTIONAL);
  }

  /** As {@link #left}, for Scala programs. */
  public static <K, V, W>
      NarrowFunction<Tuple2<K, List<Group<Object>>>, Tuple2<K, Tuple2<V, Option<W>>>> leftOption() {
    return pairs(Side.REQUIRED, Side.OPTION);
  }

  /** As {@link #right}, for Scala programs. */
  public static <K, V, W>
      NarrowFunction<Tuple2<K, List<Group<Object>>>, Tuple2<K, Tuple2<Option<V>, W>>>
          rightOption() {
    return pairs(Side.OPTION, Side.REQUIRED);
  }

  /** As {@link #full}, for Scala programs. */
  public static <K, V, W>
      NarrowFunction<Tuple2<K, List<Group<Object>>>, Tuple2<K, Tuple2<Option<V>, Option<W>>>>
          fullOption() {
    return pairs(Side.OPTION, Side.OPTION);
  }

  private static <K, A, B>
      NarrowFunction<Tuple2<K, List<Group<Object>>>, Tuple2<K, Tuple2<A, B>>> pairs(
          Side left, Side right) {
    return (partition, keys) -> new JoinIterator<>(keys, left, right);
  }

  /** How the values of an input appear in the result. */
  enum Side {
    /** As they are. */
    REQUIRED(List.of(), value -> value),
    OPTIONAL(List.of(Optional.empty()), Optional::of),
    OPTION(List.of(None$.MODULE$), Some::new);

    private final List<Object> ifEmpty;
    private final Function<Object, Object> wrap;

    Side(List<Object> ifEmpty, Function<Object, Object> wrap) {
      this.ifEmpty = ifEmpty;
      this.wrap = wrap;
    }

    int count(List<Object> values) {
      return values.isEmpty() ? ifEmpty.size() : values.size();
    }

    Object get(List<Object> values, int index) {
      if (values.isEmpty()) {
        return ifEmpty.get(index);
      }
      try {
        return wrap.call(values.get(index));
      } catch (Exception e) {
        throw Rethrow.as(e);
      }
    }
  }
}
