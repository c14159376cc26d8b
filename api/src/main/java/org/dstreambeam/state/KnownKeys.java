// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.state;

import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import org.dstreambeam.compute.Group;
import org.dstreambeam.compute.ImmutableRecords;
import org.dstreambeam.compute.KeySlots;
import org.jspecify.annotations.Nullable;
import scala.Tuple2;

/**
 * The keys of a batch and those of the state before it, each with its values in the batch and its
 * state. In Spark's order, which is that of a cogroup of the two, the batch first.
 */
final class KnownKeys<K, V, S> {

  private static final Object NULL_STATE = new Object();

  private final KeySlots<K> keys = new KeySlots<>();
  private boolean immutable;

  /** By number of key; null where there is no state. */
  private @Nullable Object[] states = new @Nullable Object[KeySlots.FIRST_CAPACITY];

  /** By number of key; it ends with the last key that has values. */
  private @Nullable Object[] groups = new @Nullable Object[KeySlots.FIRST_CAPACITY];

  KnownKeys(Iterator<Tuple2<K, V>> records, Pairs<K, S> before) {
    immutable = before.areImmutable();
    while (records.hasNext()) {
      Tuple2<K, V> pair = records.next();
      immutable = immutable && ImmutableRecords.isImmutable(pair._1());
      addValue(keys.number(pair._1()), pair._2());
    }
    states = Arrays.copyOf(states, Math.max(states.length, keys.size() + before.size()));
    keys.expect(before.size());
    for (int i = 0; i < before.size(); i++) {
      int number = keys.number(before.keyAt(i), before.hashCodeAt(i));
      if (states[number] == null) { // of several the first counts
        S state = before.valueAt(i);
        states[number] = state == null ? NULL_STATE : state;
      }
    }
  }

  @SuppressWarnings("unchecked") // only groups of V are stored
  private void addValue(int number, V value) {
    if (number >= groups.length) {
      groups = Arrays.copyOf(groups, number * 2);
    }
    Group<V> group = (Group<V>) groups[number];
    groups[number] = group == null ? Group.of(value) : group.and(value);
  }

  int size() {
    return keys.size();
  }

  /** Whether all keys are known to be immutable. */
  boolean areImmutable() {
    return immutable;
  }

  /** The numbers of the keys in order. */
  int[] order() {
    return keys.inSlotOrder();
  }

  K key(int number) {
    return keys.key(number);
  }

  int hashCode(int number) {
    return keys.hashCode(number);
  }

  /** Its values in the batch; they cannot be changed. */
  @SuppressWarnings("unchecked") // only groups of V are stored
  List<V> values(int number) {
    Object group = number < groups.length ? groups[number] : null;
    return group == null ? Collections.emptyList() : (List<V>) group;
  }

  boolean hasState(int number) {
    return states[number] != null;
  }

  /** Its state, which may be null, if it has one. */
  @SuppressWarnings({"unchecked", "NullAway"}) // only S is stored, and an S may be null
  S state(int number) {
    Object state = states[number];
    return state == NULL_STATE ? null : (S) state;
  }
}
