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
 * <p>Entries lie in the order in which their keys first came; open-addressed slots point to them. A
 * key starts at the Murmur3 hash of its {@code hashCode} and moves on by 1, 2, 3, ...; there are 64
 * slots at first, twice as many whenever more than seven tenths are taken. These figures are
 * Spark's on purpose: they decide in which order {@code print} and {@code collect} show the keys of
 * a {@code reduceByKey}, which no document promises and every user has seen.
 */
final class CombineTable<K, V, C> {

  private static final int FIRST_CAPACITY = 64;
  private static final double LOAD_FACTOR = 0.7;
  private static final int LAST_CAPACITY = 1 << 29;
  private static final int NONE = -1;

  private final Merge<V, C> merge;

  private @Nullable Object[] keys = new @Nullable Object[FIRST_CAPACITY];
  private @Nullable Object[] combiners = new @Nullable Object[FIRST_CAPACITY];
  private int[] hashCodes = new int[FIRST_CAPACITY];
  private int size;

  /**
   * Of each slot its entry's hash code and, in the low half, its index plus one; 0 if it is free.
   * The hash code stands here too because the entry's place would be one more miss of the cache.
   */
  private long[] slots = new long[FIRST_CAPACITY];

  private int growAbove = (int) (LOAD_FACTOR * FIRST_CAPACITY);

  /** The null key has an entry and no slot. */
  private int nullKeyEntry = NONE;

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
    if (key == null) {
      addToNullKey(value);
      return;
    }
    int hashCode = key.hashCode();
    int mask = slots.length - 1;
    int slot = murmur3(hashCode) & mask;
    long taken = slots[slot];
    for (int step = 1; taken != 0; step++) {
      if (hashCodeIn(taken) == hashCode) {
        int entry = entryIn(taken);
        Object present = keys[entry];
        if (present == key || key.equals(present)) {
          combiners[entry] = merge.next(combinerOf(entry), value);
          return;
        }
      }
      slot = (slot + step) & mask;
      taken = slots[slot];
    }
    C combiner = merge.first(value);
    slots[slot] = slotOf(hashCode, addEntry(key, hashCode, combiner));
    growIfFull();
  }

  private static long slotOf(int hashCode, int entry) {
    return ((long) hashCode << Integer.SIZE) | (entry + 1);
  }

  private static int hashCodeIn(long taken) {
    return (int) (taken >> Integer.SIZE);
  }

  private static int entryIn(long taken) {
    return (int) taken - 1;
  }

  private void addToNullKey(V value) throws Exception {
    if (nullKeyEntry == NONE) {
      nullKeyEntry = addEntry(null, 0, merge.first(value));
      growIfFull();
    } else {
      combiners[nullKeyEntry] = merge.next(combinerOf(nullKeyEntry), value);
    }
  }

  private int addEntry(@Nullable K key, int hashCode, C combiner) {
    if (size == keys.length) {
      keys = Arrays.copyOf(keys, size * 2);
      combiners = Arrays.copyOf(combiners, size * 2);
      hashCodes = Arrays.copyOf(hashCodes, size * 2);
    }
    keys[size] = key;
    combiners[size] = combiner;
    hashCodes[size] = hashCode;
    return size++;
  }

  private void growIfFull() {
    if (size <= growAbove) {
      return;
    }
    int capacity = slots.length * 2;
    if (capacity > LAST_CAPACITY) {
      throw new IllegalStateException(
          "More than " + growAbove + " distinct keys in one partition: use more partitions");
    }
    long[] old = slots;
    slots = new long[capacity];
    growAbove = (int) (LOAD_FACTOR * capacity);
    for (long taken : old) { // slot by slot: it decides who comes first among keys that collide
      if (taken != 0) {
        slots[freeSlot(hashCodeIn(taken))] = taken;
      }
    }
  }

  private int freeSlot(int hashCode) {
    int mask = slots.length - 1;
    int slot = murmur3(hashCode) & mask;
    for (int step = 1; slots[slot] != 0; step++) {
      slot = (slot + step) & mask;
    }
    return slot;
  }

  /** The pairs as Spark's reduce side hands them out: the null key, then slot by slot. */
  Iterator<Tuple2<K, C>> inSlotOrder() {
    return new Pairs(entriesInSlotOrder());
  }

  private int[] entriesInSlotOrder() {
    int[] order = new int[size];
    int next = 0;
    if (nullKeyEntry != NONE) {
      order[next++] = nullKeyEntry;
    }
    for (long taken : slots) {
      if (taken != 0) {
        order[next++] = entryIn(taken);
      }
    }
    return order;
  }

  /**
   * The pairs as Spark's map side hands them out: by ascending hash code of their keys.
   *
   * @param partitionOf the target partition of a key; with it Spark's table decides between keys of
   *     one hash code
   */
  Iterator<Tuple2<K, C>> inHashCodeOrder(ToIntFunction<@Nullable K> partitionOf) {
    long[] order = new long[size];
    for (int entry = 0; entry < size; entry++) {
      order[entry] = ((long) hashCodes[entry] << Integer.SIZE) | entry;
    }
    Arrays.sort(order);
    if (hasTies(order)) {
      int[] tieBreakers = entriesInMapSideSlotOrder(partitionOf);
      for (int rank = 0; rank < size; rank++) {
        order[rank] = ((long) hashCodes[tieBreakers[rank]] << Integer.SIZE) | rank;
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
  private int[] entriesInMapSideSlotOrder(ToIntFunction<@Nullable K> partitionOf) {
    CombineTable<Tuple2<Integer, K>, Integer, Integer> table =
        new CombineTable<>(new Merge<>(null, (first, second) -> first));
    try {
      for (int entry = 0; entry < size; entry++) {
        K key = keyOf(entry);
        table.add(new Tuple2<>(partitionOf.applyAsInt(key), key), entry);
      }
    } catch (Exception e) {
      throw Rethrow.as(e);
    }
    return table.entriesInSlotOrder();
  }

  @SuppressWarnings({"unchecked", "NullAway"}) // only C is ever stored, and a C may be null
  private C combinerOf(int entry) {
    return (C) combiners[entry];
  }

  @SuppressWarnings({"unchecked", "NullAway"}) // only K is ever stored, or null for the null key
  private K keyOf(int entry) {
    return (K) keys[entry];
  }

  /** MurmurHash3 (32 bits, seed 0) of one int. */
  private static int murmur3(int value) {
    int k = value * 0xcc9e2d51;
    k = Integer.rotateLeft(k, 15) * 0x1b873593;
    int h = Integer.rotateLeft(k, 13) * 5 + 0xe6546b64;
    h ^= Integer.BYTES;
    h = (h ^ (h >>> 16)) * 0x85ebca6b;
    h = (h ^ (h >>> 13)) * 0xc2b2ae35;
    return h ^ (h >>> 16);
  }

  /** The pairs of the table, which must not change meanwhile. */
  private final class Pairs implements Iterator<Tuple2<K, C>> {
    private final int[] entries;
    private int next;

    Pairs(int[] entries) {
      this.entries = entries;
    }

    @Override
    public boolean hasNext() {
      return next < entries.length;
    }

    @Override
    public Tuple2<K, C> next() {
      if (next == entries.length) {
        throw new NoSuchElementException();
      }
      int entry = entries[next++];
      return new Tuple2<>(keyOf(entry), combinerOf(entry));
    }
  }
}
