// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.source;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import org.dstreambeam.block.Block;
import org.dstreambeam.block.BlockMemory;
import org.dstreambeam.block.RecordBuffer;
import org.dstreambeam.source.ReplayableRecords.Portion;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads a source whose records can be read again, each part on a thread of its own, and puts what
 * it has read into the batch that is open.
 *
 * <pre>
 *   part 0 --\                     T closes: cut of T -> log -> marker of T
 *   part 1 ---- blocks of batch T
 *
 *   from a checkpoint: the cuts that the log has, block for block; then as above
 * </pre>
 *
 * <p>What a batch consists of is in the log before its marker, so before any of its outputs, can be
 * seen. So a batch that is repeated has the same blocks.
 */
final class ReplayFeed extends BlockFeed {

  private static final Logger LOG = LoggerFactory.getLogger(ReplayFeed.class);

  /** Blocks that a part reads ahead of the pipeline. */
  private static final int MOST_WAITING = 16;

  /** Before a part that failed is read again. */
  private static final long RETRY_MILLIS = 1_000;

  private static final long LOOK_MILLIS = 20;

  private final ReplayableSourceNode node;
  private final @Nullable CutLog log;
  private final Map<Integer, Part> parts = new TreeMap<>();
  private final Map<Block, byte[]> places = new IdentityHashMap<>();
  private final NeededCuts needed;
  private List<Cut.Taken> open = new ArrayList<>();
  private @Nullable List<SplitPosition> from;
  private volatile boolean replaying;
  private @Nullable Thread replayThread;
  private volatile boolean stopping;
  private volatile boolean closed;
  private volatile @Nullable Throwable failure;

  /** One part of the source, and up to where it was read. */
  private final class Part implements Runnable {
    private final int number;
    private final Thread thread;
    private @Nullable ReplayableRecords records;
    private byte @Nullable [] place;
    private int waiting;

    Part(int number) {
      this.number = number;
      this.thread = new Thread(this, "source-" + node.operation() + "-" + number);
      thread.setDaemon(true);
    }

    ReplayableRecords records() throws Exception {
      ReplayableRecords known = records;
      if (known == null) {
        known = node.open(number, splits().total());
        records = known;
      }
      return known;
    }

    byte[] place() throws Exception {
      byte[] known = place;
      if (known == null) {
        known = records().start();
        addStart(this, known);
      }
      return known;
    }

    @Override
    public void run() {
      try {
        while (!stopping) {
          readOn();
        }
      } catch (InterruptedException | InterruptedIOException e) {
        LOG.debug("Part {} of {} was stopped", number, node.callSite());
      } catch (Error e) { // that will not be otherwise the next time
        fail(e);
      } finally {
        close();
      }
    }

    private void readOn() throws InterruptedException, InterruptedIOException {
      try {
        waitForRoom(this);
        Portion portion = records().read(place(), null);
        if (!portion.records().isEmpty()) {
          addRead(this, portion);
        }
      } catch (InterruptedException | InterruptedIOException e) {
        throw e;
      } catch (Exception e) { // whatever the source throws: it may be there again later
        if (stopping) {
          return;
        }
        LOG.warn("Part {} of {} cannot be read; trying again", number, node.callSite(), e);
        Thread.sleep(RETRY_MILLIS);
      }
    }

    private void close() {
      try {
        if (records != null) {
          records.close();
        }
      } catch (Exception e) {
        LOG.warn("Part {} of {} cannot be closed", number, node.callSite(), e);
      }
    }
  }

  /**
   * @param log null if the program keeps no checkpoints
   */
  ReplayFeed(
      ReplayableSourceNode node,
      @Nullable CutLog log,
      BatchGrid grid,
      ReaderRounds rounds,
      Splits splits) {
    super(grid, rounds, splits);
    this.node = node;
    this.log = log;
    this.needed = new NeededCuts(splits);
    splits.numbers().forEach(split -> parts.put(split, new Part(split)));
  }

  @Override
  void start() {
    synchronized (this) {
      if (from != null) {
        Thread thread = new Thread(this::replay, "source-" + node.operation() + "-replay");
        thread.setDaemon(true);
        thread.start();
        replayThread = thread;
        return;
      }
    }
    parts.values().forEach(part -> part.thread.start());
  }

