// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.source;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.dstreambeam.block.Block;
import org.dstreambeam.block.RecordBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The blocks of one input stream, batch by batch, ready to be picked up by the readers of its
 * splits.
 *
 * <p>Batches close in order, whoever notices first that their time is up, and none is left out:
 * after a pause there is one for each interval missed. The marker of a batch goes to split 0,
 * behind the blocks. One lock guards stamping, closing and the watermark, so nothing is ever late.
 *
 * <p>Blocks that a {@link BatchGate} does not let in yet are held back here, where no reader sees
 * them; when their batch was cut and what it consists of does not depend on that.
 */
public abstract class BlockFeed {

  static final long NEVER = Long.MAX_VALUE;

  private final BatchGrid grid;
  private final ReaderRounds rounds;
  private final List<Queue<Block>> splits = new ArrayList<>();
  private final Queue<Held> held = new ArrayDeque<>();
  private volatile long nextBatch;
  private volatile long lastBatch = NEVER;
  private volatile boolean holding;
  private int nextPartition;
  private @Nullable Consumer<List<Block>> onBatch;
  private @Nullable BatchGate gate;
  private List<Block> openBatch = new ArrayList<>();

  /** A block that waits at the gate. */
  private record Held(int split, Block block) {}

  BlockFeed(BatchGrid grid, ReaderRounds rounds, int splits) {
    this.grid = grid;
    this.rounds = rounds;
    this.nextBatch = grid.firstBatch();
    for (int i = 0; i < splits; i++) {
      this.splits.add(new ArrayDeque<>());
    }
    rounds.join(splits);
  }

  /**
   * Tells {@code listener}, which must be quick, what each batch consists of when it closes; the
   * list ends with the marker. To be called before {@link #start}.
   */
  public final synchronized void onBatch(Consumer<List<Block>> listener) {
    onBatch = listener;
  }

  /** Hands out no block that {@code gate} does not let in. To be called before {@link #start}. */
  public final synchronized void behind(BatchGate gate) {
    this.gate = gate;
    gate.onOpen(this::letIn);
  }

  /** Begins to take records, if there is something to begin. */
  public void start() {}

  /**
   * Takes no more records; returns when no thread of the feed runs user code any more, or the time
   * is up.
   */
  public void stopReceiving(long timeoutMillis) {}

  /** Puts the last blocks of the batch in place; called with the lock, once per batch, in order. */
  abstract void closeBatch(long batchTime);

  /** Closes a block whose time is up; called with the lock. */
  void closeDueBlock() {}

  /** When {@link #closeDueBlock} has something to do, if before the end of the batch. */
  long blockDue() {
    return NEVER;
  }

  /** To be called when {@link #blockDue} has become earlier. */
  final void reschedule() {
    rounds.lookAgain();
  }

  final BatchGrid grid() {
    return grid;
  }

  /** The label of the first batch that is not closed; call with the lock. */
  final long nextBatch() {
    return nextBatch;
  }

  /** Adds the next partition of the batch that is not closed; call with the lock. */
  final void addPartition(Iterable<?> records) {
    addNext(Block.of(nextBatch, nextPartition, records));
  }

  /** As {@link #addPartition(Iterable)}, of the records in the buffer. */
  final void addPartition(RecordBuffer records) {
    addNext(records.toBlock(nextBatch, nextPartition));
  }

  /** As {@link #addPartition(Iterable)}, for one whose records cannot be had. */
  final void addFailedPartition(Throwable failure) {
    addNext(Block.failed(nextBatch, nextPartition, failure));
  }

  private void addNext(Block partition) {
    if (nextBatch > lastBatch) {
      return; // the program has ended; this batch will never be
    }
    add(nextPartition % splits.size(), partition);
    if (onBatch != null) {
      openBatch.add(partition);
    }
    nextPartition++;
  }

  /**
   * No batch after {@code batchTime} is made; the readers end once they have picked up the last.
   */
  public final synchronized void finishAfter(long batchTime) {
    lastBatch = batchTime;
    for (Queue<Block> blocks : splits) {
      int before = blocks.size();
      blocks.removeIf(block -> block.batchTime() > batchTime);
      rounds.blocksGone(before - blocks.size());
    }
    held.removeIf(waiting -> waiting.block().batchTime() > batchTime);
    holding = !held.isEmpty();
    rounds.lookAgain();
  }

  final int splits() {
    return splits.size();
  }

  /** The next block of the split, or null if there is none now. */
  final synchronized @Nullable Block poll(int split) {
    closeDueBatches();
    Block block = splits.get(split).poll();
    if (block != null) {
      rounds.blocksGone(1);
    }
    return block;
  }

  /** The timestamp below which no block of the split will come; maximal at the end. */
  final synchronized long watermark(int split) {
    Block head = splits.get(split).peek();
    if (head != null) {
      return head.batchTime() - 1;
    }
    Held first = held.peek();
    if (first != null) {
      return first.block().batchTime() - 1; // of another split perhaps: never too high
    }
    return nextBatch > lastBatch ? NEVER : nextBatch - 1;
  }

  /** Waits for a block, for the next thing this feed has to do, or {@code longestMillis}. */
  final void await(long longestMillis) {
    long start = System.nanoTime();
    rounds.await(
        () -> {
          long waited = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
          return Math.min(longestMillis - waited, millisUntilDue());
        });
  }

  /** Takes no lock: who holds the feed's may be about to tell the rounds of a block. */
  private long millisUntilDue() {
    if (nextBatch > lastBatch) {
      return holding ? NEVER : 0; // the gate tells when it opens
    }
    return grid.clock().realMillisUntil(Math.min(nextBatch, blockDue()));
  }

  /** Closes every batch whose time is up; call with the lock. */
  final void closeDueBatches() {
    long due = Math.min(grid.lastDueBatch(), lastBatch);
    for (long batch = nextBatch; batch <= due; batch += grid.batchMillis()) {
      closeBatch(batch);
      add(0, Block.marker(batch));
      tellOfBatch(Block.marker(batch));
      nextBatch = batch + grid.batchMillis();
      nextPartition = 0;
    }
    closeDueBlock();
  }

  private void tellOfBatch(Block marker) {
    Consumer<List<Block>> listener = onBatch;
    if (listener != null) {
      openBatch.add(marker);
      listener.accept(openBatch);
      openBatch = new ArrayList<>();
    }
  }

  private void add(int split, Block block) {
    held.add(new Held(split, block));
    letIn();
  }

  /** Moves what the gate lets in to where the readers find it. */
  private synchronized void letIn() {
    Held first = held.peek();
    while (first != null && (gate == null || gate.admits(first.block().batchTime()))) {
      held.remove();
      splits.get(first.split()).add(first.block());
      rounds.blockReady();
      first = held.peek();
    }
    holding = first != null;
  }

  final ReaderRounds rounds() {
    return rounds;
  }
}
