// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.state;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import org.apache.spark.streaming.Duration;
import org.apache.spark.streaming.State;
import org.dstreambeam.compute.MapIterator;
import org.dstreambeam.compute.TaskFunction;
import org.dstreambeam.rdd.Dataset;
import org.jspecify.annotations.Nullable;
import scala.Tuple2;

/**
 * {@code mapWithState}: each record is mapped with the state of its key. Keys without records cost
 * nothing, but in the batches that Spark would make a checkpoint of: in these, and no others, those
 * time out that have had no records for too long.
 */
public final class MapWithState<K, V, S, R>
    implements StateKernel<Tuple2<K, V>, MapWithState.Known<K, S, R>, R> {

  private static final long serialVersionUID = 1L;

  private static final int SLIDES_PER_CHECKPOINT = 10;

  /** The user's function, behind whichever of the API's interfaces it came. */
  @FunctionalInterface
  public interface Mapping<K, V, S, R> extends Serializable {

    /**
     * @param batchTime epoch milliseconds
     * @param value null if {@code state} is timing out; it may be null otherwise, too
     * @param results takes what comes out
     */
    void call(long batchTime, K key, @Nullable V value, State<S> state, Consumer<R> results)
        throws Exception;
  }

  private final TaskFunction<Mapping<K, V, S, R>> mapping;
  private final int mostLayers;

  /** Null where the kernel runs. */
  private final transient @Nullable MappingSpec<K, V, S, R> spec;

  /** Of one that has travelled; null where the kernel runs. */
  private final transient @Nullable Dataset<?> initial;

  private final @Nullable Duration timeout;
  private final long checkpointMillis;

  /**
   * @param spec says the rest, once the context starts
   * @param mostLayers how many batches may pass until a checkpoint orders the keys anew
   */
  public MapWithState(
      TaskFunction<Mapping<K, V, S, R>> mapping, MappingSpec<K, V, S, R> spec, int mostLayers) {
    this.mapping = mapping;
    this.mostLayers = mostLayers;
    this.spec = spec;
    this.initial = null;
    this.timeout = null;
    this.checkpointMillis = Long.MAX_VALUE;
  }

  /** What {@code described} says by now. */
  private MapWithState(
      MapWithState<K, V, S, R> described, @Nullable Dataset<?> initial, long checkpointMillis) {
    this.mapping = described.mapping;
    this.mostLayers = described.mostLayers;
    this.spec = null;
    this.initial = initial;
    this.timeout = described.spec == null ? described.timeout : described.spec.timeout();
    this.checkpointMillis = checkpointMillis;
  }

  private Object writeReplace() {
    return spec == null ? this : new MapWithState<>(this, null, checkpointMillis);
  }

  /** The states, and what came out of the batch that led to them. */
  static final class Known<K, S, R> implements Serializable {
    private static final long serialVersionUID = 1L;

    private final StateTable<K, S> table;
    private final transient @Nullable List<R> results;

    Known(StateTable<K, S> table, List<R> results) {
      this.table = table;
      this.results = results;
    }
  }

  /** Initial states count as set in the first batch; of several of one key the last counts. */
  @Override
  @SuppressWarnings("unchecked") // the facade's types have seen to it that they fit
  public Known<K, S, R> start(Batch first, Iterator<Tuple2<Object, Object>> initialPairs) {
    StateTable<K, S>.Changes changes = StateTable.<K, S>empty().change(first.time());
    initialPairs.forEachRemaining(pair -> changes.put((K) pair._1(), (S) pair._2()));
    return new Known<>(changes.build(Integer.MAX_VALUE).asOf(first.time() - 1), List.of());
  }

  @Override
  public Known<K, S, R> absorb(Known<K, S, R> known, Batch batch, Iterator<Tuple2<K, V>> records)
      throws Exception {
    StateTable<K, S>.Changes changes = known.table.change(batch.time());
    List<R> results = new ArrayList<>();
    Mapping<K, V, S, R> map = mapping.perTask();
    KeyState<S> state = new KeyState<>();
    while (records.hasNext()) {
      Tuple2<K, V> pair = records.next();
      map(pair._1(), pair._2(), changes, state, map, batch, results);
    }
    boolean checkpointed = batch.isEvery(checkpointMillis);
    if (checkpointed && timeout != null) {
      long before = batch.time() - timeout.milliseconds();
      for (StateTable.Entry<K, S> entry : changes.updatedBefore(before)) {
        state.reset(entry.value, true, true);
        map.call(batch.time(), entry.key, null, state, results::add);
        changes.remove(entry.key);
      }
    }
    return new Known<>(changes.build(checkpointed ? mostLayers : Integer.MAX_VALUE), results);
  }

  private void map(
      K key,
      V value,
      StateTable<K, S>.Changes changes,
      KeyState<S> state,
      Mapping<K, V, S, R> map,
      Batch batch,
      List<R> results)
      throws Exception {
    StateTable.Entry<K, S> before = changes.get(key);
    state.reset(before == null ? null : before.value, before != null, false);
    map.call(batch.time(), key, value, state, results::add);
    if (state.isRemoved()) {
      changes.remove(key);
    } else if (state.isUpdated() || (state.exists() && timeout != null)) {
      changes.put(key, state.get());
    }
  }

  @Override
  public Iterable<R> emit(Known<K, S, R> known, Batch batch) {
    List<R> results = known.results;
    if (results == null) {
      throw new IllegalStateException("A state was read back between a batch and its results");
    }
    return results;
  }

  @Override
  public Iterable<Tuple2<K, S>> snapshot(Known<K, S, R> known) {
    return () ->
        new MapIterator<>(
            known.table.entries().iterator(), entry -> new Tuple2<>(entry.key, entry.value));
  }

  @Override
  public @Nullable Dataset<?> initialPairs() {
    return spec == null ? initial : spec.initial();
  }

  @Override
  public MapWithState<K, V, S, R> beginningWith(Dataset<?> pairs) {
    return new MapWithState<>(this, pairs, checkpointMillis);
  }

  @Override
  public Duration checkpointInterval(Duration slide) {
    return slide.times(SLIDES_PER_CHECKPOINT);
  }

  @Override
  public MapWithState<K, V, S, R> checkpointedEvery(Duration interval) {
    return new MapWithState<>(this, initialPairs(), interval.milliseconds());
  }
}
