// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.state;

import java.io.Serializable;
import java.util.Collections;
import java.util.Iterator;
import org.apache.spark.streaming.Duration;
import org.dstreambeam.rdd.Dataset;
import org.jspecify.annotations.Nullable;
import scala.Tuple2;

/**
 * An operation with a memory, in one partition: it absorbs batches in the order of time, and says
 * what comes out.
 *
 * <pre>
 *   state before, records of T  --absorb-->  state after  --emit-->  results of T
 * </pre>
 *
 * <p>If {@code absorb} throws, the state it was given is still as it was: the batch is absorbed
 * again, before the next one, as Spark computes an RDD again that it could not keep.
 *
 * @param <I> type of the records that come in
 * @param <S> type of the state, which serialises
 * @param <O> type of the records that go out
 */
public interface StateKernel<I, S, O> extends Serializable {

  /**
   * The state before the first batch.
   *
   * @param initial the pairs of {@link #initialPairs} that belong to the partition, single-pass
   */
  S start(Batch first, Iterator<Tuple2<Object, Object>> initial) throws Exception;

  /**
   * The state after a batch.
   *
   * @param records of the partition, single-pass
   * @throws Exception what a user function throws
   */
  S absorb(S state, Batch batch, Iterator<I> records) throws Exception;

  /**
   * The state after a batch whose records cannot be had.
   *
   * @param state null at the first batch
   * @return null if there is none: nothing comes out until the records can be had
   */
  default @Nullable S absorbFailure(@Nullable S state, Batch batch, Throwable failure) {
    return null;
  }

  /**
   * The results of the batch that was absorbed last; asked for only if it fires.
   *
   * @throws Exception what a user function throws
   */
  Iterable<O> emit(S state, Batch batch) throws Exception;

  /** Whether there is nothing before the first batch of its input that has an RDD. */
  default boolean awaitsFirstRdd() {
    return false;
  }

  /** Whether what {@link #emit} gives is part of the state, which a batch does not change. */
  default boolean emitsState() {
    return false;
  }

  /** All that is known after the batch that was absorbed last, for {@code stateSnapshots}. */
  default Iterable<?> snapshot(S state) {
    return Collections.emptyList();
  }

  /** How long its windows are; null if it has none and each batch goes to the state. */
  default @Nullable Duration window() {
    return null;
  }

  /** How far back it asks for batches of its input, in milliseconds, as Spark counts it. */
  default long reachMillis() {
    Duration window = window();
    return window == null ? 0 : window.milliseconds();
  }

  /** What the state begins with, or null. */
  default @Nullable Dataset<?> initialPairs() {
    return null;
  }

  /** This kernel, beginning with other pairs: what it begins with does not travel with it. */
  default StateKernel<I, S, O> beginningWith(Dataset<?> pairs) {
    throw new UnsupportedOperationException(this + " begins with nothing");
  }

  /**
   * How far apart Spark makes checkpoints of it if the program does not say.
   *
   * @return null if Spark makes none, and needs no directory
   */
  default @Nullable Duration checkpointInterval(Duration slide) {
    return null;
  }

  /** This kernel, knowing how far apart the checkpoints are. */
  default StateKernel<I, S, O> checkpointedEvery(Duration interval) {
    return this;
  }
}
