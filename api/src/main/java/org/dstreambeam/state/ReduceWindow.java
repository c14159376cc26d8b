// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.state;

import java.util.Iterator;
import org.apache.spark.api.java.function.Function2;
import org.apache.spark.streaming.Duration;
import org.dstreambeam.compute.TaskFunction;
import org.jspecify.annotations.Nullable;
import scala.Tuple2;

/**
 * {@code reduceByKeyAndWindow}: the reductions of the batches of a window, reduced. What a slide
 * costs depends on how many keys are in the window, not on how many batches.
 *
 * <p>The values of a key are reduced in order of time, but not from the left one by one: the
 * function has to be associative, as Spark asks for.
 */
public final class ReduceWindow<K, V>
    implements StateKernel<Tuple2<K, V>, WindowKeys<K, V>, Tuple2<K, V>> {

  private static final long serialVersionUID = 1L;

  private final TaskFunction<Function2<V, V, V>> function;
  private final Duration window;

  public ReduceWindow(Function2<V, V, V> function, Duration window) {
    this.function = TaskFunction.of(function);
    this.window = window;
  }

  @Override
  public WindowKeys<K, V> start(Batch first, Iterator<Tuple2<Object, Object>> initial) {
    return new WindowKeys<>();
  }

  /** Takes all records first: these may fail, and then nothing has changed. */
  @Override
  public WindowKeys<K, V> absorb(
      WindowKeys<K, V> state, Batch batch, Iterator<Tuple2<K, V>> records) {
    Pairs.Builder<K, V> arrived = new Pairs.Builder<>(0);
    records.forEachRemaining(arrived::add);
    state.removeUntil(batch.time());
    long lastEnd = batch.windows().lastEnd(batch.time());
    if (lastEnd != BatchWindows.NO_WINDOW) {
      state.add(lastEnd, arrived.build());
    }
    return state;
  }

  @Override
  public WindowKeys<K, V> absorbFailure(
      @Nullable WindowKeys<K, V> known, Batch batch, Throwable failure) {
    WindowKeys<K, V> state = known == null ? new WindowKeys<>() : known;
    state.removeUntil(batch.time());
    long lastEnd = batch.windows().lastEnd(batch.time());
    if (lastEnd != BatchWindows.NO_WINDOW) {
      state.addFailed(lastEnd, failure);
    }
    return state;
  }

  @Override
  public Iterable<Tuple2<K, V>> emit(WindowKeys<K, V> state, Batch batch) throws Exception {
    return state.reduced(function.perTask());
  }

  @Override
  public Duration window() {
    return window;
  }
}
