// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.state;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.api.java.function.Function2;
import org.apache.spark.streaming.Duration;
import org.dstreambeam.compute.KeySlots;
import org.dstreambeam.compute.RecordCopy;
import org.dstreambeam.compute.TaskFunction;
import org.jspecify.annotations.Nullable;
import scala.Tuple2;

/**
 * {@code reduceByKeyAndWindow} with an inverse function: each result is made of the one before, by
 * taking away what left the window and adding what came in.
 *
 * <pre>
 *   window of 3, slide of 1:    result(6) = f( inv( result(5), batch 3 ), batch 6 )
 * </pre>
 *
 * <p>So keys stay, with what is left of them, until the filter drops them. Batches in a gap between
 * two windows are taken away and added, which is Spark's way: where a key has no result before,
 * there is nothing to take away from, and they count for ever. The order of keys is that of a
 * cogroup of the result before, the old batches and the new ones.
 */
public final class InverseWindow<K, V>
    implements StateKernel<Tuple2<K, V>, InverseWindow.State<K, V>, Tuple2<K, V>> {

  private static final long serialVersionUID = 1L;

  private static final Object NONE = new Object();

  private final TaskFunction<Function2<V, V, V>> reduce;
  private final TaskFunction<Function2<V, V, V>> inverse;
  private final @Nullable TaskFunction<Function<Tuple2<K, V>, Boolean>> filter;
  private final long windowMillis;
  private final long slideMillis;
  private final long parentSlideMillis;

  /**
   * @param filter which results are kept, and carried on; null for all
   */
  public InverseWindow(
      Function2<V, V, V> reduce,
      Function2<V, V, V> inverse,
      @Nullable Function<Tuple2<K, V>, Boolean> filter,
      Duration window,
      Duration slide,
      Duration parentSlide) {
    this.reduce = TaskFunction.of(reduce);
    this.inverse = TaskFunction.of(inverse);
    this.filter = filter == null ? null : TaskFunction.of(filter);
    this.windowMillis = window.milliseconds();
    this.slideMillis = slide.milliseconds();
    this.parentSlideMillis = parentSlide.milliseconds();
  }

  /** A batch, one pair per key. */
  private record Reduced<K, V>(long time, Pairs<K, V> pairs) implements Serializable {}

  /** The result of the last slide, and the batches that the next ones will ask for. */
  record State<K, V>(Pairs<K, V> result, List<Reduced<K, V>> batches) implements Serializable {}

  @Override
  public State<K, V> start(Batch first, Iterator<Tuple2<Object, Object>> initial) {
    return new State<>(Pairs.none(), List.of());
  }

  @Override
  public State<K, V> absorb(State<K, V> state, Batch batch, Iterator<Tuple2<K, V>> records)
      throws Exception {
    Pairs.Builder<K, V> arrived = new Pairs.Builder<>(0);
    records.forEachRemaining(arrived::add);
    List<Reduced<K, V>> batches = new ArrayList<>(state.batches.size() + 1);
    for (Reduced<K, V> before : state.batches) {
      if (before.time > batch.time() - windowMillis - slideMillis) {
        batches.add(before);
      }
    }
    batches.add(new Reduced<>(batch.time(), arrived.build()));
    Pairs<K, V> result = batch.fires() ? slide(state.result, batches, batch.time()) : state.result;
    return new State<>(result, batches);
  }

  private Pairs<K, V> slide(Pairs<K, V> before, List<Reduced<K, V>> batches, long time)
      throws Exception {
    Function2<V, V, V> add = reduce.perTask();
    long previous = time - slideMillis;
    KeySlots<K> keys = new KeySlots<>();
    Values<V> results = new Values<>(before.size());
    results.addAll(keys, before, null);
    Values<V> old = new Values<>(before.size());
    Values<V> fresh = new Values<>(before.size());
    for (Reduced<K, V> batch : batches) {
      if (batch.time >= previous - windowMillis + parentSlideMillis
          && batch.time <= time - windowMillis) {
        old.addAll(keys, batch.pairs, add);
      }
    }
    for (Reduced<K, V> batch : batches) {
      if (batch.time > previous) {
        fresh.addAll(keys, batch.pairs, add);
      }
    }
    Function2<V, V, V> takeAway = inverse.perTask();
    Function<Tuple2<K, V>, Boolean> keeps = filter == null ? null : filter.perTask();
    Pairs.Builder<K, V> after = new Pairs.Builder<>(keys.size());
    for (int number : keys.inSlotOrder()) {
      V value = slide(number, results, old, fresh, add, takeAway);
      K key = keys.key(number);
      if (keeps == null || keeps.call(new Tuple2<>(key, value))) {
        after.add(key, value, keys.hashCode(number));
      }
    }
    return after.build();
  }

  private static <V> V slide(
      int number,
      Values<V> results,
      Values<V> old,
      Values<V> fresh,
      Function2<V, V, V> add,
      Function2<V, V, V> takeAway)
      throws Exception {
    if (!results.has(number)) {
      if (!fresh.has(number)) {
        throw new Exception(
            "Neither previous window has value for key, nor new values found. Are you sure your"
                + " key class hashes consistently?");
      }
      return fresh.get(number);
    }
    V value = results.get(number);
    if (old.has(number)) {
      value = takeAway.call(value, old.get(number));
    }
    if (fresh.has(number)) {
      value = add.call(value, fresh.get(number));
    }
    return value;
  }

  /** A value per key, by its number; copies, as functions may change what they are given. */
  private static final class Values<V> {
    private Object[] values;

    Values(int expected) {
      values = new Object[Math.max(KeySlots.FIRST_CAPACITY, expected)];
      Arrays.fill(values, NONE);
    }

    /**
     * @param merge for a key that has a value already; null if none has
     */
    <K> void addAll(KeySlots<K> keys, Pairs<K, V> pairs, @Nullable Function2<V, V, V> merge)
        throws Exception {
      for (int i = 0; i < pairs.size(); i++) {
        int number = keys.number(pairs.keyAt(i), pairs.hashCodeAt(i));
        V value = RecordCopy.of(pairs.valueAt(i));
        set(number, merge != null && has(number) ? merge.call(get(number), value) : value);
      }
    }

    private void set(int number, @Nullable V value) {
      int length = values.length;
      if (number >= length) {
        values = Arrays.copyOf(values, number * 2);
        Arrays.fill(values, length, values.length, NONE);
      }
      @SuppressWarnings("NullAway") // a V may be null
      Object stored = value;
      values[number] = stored;
    }

    boolean has(int number) {
      return number < values.length && values[number] != NONE;
    }

    @SuppressWarnings("unchecked") // only V is stored
    V get(int number) {
      return (V) values[number];
    }
  }

  @Override
  public Iterable<Tuple2<K, V>> emit(State<K, V> state, Batch batch) {
    return state.result;
  }

  @Override
  public Duration window() {
    return new Duration(windowMillis);
  }

  @Override
  public boolean emitsState() {
    return true;
  }

  @Override
  public Duration checkpointInterval(Duration slide) {
    return CheckpointIntervals.ofTenSeconds(slide);
  }
}
