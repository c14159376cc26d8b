// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.state;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.function.Function2;
import org.dstreambeam.compute.KeySlots;
import org.dstreambeam.compute.Rethrow;
import org.jspecify.annotations.Nullable;

/**
 * The keys of a window, each with its values; and of each batch of it which keys it had, to find
 * those that leave with it, and the order in which Spark would show all of them: that of their
 * first appearance in the window.
 */
final class WindowKeys<K, V> implements Serializable {

  private static final long serialVersionUID = 1L;

  /**
   * A batch.
   *
   * @param lastEnd when the last window ends that holds it
   * @param keys those of the batch, in its order
   * @param first at which positions there are keys that no older batch of the window has
   * @param failure why there are no keys, or null
   */
  private record Member<K, V>(
      long lastEnd, KeyWindow<K, V>[] keys, BitSet first, @Nullable Throwable failure)
      implements Serializable {}

  private final Map<K, KeyWindow<K, V>> keys = new HashMap<>();
  private final List<Member<K, V>> batches = new ArrayList<>();

  /** The number of the first of the batches. */
  private int firstNumber;

  /** Drops the batches that are in no window that ends at {@code time} or later. */
  void removeUntil(long time) {
    int gone = 0;
    while (gone < batches.size() && batches.get(gone).lastEnd < time) {
      Member<K, V> oldest = batches.get(gone++);
      for (KeyWindow<K, V> key : oldest.keys) {
        removeOldest(key);
      }
    }
    batches.subList(0, gone).clear();
    firstNumber += gone;
  }

  private void removeOldest(KeyWindow<K, V> key) {
    key.removeOldest();
    if (key.isEmpty()) {
      keys.remove(key.key);
    } else {
      batches.get(key.oldestBatch() - firstNumber).first.set(key.oldestPosition());
    }
  }

  void add(long lastEnd, Pairs<K, V> pairs) {
    @SuppressWarnings("unchecked") // there are no arrays of generics
    KeyWindow<K, V>[] present = (KeyWindow<K, V>[]) new KeyWindow<?, ?>[pairs.size()];
    BitSet first = new BitSet(pairs.size());
    int number = firstNumber + batches.size();
    for (int position = 0; position < present.length; position++) {
      KeyWindow<K, V> key = keys.computeIfAbsent(pairs.keyAt(position), KeyWindow::new);
      if (key.isEmpty()) {
        first.set(position);
      }
      key.add(pairs.valueAt(position), number, position);
      present[position] = key;
    }
    batches.add(new Member<>(lastEnd, present, first, null));
  }

  @SuppressWarnings("unchecked") // there are no arrays of generics
  void addFailed(long lastEnd, Throwable failure) {
    KeyWindow<K, V>[] none = (KeyWindow<K, V>[]) new KeyWindow<?, ?>[0];
    batches.add(new Member<>(lastEnd, none, new BitSet(), failure));
  }

  /**
   * One pair per key of the window.
   *
   * @throws Exception what the function throws; and why a batch of the window has no records, of
   *     several such the first, if no other outranks it
   */
  Pairs<K, V> reduced(Function2<V, V, V> function) throws Exception {
    checkNothingFailed();
    List<KeyWindow<K, V>> found = new ArrayList<>(keys.size());
    KeySlots<K> slots = new KeySlots<>();
    for (Member<K, V> batch : batches) {
      for (int at = batch.first.nextSetBit(0); at >= 0; at = batch.first.nextSetBit(at + 1)) {
        KeyWindow<K, V> key = batch.keys[at];
        slots.number(key.key);
        found.add(key);
      }
    }
    Pairs.Builder<K, V> pairs = new Pairs.Builder<>(found.size());
    for (int number : slots.inSlotOrder()) {
      KeyWindow<K, V> key = found.get(number);
      pairs.add(key.key, key.reduced(function), slots.hashCode(number));
    }
    return pairs.build();
  }

  private void checkNothingFailed() {
    Throwable first = null;
    for (Member<K, V> batch : batches) {
      Throwable failure = batch.failure;
      if (first == null || (failure instanceof LostInput lost && lost.outranks(first))) {
        first = failure;
      }
    }
    if (first != null) {
      throw Rethrow.as(first);
    }
  }
}
