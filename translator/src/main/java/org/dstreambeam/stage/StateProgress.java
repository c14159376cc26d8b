// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.stage;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.function.LongFunction;
import org.dstreambeam.block.Block;
import org.dstreambeam.block.StateCell;
import org.dstreambeam.block.StateCell.Waiting;
import org.dstreambeam.compute.Rethrow;
import org.dstreambeam.stage.ShuffleReadFn.Merger;
import org.dstreambeam.state.Batch;
import org.dstreambeam.state.StateKernel;
import org.jspecify.annotations.Nullable;
import scala.Tuple2;

/**
 * The state of a partition while it absorbs what waits, batch after batch, as far as it gets: a
 * batch that fails waits on, and is the first of the next attempt.
 */
final class StateProgress {

  private final StateKernel<Object, Object, Object> kernel;
  private final Merger merger;
  private final LongFunction<Batch> batches;
  private final Initial initial;
  private final Deque<Waiting> waiting = new ArrayDeque<>();
  private @Nullable Object state;

  /** The pairs that a state begins with. */
  @FunctionalInterface
  interface Initial {
    Iterator<Tuple2<Object, Object>> pairs() throws Exception;
  }

  /**
   * @param before null at the first batch
   */
  StateProgress(
      StateKernel<Object, Object, Object> kernel,
      Merger merger,
      LongFunction<Batch> batches,
      Initial initial,
      @Nullable StateCell before) {
    this.kernel = kernel;
    this.merger = merger;
    this.batches = batches;
    this.initial = initial;
    if (before != null) {
      this.state = before.state();
      this.waiting.addAll(before.waiting());
    }
  }

  /** The state after all of what waits and {@code arrived}. */
  Object absorb(Waiting arrived) throws Exception {
    waiting.add(arrived);
    while (!waiting.isEmpty()) {
      Waiting next = waiting.element();
      state = after(batches.apply(next.batchTime()), next.blocks());
      waiting.remove();
      if (next.batchTime() < arrived.batchTime()) {
        next.blocks().forEach(Block::letGo); // they were kept for longer than their batch
      }
    }
    if (state == null) {
      throw new IllegalStateException("A kernel without a state: " + kernel);
    }
    return state;
  }

  private Object after(Batch batch, List<Block> blocks) throws Exception {
    Throwable failure = failureOf(blocks);
    if (failure == null) {
      try {
        return kernel.absorb(started(batch), batch, castRecords(merger.merge(blocks)));
      } catch (Throwable e) {
        if (Task.isFatal(e)) {
          throw e;
        }
        failure = e;
      }
    }
    Object after = kernel.absorbFailure(state, batch, failure);
    if (after == null) {
      throw Rethrow.as(failure);
    }
    return after;
  }

  private Object started(Batch first) throws Exception {
    Object known = state;
    if (known == null) {
      known = kernel.start(first, initial.pairs());
      state = known;
    }
    return known;
  }

  @SuppressWarnings("unchecked") // an Iterator only produces
  private static Iterator<Object> castRecords(Iterator<?> records) {
    return (Iterator<Object>) records;
  }

  private static @Nullable Throwable failureOf(List<Block> blocks) {
    Throwable first = null;
    for (Block block : blocks) {
      Throwable failure = block.failure();
      if (failure != null && block.isMarker()) {
        return new LostBatch(failure);
      }
      if (first == null) {
        first = failure;
      }
    }
    return first;
  }

  /** What to remember; called once, at the end. */
  StateCell cell() {
    if (!waiting.isEmpty()) {
      waiting.getLast().blocks().forEach(Block::keep); // the others are kept already
    }
    return new StateCell(state, List.copyOf(waiting));
  }
}
