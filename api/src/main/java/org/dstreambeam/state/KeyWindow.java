// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.state;

import java.io.Serializable;
import java.util.Arrays;
import org.apache.spark.api.java.function.Function2;
import org.dstreambeam.compute.RecordCopy;
import org.jspecify.annotations.Nullable;

/**
 * The values of one key in a window, reduced at a constant cost per value whatever the window's
 * length: two stacks in one queue.
 *
 * <pre>
 *   head               middle                tail
 *   | a+b+c | b+c | c  | d | e | f           |        value = (a+b+c) + (d+e+f)
 *     reduced to the end of the front          as they came, reduced so far: d+e+f
 * </pre>
 *
 * <p>What leaves is taken off the front. Once that is empty, everything becomes the front.
 *
 * <p>The function is called by {@link #reduced} alone; if it throws, nothing is lost.
 */
final class KeyWindow<K, V> implements Serializable {

  private static final long serialVersionUID = 1L;

  private static final int FIRST_CAPACITY = 2;

  final K key;

  private @Nullable Object[] values = new @Nullable Object[FIRST_CAPACITY];

  /** Where each value stands: the number of its batch, and its position there. */
  private int[] batches = new int[FIRST_CAPACITY];

  private int[] positions = new int[FIRST_CAPACITY];

  private int head;
  private int middle;
  private int tail;

  /** How far the values behind the middle are reduced to {@link #reducedBack}. */
  private int reducedTo;

  private @Nullable Object reducedBack;

  KeyWindow(K key) {
    this.key = key;
  }

  boolean isEmpty() {
    return head == tail;
  }

  /** The number of the batch that the oldest value is of. */
  int oldestBatch() {
    return batches[head];
  }

  /** The position of the oldest value in its batch. */
  int oldestPosition() {
    return positions[head];
  }

  void add(V value, int batch, int position) {
    if (tail == values.length) {
      makeRoom();
    }
    values[tail] = value;
    batches[tail] = batch;
    positions[tail++] = position;
  }

  private void makeRoom() {
    int size = tail - head;
    int capacity = size <= values.length / 2 ? values.length : values.length * 2;
    values = Arrays.copyOf(Arrays.copyOfRange(values, head, tail), capacity);
    batches = Arrays.copyOf(Arrays.copyOfRange(batches, head, tail), capacity);
    positions = Arrays.copyOf(Arrays.copyOfRange(positions, head, tail), capacity);
    middle -= head;
    reducedTo -= head;
    tail = size;
    head = 0;
  }

  /** Drops the oldest value. */
  void removeOldest() {
    values[head++] = null;
    if (head > middle) { // the front was empty: what is reduced holds a value that has left
      middle = head;
      reducedTo = head;
      reducedBack = null;
    }
  }

  /** All values reduced, the oldest first; there is at least one. */
  V reduced(Function2<V, V, V> function) throws Exception {
    if (middle == head) {
      turn(function);
    } else {
      reduceBack(function);
    }
    V front = value(head);
    return middle == tail ? front : call(function, front, back());
  }

  /** Makes all values the front. */
  private void turn(Function2<V, V, V> function) throws Exception {
    @Nullable Object[] reduced = Arrays.copyOf(values, values.length);
    for (int i = tail - 2; i >= head; i--) {
      reduced[i] = call(function, value(i), cast(reduced[i + 1]));
    }
    values = reduced;
    middle = tail;
    reducedTo = tail;
    reducedBack = null;
  }

  private void reduceBack(Function2<V, V, V> function) throws Exception {
    while (reducedTo < tail) {
      V next = value(reducedTo);
      reducedBack = reducedTo == middle ? next : call(function, back(), next);
      reducedTo++;
    }
  }

  /** On copies, as the function may change what it is given. */
  private V call(Function2<V, V, V> function, V first, V second) throws Exception {
    return function.call(RecordCopy.of(first), RecordCopy.of(second));
  }

  private V value(int index) {
    return cast(values[index]);
  }

  private V back() {
    return cast(reducedBack);
  }

  @SuppressWarnings({"unchecked", "NullAway"}) // only V is ever stored, and a V may be null
  private V cast(@Nullable Object value) {
    return (V) value;
  }
}
