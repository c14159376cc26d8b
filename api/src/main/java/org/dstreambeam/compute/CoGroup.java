// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.compute;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.Partitioner;
import scala.Tuple2;
import scala.Tuple3;
import scala.Tuple4;

/**
 * The values of each key of several inputs, side by side: for each key one {@link Group} per input,
 * empty where the input does not have the key.
 *
 * <pre>
 *   (a,1) (b,2) (a,3)  and  (a,x)   -->   (a, [1 3] [x])   (b, [2] [])
 * </pre>
 */
public final class CoGroup {

  private CoGroup() {}

  /** The shuffle; values of different inputs may be of different types. */
  public static <K> DealShuffle<K, Object, Tuple2<K, List<Group<Object>>>> of(
      int inputs, Partitioner partitioner) {
    return new DealShuffle<>(partitioner, sent -> group(inputs, sent));
  }

  /** The groups of two inputs as a pair. */
  @SuppressWarnings("unchecked") // the inputs hold values of these types
  public static <K, V, W>
      NarrowFunction<Tuple2<K, List<Group<Object>>>, Tuple2<K, Tuple2<Iterable<V>, Iterable<W>>>>
          ofTwo() {
    return (partition, keys) ->
        new MapIterator<>(
            keys,
            key -> {
              Iterable<V> left = (Iterable<V>) key._2().get(0);
              Iterable<W> right = (Iterable<W>) key._2().get(1);
              return new Tuple2<>(key._1(), new Tuple2<>(left, right));
            });
  }

  /** The groups of three inputs as a triple. */
  @SuppressWarnings("unchecked") // the inputs hold values of these types
  public static <K, V, W1, W2>
      NarrowFunction<
              Tuple2<K, List<Group<Object>>>,
              Tuple2<K, Tuple3<Iterable<V>, Iterable<W1>, Iterable<W2>>>>
          ofThree() {
    return (partition, keys) ->
        new MapIterator<>(
            keys,
            key -> {
              Iterable<V> first = (Iterable<V>) key._2().get(0);
              Iterable<W1> second = (Iterable<W1>) key._2().get(1);
              Iterable<W2> third = (Iterable<W2>) key._2().get(2);
              return new Tuple2<>(key._1(), new Tuple3<>(first, second, third));
            });
  }

  /** The groups of four inputs as a quadruple. */
  @SuppressWarnings("unchecked") // the inputs hold values of these types
  public static <K, V, W1, W2, W3>
      NarrowFunction<
              Tuple2<K, List<Group<Object>>>,
              Tuple2<K, Tuple4<Iterable<V>, Iterable<W1>, Iterable<W2>, Iterable<W3>>>>
          ofFour() {
    return (partition, keys) ->
        new MapIterator<>(
            keys,
            key -> {
              Iterable<V> first = (Iterable<V>) key._2().get(0);
              Iterable<W1> second = (Iterable<W1>) key._2().get(1);
              Iterable<W2> third = (Iterable<W2>) key._2().get(2);
              Iterable<W3> fourth = (Iterable<W3>) key._2().get(3);
              return new Tuple2<>(key._1(), new Tuple4<>(first, second, third, fourth));
            });
  }

  private static <K> Iterator<Tuple2<K, List<Group<Object>>>> group(
      int width, List<Iterator<Tuple2<K, Object>>> inputs) throws Exception {
    Collecting collecting = new Collecting(width);
    CombineTable<K, Object, List<Group<Object>>> table =
        new CombineTable<>(new CombineTable.Merge<>(collecting::first, collecting::next));
    for (int input = 0; input < inputs.size(); input++) {
      collecting.input = input;
      table.addAll(inputs.get(input));
    }
    return table.inSlotOrder();
  }

  /** Puts values where those of the current input belong. */
  private static final class Collecting {
    private final int width;
    private int input;

    Collecting(int width) {
      this.width = width;
    }

    List<Group<Object>> first(Object value) {
      List<Group<Object>> groups = new ArrayList<>(width);
      for (int i = 0; i < width; i++) {
        groups.add(new Group<>());
      }
      return next(groups, value);
    }

    List<Group<Object>> next(List<Group<Object>> groups, Object value) {
      groups.get(input).and(value);
      return groups;
    }
  }
}
