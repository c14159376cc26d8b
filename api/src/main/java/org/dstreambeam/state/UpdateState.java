// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.state;

import java.util.Iterator;
import org.apache.spark.streaming.Duration;
import org.dstreambeam.rdd.Dataset;
import org.jspecify.annotations.Nullable;
import scala.Tuple2;

/**
 * {@code updateStateByKey}: every key that is known is updated in every batch, and the whole state
 * comes out. The state is what came out of the batch before, and is never changed.
 */
abstract class UpdateState<K, V, S>
    implements StateKernel<Tuple2<K, V>, Pairs<K, S>, Tuple2<K, S>> {

  private static final long serialVersionUID = 1L;

  private final transient @Nullable Dataset<?> initial;

  /**
   * @param initial the state before the first batch; null for none
   */
  UpdateState(@Nullable Dataset<?> initial) {
    this.initial = initial;
  }

  @Override
  @SuppressWarnings("unchecked") // the facade's types have seen to it that they fit
  public Pairs<K, S> start(Batch first, Iterator<Tuple2<Object, Object>> initialPairs) {
    Pairs.Builder<K, S> pairs = new Pairs.Builder<>(0);
    initialPairs.forEachRemaining(pair -> pairs.add((Tuple2<K, S>) (Tuple2<?, ?>) pair));
    return pairs.build();
  }

  @Override
  public Pairs<K, S> absorb(Pairs<K, S> state, Batch batch, Iterator<Tuple2<K, V>> records)
      throws Exception {
    return update(batch, new KnownKeys<>(records, state));
  }

  /** The state after the batch. */
  abstract Pairs<K, S> update(Batch batch, KnownKeys<K, V, S> keys) throws Exception;

  @Override
  public Iterable<Tuple2<K, S>> emit(Pairs<K, S> state, Batch batch) {
    return state;
  }

  @Override
  public @Nullable Dataset<?> initialPairs() {
    return initial;
  }

  @Override
  public boolean awaitsFirstRdd() {
    return true;
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
