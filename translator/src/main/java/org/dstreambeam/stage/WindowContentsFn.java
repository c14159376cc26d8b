// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.stage;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.ListCoder;
import org.apache.beam.sdk.state.StateSpec;
import org.apache.beam.sdk.state.StateSpecs;
import org.apache.beam.sdk.state.ValueState;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.KV;
import org.dstreambeam.block.Block;
import org.dstreambeam.block.BlockMemory;
import org.dstreambeam.block.RecordBuffer;
import org.dstreambeam.block.SpillException;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the blocks of the last batches, once, and hands them out when the window slides.
 *
 * <pre>
 *   batch 3: [c]   ring (window of 3 batches, slide of 2): [a] [b] [c]   not a slide: nothing
 *   batch 4: [d]                                           [b] [c] [d]   -> [b] [c] [d]
 * </pre>
 *
 * <p>A batch arrives as one element per key, in the order of time, with its marker. The blocks of
 * older batches come first.
 */
public final class WindowContentsFn extends DoFn<KV<Integer, Iterable<Block>>, Block> {

  private static final long serialVersionUID = 1L;

  private static final String RING = "ring";
  private static final int BRANCH_SHIFT = 32;

  @StateId(RING)
  @SuppressWarnings("UnusedVariable") // Beam finds it by reflection
  private final StateSpec<ValueState<List<Block>>> ringSpec;

  private final SlidingBatches windows;
  private final long windowMillis;
  private final long parentSlideMillis;
  private final int branches;
  private final boolean mergesPartitions;

  /**
   * @param windows which batches are together, and when
   * @param windowMillis how long a window is
   * @param parentSlideMillis how far apart the batches are
   * @param branches how many branches the parent's partition numbers distinguish
   * @param mergesPartitions whether partitions of one index become one, as one partitioner made
   *     them
   */
  public WindowContentsFn(
      Coder<Block> blocks,
      SlidingBatches windows,
      long windowMillis,
      long parentSlideMillis,
      int branches,
      boolean mergesPartitions) {
    this.ringSpec = StateSpecs.value(ListCoder.of(blocks));
    this.windows = windows;
    this.windowMillis = windowMillis;
    this.parentSlideMillis = parentSlideMillis;
    this.branches = branches;
    this.mergesPartitions = mergesPartitions;
  }

  @ProcessElement
  @RequiresTimeSortedInput
  public void process(
      @Element KV<Integer, Iterable<Block>> batch,
      @StateId(RING) ValueState<List<Block>> ring,
      OutputReceiver<Block> out) {
    List<Block> group = Updates.arrived(batch.getValue());
    Block marker = Block.markerOf(group);
    if (marker == null) {
      return; // the program ended before this batch did
    }
    List<Block> arrived = new ArrayList<>();
    long time = marker.batchTime();
    if (marker.isMissing()) {
      marker = Block.marker(time); // the window goes on without this batch
    } else {
      for (Block block : group) {
        if (!block.isMarker() || block.failure() != null) {
          arrived.add(block); // a batch that could not be made takes part, as such
        }
      }
    }
    arrived.sort(Comparator.comparingLong(Block::partition));
    List<Block> contents = contents(ring.read(), arrived, time);
    ring.write(contents);
    if (windows.endAt(time)) {
      emit(time, contents.stream().filter(block -> !block.isMarker()).toList(), out);
      if (batch.getKey() == 0) {
        Block failed = Block.markerOf(contents);
        out.output(
            Updates.leaving(failed == null ? marker : failed.inBatch(time, failed.partition())));
      }
    }
  }

  /** What is left of the ring, and what has arrived, in order of time. */
  private List<Block> contents(@Nullable List<Block> ring, List<Block> arrived, long time) {
    List<Block> contents = new ArrayList<>();
    if (ring != null) {
      contents.addAll(ring);
    }
    int over = 0; // those that have left are the oldest
    while (over < contents.size() && windows.lastEnd(contents.get(over).batchTime()) < time) {
      contents.get(over++).letGo();
    }
    contents.subList(0, over).clear();
    if (windows.lastEnd(time) >= time) { // no window holds what comes in a gap
      arrived.forEach(Block::keep);
      contents.addAll(arrived);
    }
    return contents;
  }

  private void emit(long time, List<Block> contents, OutputReceiver<Block> out) {
    if (mergesPartitions) {
      if (!contents.isEmpty()) {
        out.output(Updates.leaving(merged(time, contents)));
      }
      return;
    }
    for (Block block : contents) {
      // The batches of a window are numbered like branches of a union, the oldest first.
      long age = (time - block.batchTime()) / parentSlideMillis;
      long ordinal = windowMillis / parentSlideMillis - 1 - age;
      long partition = block.partition() + ((ordinal * branches) << BRANCH_SHIFT);
      out.output(Updates.leaving(block.inBatch(time, partition)));
    }
  }

  /** One partition of the records of all: the blocks are of one partition of several batches. */
  private static Block merged(long time, List<Block> contents) {
    long partition = contents.get(0).partition();
    Block failed = Block.failedOf(contents);
    if (failed != null) {
      return failed.inBatch(time, partition);
    }
    RecordBuffer records = BlockMemory.current().newBuffer();
    try {
      contents.forEach(block -> records.addAll(block.records().iterator()));
      return records.toBlock(time, partition);
    } catch (SpillException e) {
      records.discard();
      return Block.failed(time, partition, e);
    }
  }
}
