// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.state;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.apache.spark.api.java.Optional;
import org.dstreambeam.compute.KeySlots;
import scala.Tuple2;

/** What the tests of kernels share. */
final class Kernels {

  /** Windows that end with every batch. */
  static final BatchWindows EVERY_BATCH = new Slides(1, 1);

  private Kernels() {}

  /** Windows of so many milliseconds, from time 0. */
  record Slides(long window, long slide) implements BatchWindows {
    private static final long serialVersionUID = 1L;

    @Override
    public boolean endAt(long batchTime) {
      return batchTime % slide == 0;
    }

    @Override
    public long lastEnd(long batchTime) {
      long end = (batchTime + window - 1) / slide * slide;
      return end >= batchTime ? end : NO_WINDOW;
    }
  }

  /** A function of {@code updateStateByKey} as Java programs write it. */
  interface Updating<K, V, S> extends Serializable {
    Optional<S> call(long time, K key, List<V> values, Optional<S> state) throws Exception;
  }

  static <K, V, S> UpdateEachKey<K, V, S> updating(Updating<K, V, S> function) {
    return new UpdateEachKey<>(
        (time, key, values, known, before, after) -> {
          Optional<S> state = known ? Optional.ofNullable(before) : Optional.empty();
          Optional<S> next = function.call(time, key, values, state);
          if (next.isPresent()) {
            after.accept(next.get());
          }
        },
        null);
  }

  static Batch batch(long time) {
    return new Batch(time, 0, 0, EVERY_BATCH);
  }

  @SafeVarargs
  static <K, V> Pairs<K, V> pairs(Tuple2<K, V>... pairs) {
    return pairs(Arrays.asList(pairs));
  }

  static <K, V> Pairs<K, V> pairs(List<Tuple2<K, V>> pairs) {
    Pairs.Builder<K, V> builder = new Pairs.Builder<>(0);
    pairs.forEach(builder::add);
    return builder.build();
  }

  /** The state after one more batch. */
  @SafeVarargs
  static <K, V, S, O> S absorb(
      StateKernel<Tuple2<K, V>, S, O> kernel, S state, Batch batch, Tuple2<K, V>... records)
      throws Exception {
    return kernel.absorb(state, batch, Arrays.asList(records).iterator());
  }

  static <I, S, O> S start(StateKernel<I, S, O> kernel) throws Exception {
    return kernel.start(batch(1), Collections.emptyIterator());
  }

  /** The keys in the order of a hash table that they came into in this order. */
  static <K> List<K> inSlotOrder(Iterable<K> keys) {
    return inSlotOrder(KeySlots.FIRST_CAPACITY, keys);
  }

  /**
   * @param capacity of the hash table at first
   */
  static <K> List<K> inSlotOrder(int capacity, Iterable<K> keys) {
    KeySlots<K> slots = new KeySlots<>(capacity);
    keys.forEach(slots::number);
    List<K> ordered = new ArrayList<>();
    for (int number : slots.inSlotOrder()) {
      ordered.add(slots.key(number));
    }
    return ordered;
  }

  static byte[] bytes(Object object) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(object);
    }
    return bytes.toByteArray();
  }

  @SuppressWarnings({"unchecked", "BanSerializableRead"}) // written just now
  static <T> T reread(T object) throws Exception {
    try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes(object)))) {
      return (T) in.readObject();
    }
  }
}
