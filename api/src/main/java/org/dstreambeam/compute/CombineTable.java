// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.compute;

import java.util.Arrays;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.function.ToIntFunction;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.api.java.function.Function2;
import org.jspecify.annotations.Nullable;
import scala.Tuple2;

/**
 * The hash table of every keyed aggregation: key to combiner.
 *
 * <p>The combiners lie in the order in which their keys first came; {@link KeySlots} finds them,
 * and knows in which order Spark would show them.
 */
final class CombineTable<K, V, C> {

  private final Merge<V, C> merge;
  private final KeySlots<K> keys = new KeySlots<>();

  /** By number of key. */
  private @Nullable Object[] combiners = new @Nullable Object[KeySlots.FIRST_CAPACITY];

  CombineTable(Merge<V, C> merge) {
    this.merge = merge;
  }

  /** How a value joins what its key already has. */
  record Merge<V, C>(@Nullable Function<V, C> create, Function2<C, V, C> merge) {

    @SuppressWarnings("unchecked") // without a create function a value is a combiner
    C first(V value) throws Exception {
      return create == null ? (C) value : create.call(value);
    }

    C next(C combiner, V value) throws Exception {
      return merge.call(combiner, value);
    }
  }

  void addAll(Iterator<Tuple2<K, V>> pairs) throws Exception {
    while (pairs.hasNext()) {
      Tuple2<K, V> pair = pairs.next();
      add(pair._1(), pair._2());
    }
  }

  void add(@Nullable K key, V value) throws Exception {
    int known = keys.size();
    int number = keys.number(key);
    if (number < known) {
      combiners[number] = merge.next(combinerOf(number), value);
      return;
    }
    C combiner = merge.first(value);
    if (number == combiners.length) {
      combiners = Arrays.copyOf(combiners, number * 2);
    }
    combiners[number] = combiner;
  }

  /** The pairs as Spark's reduce side hands them out: the null key, then slot by slot. */
  Iterator<Tuple2<K, C>> inSlotOrder() {
    return new Pairs(keys.inSlotOrder());
  }

  /**
   * The pairs as Spark's map side hands them out: by ascending hash code of their keys.
   *
   * @param partitionOf the target partition of a key; with it Spark's table decides between keys of
   *     one hash code
   */
  Iterator<Tuple2<K, C>> inHashCodeOrder(ToIntFunction<@Nullable K> partitionOf) {
    int size = keys.size();
    long[] order = new long[size];
    for (int number = 0; number < size; number++) {
      order[number] = ((long) keys.hashCode(number) << Integer.SIZE) | number;
    }
    Arrays.sort(order);
    if (hasTies(order)) {
      int[] tieBreakers = inMapSideSlotOrder(partitionOf);
      for (int rank = 0; rank < size; rank++) {
        order[rank] = ((long) keys.hashCode(tieBreakers[rank]) << Integer.SIZE) | rank;
      }
      Arrays.sort(order);
      return new Pairs(Arrays.stream(order).mapToInt(o -> tieBreakers[(int) o]).toArray());
    }
    return new Pairs(Arrays.stream(order).mapToInt(o -> (int) o).toArray());
  }

  private static boolean hasTies(long[] order) {
    for (int i = 1; i < order.length; i++) {
      if (order[i - 1] >> Integer.SIZE == order[i] >> Integer.SIZE) {
        return true;
      }
    }
    return false;
  }

  /** Spark's map side keys its table by target partition and key. */
  private int[] inMapSideSlotOrder(ToIntFunction<@Nullable K> partitionOf) {
    KeySlots<Tuple2<Integer, K>> targets = new KeySlots<>();
    for (int number = 0; number < keys.size(); number++) {
      K key = keys.key(number);
      targets.number(new Tuple2<>(partitionOf.applyAsInt(key), key)); // the same number
    }
    return targets.inSlotOrder();
  }

  @SuppressWarnings({"unchecked", "NullAway"}) // only C is ever stored, and a C may be null
  private C combinerOf(int number) {
    return (C) combiners[number];
  }

  /** The pairs of the table, which must not change meanwhile. */
  private final class Pairs implements Iterator<Tuple2<K, C>> {
    private final int[] numbers;
    private int next;

    Pairs(int[] numbers) {
      this.numbers = numbers;
    }

    @Override
    public boolean hasNext() {
      return next < numbers.length;
    }

    @Override
    public Tuple2<K, C> next() {
      if (next == numbers.length) {
        throw new NoSuchElementException();
      }
      int number = numbers[next++];
      return new Tuple2<>(keys.key(number), combinerOf(number));
    }
  }
}
