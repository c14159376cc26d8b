// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.interop;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.state.BagState;
import org.apache.beam.sdk.state.StateSpec;
import org.apache.beam.sdk.state.StateSpecs;
import org.apache.beam.sdk.state.TimeDomain;
import org.apache.beam.sdk.state.Timer;
import org.apache.beam.sdk.state.TimerSpec;
import org.apache.beam.sdk.state.TimerSpecs;
import org.apache.beam.sdk.state.ValueState;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.values.KV;
import org.dstreambeam.block.Block;
import org.dstreambeam.block.BlockMemory;
import org.dstreambeam.block.RecordBuffer;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Puts records together to batches: one partition with its records, none if it has none, and the
 * marker.
 *
 * <p>Batches close in order when the watermark has passed their end, empty ones too; once the
 * watermark is final, up to the last that has records or was asked for. A record of a batch that is
 * closed is an error: Beam would drop it in silence.
 */
final class BatchUpFn extends DoFn<KV<Integer, Block>, Block> {

  private static final long serialVersionUID = 1L;

  private static final String PENDING = "pending";
  private static final String NEXT_BATCH = "nextBatch";
  private static final String LAST_WITH_RECORDS = "lastWithRecords";
  private static final String BATCH_END = "batchEnd";

  @StateId(PENDING)
  @SuppressWarnings("UnusedVariable") // Beam finds it by reflection
  private final StateSpec<BagState<Block>> pendingSpec;

  @StateId(NEXT_BATCH)
  @SuppressWarnings("UnusedVariable")
  private final StateSpec<ValueState<Long>> nextBatchSpec = StateSpecs.value(VarLongCoder.of());

  @StateId(LAST_WITH_RECORDS)
  @SuppressWarnings("UnusedVariable")
  private final StateSpec<ValueState<Long>> lastSpec = StateSpecs.value(VarLongCoder.of());

  @TimerId(BATCH_END)
  @SuppressWarnings("UnusedVariable")
  private final TimerSpec batchEndSpec = TimerSpecs.timer(TimeDomain.EVENT_TIME);

  private final long zeroTime;
  private final long batchMillis;
  private final long lastAskedFor;

  /**
   * @param batches how many batches there are at least
   */
  BatchUpFn(Coder<Block> blocks, long zeroTime, long batchMillis, int batches) {
    this.pendingSpec = StateSpecs.bag(blocks);
    this.zeroTime = zeroTime;
    this.batchMillis = batchMillis;
    this.lastAskedFor = zeroTime + batches * batchMillis;
  }

  @ProcessElement
  public void process(
      @Element KV<Integer, Block> element,
      @StateId(PENDING) BagState<Block> pending,
      @StateId(NEXT_BATCH) ValueState<Long> nextBatch,
      @StateId(LAST_WITH_RECORDS) ValueState<Long> lastWithRecords,
      @TimerId(BATCH_END) Timer batchEnd) {
    Block block = element.getValue();
    Long open = nextBatch.read();
    long next = open == null ? zeroTime + batchMillis : open;
    if (block.isMarker()) {
      // It comes once, to wake us, and is older than all batches: only from there may a timer hold
      // the watermark for the first one. Until it has come, it holds the watermark itself.
      nextBatch.write(next);
      wakeAt(next, batchEnd);
      return;
    }
    long batchTime = block.batchTime();
    if (batchTime < next) {
      throw new IllegalStateException(
          "Record "
              + block.records().iterator().next()
              + " is late: the watermark has passed its batch, "
              + batchTime
              + " ms; the batch that is open is "
              + next
              + " ms");
    }
    pending.add(block);
    Long last = lastWithRecords.read();
    lastWithRecords.write(last == null ? batchTime : Math.max(last, batchTime));
  }

  @OnTimer(BATCH_END)
  public void onBatchEnd(
      OnTimerContext context,
      @StateId(PENDING) BagState<Block> pending,
      @StateId(NEXT_BATCH) ValueState<Long> nextBatch,
      @StateId(LAST_WITH_RECORDS) ValueState<Long> lastWithRecords,
      @TimerId(BATCH_END) Timer batchEnd) {
    Instant watermark = batchEnd.getCurrentRelativeTime();
    boolean atEnd = !watermark.isBefore(GlobalWindow.INSTANCE.maxTimestamp());
    long due =
        atEnd ? Math.max(lastAskedFor, orZero(lastWithRecords.read())) : watermark.getMillis();
    List<Block> waiting = new ArrayList<>();
    pending.read().forEach(waiting::add);
    pending.clear();
    waiting.sort(Comparator.comparingLong(Block::partition));
    long next = orZero(nextBatch.read());
    for (; next <= due; next += batchMillis) {
      emit(next, waiting, context);
    }
    waiting.forEach(pending::add);
    nextBatch.write(next);
    if (!atEnd) {
      wakeAt(next, batchEnd);
    }
  }

  private static long orZero(@Nullable Long value) {
    return value == null ? 0 : value;
  }

  /** The watermark waits for the batch, so that its blocks are not late themselves. */
  private static void wakeAt(long batchTime, Timer batchEnd) {
    batchEnd
        .withOutputTimestamp(Instant.ofEpochMilli(batchTime - 1))
        .set(Instant.ofEpochMilli(batchTime));
  }

  private static void emit(long batchTime, List<Block> waiting, OnTimerContext context) {
    Instant timestamp = Instant.ofEpochMilli(batchTime - 1);
    RecordBuffer records = BlockMemory.current().newBuffer();
    waiting.removeIf(
        block -> {
          boolean mine = block.batchTime() == batchTime;
          if (mine) {
            records.addAll(block.records().iterator());
          }
          return mine;
        });
    if (!records.isEmpty()) {
      context.outputWithTimestamp(records.toBlock(batchTime, 0), timestamp);
    }
    context.outputWithTimestamp(Block.marker(batchTime), timestamp);
  }
}
