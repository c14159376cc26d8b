// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.source;

import java.io.Serializable;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.dstreambeam.block.Block;
import org.dstreambeam.block.RecordBuffer;
import org.dstreambeam.compute.Rethrow;
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

  /** More than a batch ever has: numbers from here on are free for sure. */
  private static final int UNKNOWN_PARTITIONS = 1 << 20;

  private final BatchGrid grid;
  private final ReaderRounds rounds;
  private final Splits served;
  private final List<Queue<Block>> splits = new ArrayList<>();
  private final List<SplitPosition> positions = new ArrayList<>();
  private final Queue<Held> held = new ArrayDeque<>();
  private List<SplitPosition> resumedAt = List.of();
  private final BitSet splitsToResume = new BitSet();
  private boolean startsWhenOpen;
  private volatile long nextBatch;
  private volatile long lastBatch = NEVER;
  private volatile boolean holding;
  private boolean readersEnd;
  private int nextPartition;
  private @Nullable Consumer<List<Block>> onBatch;
  private @Nullable BatchGate gate;
  private List<Block> openBatch = new ArrayList<>();

  /** A block that waits at the gate. */
  private record Held(int split, Block block) {}

  BlockFeed(BatchGrid grid, ReaderRounds rounds, Splits served) {
    this.grid = grid;
    this.rounds = rounds;
    this.served = served;
    this.nextBatch = grid.firstBatch();
    this.nextPartition = served.partitionFrom(0);
    for (int i = 0; i < served.total(); i++) { // those of others stay as they are
      this.splits.add(new ArrayDeque<>());
      this.positions.add(SplitPosition.before(nextBatch));
    }
    rounds.join(served.count());
  }

  /**
   * Makes no batch before {@link #resume} was called for each split: the program is started from a
   * checkpoint. To be called before {@link #begin}.
   */
  public final synchronized void awaitPositions() {
    splitsToResume.set(served.first(), served.end());
  }

  /** Begins to take records as soon as it is known where to go on. */
  public final void begin() {
    synchronized (this) {
      if (!isOpen()) {
        startsWhenOpen = true;
        return;
      }
    }
    start();
  }

  /**
   * Says where a split stood in the checkpoint. Has no effect but on a feed that waits for it: a
   * runner may also open a reader again while the feed knows better.
   *
   * @param position null if the split had not been read from
   */
  final void resume(int split, @Nullable SplitPosition position) {
    if (resumeLast(split, position)) {
      start();
    }
  }

  /** Returns whether it was the last that was missing and the feed is to start. */
  private synchronized boolean resumeLast(int split, @Nullable SplitPosition position) {
    if (!splitsToResume.get(split)) {
      return false;
    }
    if (position != null) {
      positions.set(split, position);
    }
    splitsToResume.clear(split);
    if (!isOpen()) {
      return false;
    }
    resumedAt = List.copyOf(positions);
    nextBatch =
        served.numbers().mapToLong(own -> resumedAt.get(own).batchTime()).min().orElse(nextBatch);
    nextPartition = firstFreePartition();
    if (gate != null) {
      gate.resumeAt(nextBatch);
    }
    resumed(resumedAt);
    rounds.lookAgain();
    return startsWhenOpen;
  }

  /** Goes on where the splits stood in the checkpoint; called with the lock. */
  void resumed(List<SplitPosition> from) {}

  /** Whether it is known where to go on; call with the lock. */
  final boolean isOpen() {
    return splitsToResume.isEmpty();
  }

  /** Where a split stands: what was handed out, and no more. */
  final synchronized SplitPosition position(int split) {
    SplitPosition last = positions.get(split);
    if (!isOpen() || failure() != null) {
      return last; // of a batch that was not recorded nobody shall say that it is over
    }
    Block head = splits.get(split).peek();
    long batch = head == null ? firstHeldOf(split) : head.batchTime();
    return batch > last.batchTime() ? last.in(batch) : last;
  }

  /** The batch of the first block of the split at the gate, or the one that is open. */
  private long firstHeldOf(int split) {
    for (Held waiting : held) {
      if (waiting.split() == split) {
        return waiting.block().batchTime();
      }
    }
    return nextBatch;
  }

  /** Where a split that has handed out nothing begins; call with the lock. */
  final void startAt(int split, byte[] place) {
    positions.set(split, positions.get(split).at(place));
  }

  /** Whether this run of the program goes on with an earlier one. */
  final boolean isResumed() {
    return !resumedAt.isEmpty();
  }

  /** Whether a partition was handed out before the checkpoint; call with the lock. */
  final boolean wasHandedOut(int split, long batchTime, int partition) {
    if (resumedAt.isEmpty()) {
      return false;
    }
    SplitPosition position = resumedAt.get(split);
    return batchTime < position.batchTime()
        || batchTime == position.batchTime() && partition < position.partitions();
  }

  /** A checkpoint in which the split stands there is complete: what is older is not needed. */
  void checkpointed(int split, SplitPosition position) {}

  /** Behind the partitions of the next batch that were handed out before the checkpoint. */
  private int firstFreePartition() {
    int taken = 0;
    for (SplitPosition position : resumedAt) {
      if (position.batchTime() == nextBatch) {
        taken = Math.max(taken, position.partitions());
      } else if (position.batchTime() > nextBatch) {
        taken = Math.max(taken, UNKNOWN_PARTITIONS); // of a split that was ahead: it took some
      }
    }
    return served.partitionFrom(taken);
  }

  /**
   * Tells {@code listener}, which must be quick, what each batch consists of when it closes; the
   * list ends with the marker. To be called before {@link #begin}.
   */
  public final synchronized void onBatch(Consumer<List<Block>> listener) {
    onBatch = listener;
  }

  /** Hands out no block that {@code gate} does not let in. To be called before {@link #begin}. */
  public final synchronized void behind(BatchGate gate) {
    this.gate = gate;
    gate.onOpen(this::letIn);
  }

  /** Begins to take records, if there is something to begin; called once. */
  void start() {}

  /**
   * Takes no more records; returns when no thread of the feed runs user code any more, or the time
   * is up.
   */
  public void stopReceiving(long timeoutMillis) {}

  /** The outputs of a batch are done, or there are none; only told where they run in this JVM. */
  public void completed(long batchTime) {}

  /** The same where they may run in another JVM; batches before it may have been left out. */
  public void completedElsewhere(long batchTime) {}

  /**
   * The program's own code has word for the source: at any time, on any thread.
   *
   * @return whether it is for this feed
   */
  public boolean told(Serializable word) {
    return false;
  }

  /** Nobody will tell what becomes of blocks that are handed out: they are as good as done. */
  public void forgetsWhatIsHandedOut() {}

  /** The program is over: nobody waits for what the feed may still be doing. */
  public void close() {}

  /** Puts the last blocks of the batch in place; called with the lock, once per batch, in order. */
  abstract void closeBatch(long batchTime);

  /** Closes a block whose time is up; called with the lock. */
  void closeDueBlock() {}

  /** What ends the batch, and says whether there is one; called with the lock. */
  Block markerOf(long batchTime) {
    return Block.marker(batchTime);
  }

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

  /** Whether the last batch is closed. */
  final boolean isOver() {
    return nextBatch > lastBatch;
  }

  /**
   * The label of the first batch that is not closed; it may be another the next moment, but with
   * the lock.
   */
  final long nextBatch() {
    return nextBatch;
  }

  /** The number of the next partition of the batch, which is taken by that; call with the lock. */
  final int takePartition() {
    int partition = nextPartition;
    nextPartition = served.partitionFrom(partition + 1);
    return partition;
  }

  /** Adds a block of the batch that is not closed, for that split; call with the lock. */
  final void addBlock(int split, Block block) {
    if (nextBatch > lastBatch) {
      return; // the program has ended; this batch will never be
    }
    add(split, block);
    if (onBatch != null) {
      openBatch.add(block);
    }
  }

  /** Adds the next partition of the batch that is not closed; call with the lock. */
  final void addPartition(RecordBuffer records) {
    addNext(records.toBlock(nextBatch, nextPartition));
  }

  /** As {@link #addPartition}, for one whose records cannot be had. */
  final void addFailedPartition(Throwable failure) {
    addNext(Block.failed(nextBatch, nextPartition, failure));
  }

  private void addNext(Block partition) {
    addBlock(served.ofPartition(takePartition()), partition);
  }

  /**
   * No batch after {@code batchTime} is made; the readers end once they have picked up the last.
   */
  public final void finishAfter(long batchTime) {
    endAfter(batchTime, true);
  }

  /** As {@link #finishAfter}, but readers do not end: the program will go on another time. */
  public final void pauseAfter(long batchTime) {
    endAfter(batchTime, false);
  }

  private synchronized void endAfter(long batchTime, boolean ends) {
    lastBatch = batchTime;
    readersEnd = ends;
    for (Queue<Block> blocks : splits) {
      int before = blocks.size();
      blocks.removeIf(block -> block.batchTime() > batchTime);
      rounds.blocksGone(before - blocks.size());
    }
    held.removeIf(waiting -> waiting.block().batchTime() > batchTime);
    holding = !held.isEmpty();
    rounds.lookAgain();
  }

  final Splits splits() {
    return served;
  }

  /** The next block of the split, or null if there is none now. */
  final synchronized @Nullable Block poll(int split) {
    closeDueBatches();
    Throwable failure = failure();
    if (failure != null) {
      throw Rethrow.as(failure);
    }
    Block block = splits.get(split).poll();
    if (block != null) {
      rounds.blocksGone(1);
      positions.set(split, positions.get(split).after(block, grid.batchMillis(), placeOf(block)));
      if (!block.isMarker()) {
        handedOut(split);
      }
    }
    return block;
  }

  /** A block of the split was picked up; called with the lock. */
  void handedOut(int split) {}

  /** Why the source cannot go on, so that the program must end; null if it can. */
  @Nullable Throwable failure() {
    return null;
  }

  /** Whether batches close when their time is up. */
  boolean closesByClock() {
    return true;
  }

  /** What to remember of a block that is handed out, to go on behind it; empty for nothing. */
  byte[] placeOf(Block block) {
    return SplitPosition.NO_PLACE;
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
    if (!isOpen()) {
      return grid.zeroTime() - 1;
    }
    return nextBatch > lastBatch && readersEnd ? NEVER : nextBatch - 1;
  }

  /** Waits for a block, for the next thing this feed has to do, or {@code longestMillis}. */
  final void await(long longestMillis) {
    long start = System.nanoTime();
    rounds.await(
        () -> {
          long waited = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
          return Math.min(longestMillis - waited, millisUntilWorthALook());
        });
  }

  /** Takes no lock: who holds the feed's may be about to tell the rounds of a block. */
  private long millisUntilWorthALook() {
    if (nextBatch > lastBatch) {
      return holding ? NEVER : 0; // the gate tells when it opens
    }
    return closesByClock()
        ? grid.clock().realMillisUntil(Math.min(nextBatch, blockDue()))
        : NEVER; // its marker ends the wait
  }

  /** Closes every batch whose time is up; call with the lock. */
  final void closeDueBatches() {
    if (!isOpen() || !closesByClock()) {
      return;
    }
    long due = Math.min(grid.lastDueBatch(), lastBatch);
    while (nextBatch <= due) {
      closeNextBatch();
    }
    closeDueBlock();
  }

  /** Closes a batch, whether its time is up or not; call with the lock. */
  final void closeNextBatch() {
    long batch = nextBatch;
    closeBatch(batch);
    Block marker = markerOf(batch);
    // Or it is not for this feed to say, or was handed out before the checkpoint.
    if (served.include(0) && positions.get(0).batchTime() <= batch) {
      add(0, marker);
    }
    tellOfBatch(marker);
    nextBatch = batch + grid.batchMillis();
    nextPartition = firstFreePartition();
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
