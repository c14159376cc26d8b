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
import org.dstreambeam.state.LostInput;
import org.dstreambeam.state.StateKernel;
import org.jspecify.annotations.Nullable;
import scala.Tuple2;

/**
 * The state of a partition while it absorbs what waits, batch after batch, as far as it gets: a
 * batch that fails waits on, and is the first of the next attempt. Nothing is attempted while the
 * input of one that waits is lost: on Spark the tasks ahead of the shuffle would fail again, before
 * any behind it.
 */
final class StateProgress {

  private final StateKernel<Object, Object, Object> kernel;
  private final Merger merger;
  private final LongFunction<Batch> batches;
  private final Initial initial;
  private final Absorption absorption;
  private final Deque<Waiting> waiting = new ArrayDeque<>();
  private @Nullable Object state;

  /** The pairs that a state begins with. */
  @FunctionalInterface
  interface Initial {
    Iterator<Tuple2<Object, Object>> pairs() throws Exception;
  }

  /** Runs what absorbs a batch as a task, which may be tried again. */
  @FunctionalInterface
  interface Absorption {
    Object run(BlockTask.Work<Object> task) throws Exception;
  }

  /**
   * @param before null at the first batch
   */
  StateProgress(
      StateKernel<Object, Object, Object> kernel,
      Merger merger,
      LongFunction<Batch> batches,
      Initial initial,
      Absorption absorption,
      @Nullable StateCell before) {
    this.kernel = kernel;
    this.merger = merger;
    this.batches = batches;
    this.initial = initial;
    this.absorption = absorption;
    if (before != null) {
      this.state = before.state();
      this.waiting.addAll(before.waiting());
    }
  }

  /** The state after all of what waits and {@code arrived}. */
  Object absorb(Waiting arrived) throws Exception {
    waiting.add(arrived);
    checkNothingLostAmongSeveral();
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

  /** A single one is for the kernel to go on without, if it can. */
  private void checkNothingLostAmongSeveral() throws LostInput {
    if (waiting.size() > 1) {
      LostInput first = null;
      for (Waiting each : waiting) {
        LostInput lost = lostIn(each.blocks());
        if (lost != null && (first == null || lost.outranks(first))) {
          first = lost;
        }
      }
      if (first != null) {
        throw first;
      }
    }
  }

  private Object after(Batch batch, List<Block> blocks) throws Exception {
    Throwable failure = lostIn(blocks);
    if (failure == null) {
      try {
        return absorption.run(isLast -> attempt(batch, blocks, isLast));
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

  /** The state before stays as it is if this fails; see {@link StateKernel}. */
  private Object attempt(Batch batch, List<Block> blocks, boolean isLast) throws Exception {
    List<Block> read = isLast ? blocks : blocks.stream().map(Block::copied).toList();
    return kernel.absorb(started(batch), batch, castRecords(merger.merge(read)));
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

  /** Null if all is there that was sent for a batch. */
  private static @Nullable LostInput lostIn(List<Block> blocks) {
    Block marker = Block.markerOf(blocks);
    if (marker != null && marker.failure() != null) {
      return LostInput.ofBatch(marker.failure());
    }
    Block failed = Block.failedOf(blocks);
    return failed == null || failed.failure() == null ? null : LostInput.ofStage(failed.failure());
  }

  /** What to remember; called once, at the end. */
  StateCell cell() {
    if (!waiting.isEmpty()) {
      waiting.getLast().blocks().forEach(Block::keep); // the others are kept already
    }
    return new StateCell(state, List.copyOf(waiting));
  }
}
