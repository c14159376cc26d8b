// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.compute;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Numbers keys from 0 in the order in which they first come, and knows the order in which Spark
 * would show them.
 *
 * <p>Open-addressed slots point to the numbers. A key starts at the Murmur3 hash of its {@code
 * hashCode} and moves on by 1, 2, 3, ...; there are 64 slots at first, twice as many whenever more
 * than seven tenths are taken. These figures are Spark's on purpose: they decide in which order
 * {@code print} and {@code collect} show keys, which no document promises and every user has seen.
 *
 * <p>Not thread-safe. Keys may be null.
 */
public final class KeySlots<K> {

  /** How many slots there are at first. */
  public static final int FIRST_CAPACITY = 64;

  private static final double LOAD_FACTOR = 0.7;
  private static final int LAST_CAPACITY = 1 << 29;
  private static final int NONE = -1;

  private @Nullable Object[] keys = new @Nullable Object[FIRST_CAPACITY];
  private int[] hashCodes = new int[FIRST_CAPACITY];
  private int size;

  /**
   * Of each slot its key's hash code and, in the low half, the key's number plus one; 0 if it is
   * free. The hash code stands here too because the key's place would be one more miss of the
   * cache.
   */
  private long[] slots;

  private int growAbove;

  /** The null key has a number and no slot. */
  private int nullKey = NONE;

  public KeySlots() {
    this(FIRST_CAPACITY);
  }

  /**
   * @param capacity how many slots there are at first, rounded up to a power of two
   */
  public KeySlots(int capacity) {
    int slotCount = capacity <= 1 ? 1 : Integer.highestOneBit(capacity - 1) << 1;
    this.slots = new long[slotCount];
    this.growAbove = (int) (LOAD_FACTOR * slotCount);
  }

  /** Makes room for {@code more} keys. The slots grow as they would, as that decides the order. */
  public void expect(int more) {
    if (size + more > keys.length) {
      keys = Arrays.copyOf(keys, size + more);
      hashCodes = Arrays.copyOf(hashCodes, size + more);
    }
  }

  /** How many keys there are. */
  public int size() {
    return size;
  }

  /** The number of {@code key}, which is {@link #size()} as it was before if the key is new. */
  public int number(@Nullable K key) {
    return key == null ? numberOfNull() : number(key, key.hashCode());
  }

  /** As {@link #number(Object)}, for who knows the hash code; that of null does not matter. */
  public int number(@Nullable K key, int hashCode) {
    if (key == null) {
      return numberOfNull();
    }
    int mask = slots.length - 1;
    int slot = murmur3(hashCode) & mask;
    long taken = slots[slot];
    for (int step = 1; taken != 0; step++) {
      if (hashCodeIn(taken) == hashCode) {
        int number = numberIn(taken);
        Object present = keys[number];
        if (present == key || key.equals(present)) {
          return number;
        }
      }
      slot = (slot + step) & mask;
      taken = slots[slot];
    }
    int number = add(key, hashCode);
    slots[slot] = ((long) hashCode << Integer.SIZE) | (number + 1);
    growIfFull();
    return number;
  }

  private int numberOfNull() {
    if (nullKey == NONE) {
      nullKey = add(null, 0);
      growIfFull();
    }
    return nullKey;
  }

  /** The number of {@code key}; negative if it is not there. */
  public int find(@Nullable K key) {
    if (key == null) {
      return nullKey;
    }
    int hashCode = key.hashCode();
    int mask = slots.length - 1;
    int slot = murmur3(hashCode) & mask;
    long taken = slots[slot];
    for (int step = 1; taken != 0; step++) {
      if (hashCodeIn(taken) == hashCode) {
        Object present = keys[numberIn(taken)];
        if (present == key || key.equals(present)) {
          return numberIn(taken);
        }
      }
      slot = (slot + step) & mask;
      taken = slots[slot];
    }
    return NONE;
  }

  @SuppressWarnings({"unchecked", "NullAway"}) // only K is ever stored, or null for the null key
  public K key(int number) {
    return (K) keys[number];
  }

  public int hashCode(int number) {
    return hashCodes[number];
  }

  /** The numbers as Spark shows their keys: the null key, then slot by slot. */
  public int[] inSlotOrder() {
    int[] order = new int[size];
    int next = 0;
    if (nullKey != NONE) {
      order[next++] = nullKey;
    }
    for (long taken : slots) {
      if (taken != 0) {
        order[next++] = numberIn(taken);
      }
    }
    return order;
  }

  private static int hashCodeIn(long taken) {
    return (int) (taken >> Integer.SIZE);
  }

  private static int numberIn(long taken) {
    return (int) taken - 1;
  }

  private int add(@Nullable K key, int hashCode) {
    if (size == keys.length) {
      keys = Arrays.copyOf(keys, size * 2);
      hashCodes = Arrays.copyOf(hashCodes, size * 2);
    }
    keys[size] = key;
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
}