  /** Batches that are known are made again all the same: they have been received. */
  @Override
  public void stopReceiving(long timeoutMillis) {
    stopping = true;
    synchronized (this) { // not while one of them writes a cut
      parts.values().forEach(part -> part.thread.interrupt());
    }
    try {
      long deadline = System.nanoTime() / 1_000_000 + Math.min(timeoutMillis, Integer.MAX_VALUE);
      for (Part part : parts.values()) {
        part.thread.join(Math.max(1, deadline - System.nanoTime() / 1_000_000));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (replayThread != null) {
      replayThread.interrupt();
    }
  }

  @Override
  void resumed(List<SplitPosition> positions) {
    from = positions;
    replaying = true; // until replay() has made the batches that are known
    for (Part part : parts.values()) {
      byte[] place = positions.get(part.number).place();
      part.place = place.length == 0 ? null : place;
    }
    open = takenBefore(nextBatch());
  }

  /** Makes the batches of the log again. */
  private void replay() {
    try {
      NavigableMap<Long, Cut> cuts = known();
      while (!cuts.isEmpty()) {
        Map.Entry<Long, Cut> next = cuts.pollFirstEntry();
        if (next.getKey() != replayedBatch()) {
          throw new IOException(
              "The cut of batch %d ms is missing, that of %d ms is there"
                  .formatted(replayedBatch(), next.getKey()));
        }
        replay(next.getKey(), next.getValue());
      }
      synchronized (this) {
        replaying = false;
      }
      rounds().lookAgain();
      parts.values().forEach(part -> part.thread.start());
    } catch (Throwable e) { // the source's
      parts.values().forEach(Part::close);
      if (closed) {
        LOG.debug("The batches of {} are not made again to the end", node.callSite(), e);
      } else {
        fail(e);
      }
    }
  }

  private NavigableMap<Long, Cut> known() throws IOException {
    return log == null ? new TreeMap<>() : log.since(replayedBatch());
  }

  private synchronized long replayedBatch() {
    return nextBatch();
  }

  private void replay(long batchTime, Cut cut) throws Exception {
    for (Cut.Taken taken : cut.blocks()) {
      Part part = partOf(taken.split());
      if (taken.isStart()) {
        if (part.place == null) {
          addStart(part, taken.until());
        }
      } else if (!wasTaken(batchTime, taken)) {
        waitForRoom(part);
        List<Object> records = new ArrayList<>();
        byte[] place = part.place();
        while (!Arrays.equals(place, taken.until())) {
          Portion portion = part.records().read(place, taken.until());
          records.addAll(portion.records());
          place = portion.next();
        }
        RecordBuffer contents = BlockMemory.current().bufferOf(records);
        synchronized (this) {
          addTaken(part, taken, contents);
        }
      }
    }
    synchronized (this) {
      closeNextBatch();
    }
  }

  private synchronized boolean wasTaken(long batchTime, Cut.Taken taken) {
    return wasHandedOut(taken.split(), batchTime, taken.partition());
  }

  private Part partOf(int split) {
    Part part = parts.get(split);
    if (part == null) {
      throw new IllegalStateException("Split " + split + " of " + node.callSite() + " is not here");
    }
    return part;
  }

  /** The part reads from {@code place} on, and will at every other start of the program. */
  private synchronized void addStart(Part part, byte[] place) {
    part.place = place;
    startAt(part.number, place);
    if (!replaying) {
      open.add(Cut.Taken.start(part.number, place));
    }
  }

  private void addRead(Part part, Portion portion) {
    RecordBuffer contents = BlockMemory.current().bufferOf(portion.records());
    synchronized (this) {
      boolean interrupted = Thread.interrupted(); // by the stop: no reason to fail at the log
      closeDueBatches();
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
      Cut.Taken taken = new Cut.Taken(part.number, takePartition(), portion.next());
      addTaken(part, taken, contents);
      open.add(taken);
    }
  }

  private void addTaken(Part part, Cut.Taken taken, RecordBuffer contents) {
    Block block = contents.toBlock(nextBatch(), taken.partition());
    part.place = taken.until();
    part.waiting++;
    places.put(block, taken.until());
    addBlock(part.number, block);
  }

  private synchronized void waitForRoom(Part part) throws InterruptedException {
    while (part.waiting >= MOST_WAITING) {
      wait(LOOK_MILLIS);
    }
  }

  @Override
  byte[] placeOf(Block block) {
    byte[] place = places.remove(block);
    return place == null ? SplitPosition.NO_PLACE : place;
  }

  @Override
  void handedOut(int split) {
    partOf(split).waiting--;
    notifyAll();
  }

  @Override
  boolean closesByClock() {
    return !replaying;
  }

  @Override
  void closeBatch(long batchTime) {
    List<Cut.Taken> taken = open;
    open = takenBefore(batchTime + grid().batchMillis());
    if (log == null || replaying) {
      return;
    }
    try {
      if (failure == null) { // or else the log ends here
        log.record(batchTime, new Cut(taken));
      }
    } catch (IOException | RuntimeException e) {
      String message = "What batch " + batchTime + " ms consists of cannot be recorded: ";
      RuntimeException reason = new IllegalStateException(message + e.getMessage());
      reason.addSuppressed(e); // runners report the innermost cause: let it be this
      fail(reason);
    }
  }

  /** What a batch has already, from before the checkpoint. */
  private List<Cut.Taken> takenBefore(long batchTime) {
    List<Cut.Taken> taken = new ArrayList<>();
    List<SplitPosition> positions = from == null ? List.of() : from;
    for (int split : positions.isEmpty() ? Set.<Integer>of() : parts.keySet()) {
      SplitPosition position = positions.get(split);
      if (position.batchTime() == batchTime && position.partitions() > 0) {
        taken.add(new Cut.Taken(split, position.partitions() - 1, position.place()));
      }
    }
    return taken;
  }

  private void fail(Throwable reason) {
    failure = reason;
    rounds().lookAgain();
  }

  @Override
  @Nullable Throwable failure() {
    return failure;
  }

  @Override
  void checkpointed(int split, SplitPosition position) {
    synchronized (this) {
      if (log == null || !needed.checkpointed(split, position.batchTime())) {
        return;
      }
      try {
        log.forgetBefore(needed.oldest());
      } catch (IOException e) {
        LOG.warn("Cuts of {} that are not needed cannot be removed", node.callSite(), e);
      }
    }
  }
}
