// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.source;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkException;
import org.dstreambeam.block.Block;
import org.dstreambeam.block.BlockMemory;
import org.dstreambeam.block.RecordBuffer;
import org.dstreambeam.compute.Rethrow;
import org.dstreambeam.plan.ReceiverSourceNode;
import org.dstreambeam.rate.BackPressure;
import org.dstreambeam.rate.InputRate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * As {@link ReceiverFeed}, but a block is written to a log before it is in a batch, and before the
 * receiver's {@code store} returns.
 *
 * <pre>
 *   store -> waiting -> | log, one flush for all that wait | -> the open batch -> store returns
 *                         T closes: first and last block of T -> cuts -> marker of T
 *
 *   from a checkpoint: the batches that have a cut, from the log; what else the log has goes to the
 *   batch behind them; then as above
 * </pre>
 *
 * <p>One thread does it all, so the order of the log is that of the batches: block <i>i</i> of a
 * batch is the <i>i</i>-th one in the log behind the last of the batch before, and its partition
 * <i>i</i>. That is why a batch which was open when the program was killed needs no cut. Its blocks
 * that a runner has kept in a checkpoint are known by their partitions, and the others are read
 * from the log.
 */
final class LoggedReceiverFeed extends BlockFeed implements BlockSink {

  private static final Logger LOG = LoggerFactory.getLogger(LoggedReceiverFeed.class);

  /** How often it is looked at the clock, at least. */
  private static final long LONGEST_PAUSE_MILLIS = 1_000;

  private final ReceiverSourceNode node;
  private final long blockMillis;
  private final LogSettings settings;
  private final ReceivedLog log;
  private final CutLog cuts;
  private final NeededCuts needed;
  private final ReceiverSupervision receiver;
  private final InputRate rate;
  private final Thread thread;

  // Guarded by this.
  private RecordBuffer open = BlockMemory.current().newWaitingBuffer();
  private long openBatch;
  private long openUntil = NEVER;
  private List<Waiting> waiting = new ArrayList<>();
  private List<SplitPosition> from = List.of();

  /** The number of the last block of each batch that is closed, as long as it may be asked for. */
  private final NavigableMap<Long, Long> ends = new TreeMap<>();

  // Of the thread; what is in the open batch is what is behind the last block of the one before.
  private long lastInLog;
  private long lastOfBatchBefore;
  private int partitions;
  private long records;

  private volatile boolean closed;
  private volatile @Nullable Throwable failure;

  /**
   * A block that is not in the log.
   *
   * @param batchTime of the batch that was open when it was stored; it is in that one or a later
   */
  private record Waiting(long batchTime, RecordBuffer records, CompletableFuture<Void> stored) {}

  /** One whose batch is known. */
  private record Ready(Block block, long size, CompletableFuture<Void> stored) {}

  LoggedReceiverFeed(
      ReceiverSourceNode node,
      SparkConf conf,
      ReceivedLog log,
      CutLog cuts,
      BatchGrid grid,
      ReaderRounds rounds,
      Splits splits) {
    super(grid, rounds, splits);
    this.node = node;
    this.blockMillis = ReceiverFeed.blockMillis(conf);
    this.settings = LogSettings.of(conf);
    this.log = log;
    this.cuts = cuts;
    this.needed = new NeededCuts(splits);
    ReceiverImage image = ReceiverImage.of(node.receiver(), node.streamId());
    this.receiver = new ReceiverSupervision(image, conf, this);
    this.rate =
        new InputRate(
            BackPressure.estimator(conf, grid.batchMillis()), grid.clock().now(), receiver::limit);
    this.thread = new Thread(this::run, "receiver-" + node.streamId() + "-log");
    thread.setDaemon(true);
    grid.clock().onAdvance(() -> LockSupport.unpark(thread));
  }

  @Override
  void start() {
    thread.start();
  }

  @Override
  void resumed(List<SplitPosition> positions) {
    from = positions;
  }

  @Override
  public void stopReceiving(long timeoutMillis) {
    receiver.stop("Stopped by driver", timeoutMillis);
  }

  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(thread);
  }

  @Override
  boolean closesByClock() {
    return false;
  }

  @Override
  public synchronized void add(@Nullable Object record) {
    long now = grid().clock().now();
    if (now >= openUntil || now >= openBatch) {
      endBlock();
    }
    if (open.isEmpty()) {
      openUntil = (now / blockMillis + 1) * blockMillis;
      openBatch = openBatch();
      LockSupport.unpark(thread);
    }
    open.add(record);
  }

  private long openBatch() {
    return Math.max(nextBatch(), grid().openBatch());
  }

  @Override
  public synchronized void endBlock() {
    if (!open.isEmpty()) {
      var unused = queue(openBatch, open);
      open = BlockMemory.current().newWaitingBuffer();
      openUntil = NEVER;
    }
  }

  private CompletableFuture<Void> queue(long batchTime, RecordBuffer block) {
    CompletableFuture<Void> stored = new CompletableFuture<>();
    if (closed) {
      block.discard();
      stored.completeExceptionally(new IOException("the stream has ended"));
    } else {
      waiting.add(new Waiting(batchTime, block, stored));
      LockSupport.unpark(thread);
    }
    return stored;
  }

  /** Returns when the block is in the log. */
  @Override
  public void addBlock(RecordBuffer block) {
    CompletableFuture<Void> stored;
    synchronized (this) {
      stored = queue(openBatch(), block);
    }
    try {
      stored.get(settings.storeMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      throw Rethrow.as(e);
    } catch (ExecutionException e) {
      throw notStored(String.valueOf(e.getCause()), e.getCause());
    } catch (TimeoutException e) {
      throw notStored("it took longer than " + settings.storeMillis() + " ms", e);
    }
  }

  private RuntimeException notStored(String reason, @Nullable Throwable cause) {
    return Rethrow.as(
        new SparkException(
            "A block of receiver "
                + node.streamId()
                + " is not known to be in the write-ahead log: "
                + reason
                + ". Store it again",
            cause));
  }

  private void run() {
    try {
      replay();
      receiver.start();
      while (!closed) {
        List<Waiting> blocks = takeWaiting();
        if (!blocks.isEmpty()) {
          write(blocks);
        } else if (!closeDueBatch()) {
          LockSupport.parkNanos(this, pauseNanos());
        }
      }
    } catch (Throwable e) { // Errors too: the program ends with it
      if (closed) {
        LOG.debug("{} was stopped", node.callSite(), e);
      } else {
        fail(e);
      }
    } finally {
      end();
    }
  }

  private void end() {
    List<Waiting> left;
    synchronized (this) {
      closed = true; // nobody would take what is stored
      left = waiting;
      waiting = new ArrayList<>();
    }
    left.forEach(block -> refuse(block.stored(), new IOException("the stream has ended")));
    try {
      log.close();
    } catch (IOException e) {
      LOG.warn("The write-ahead log of {} cannot be closed", node.callSite(), e);
    }
  }

  private synchronized long pauseNanos() {
    long due = Math.min(nextBatch(), openUntil);
    long millis = waiting.isEmpty() ? grid().clock().realMillisUntil(due) : 0;
    return TimeUnit.MILLISECONDS.toNanos(Math.min(millis, LONGEST_PAUSE_MILLIS));
  }

  private synchronized List<Waiting> takeWaiting() {
    long now = grid().clock().now();
    if (now >= openUntil || now >= openBatch) {
      endBlock();
    }
    List<Waiting> taken = waiting;
    waiting = new ArrayList<>();
    return taken;
  }

  /** Writes all at once; if that fails one by one, as perhaps only one of them is to blame. */
  private void write(List<Waiting> group) throws IOException {
    List<Ready> ready = readyOf(group);
    try {
      if (!tryWrite(ready) && ready.size() > 1) {
        for (Ready one : ready) {
          var unused = tryWrite(List.of(one));
        }
      }
    } catch (ReceivedLog.SupersededException e) {
      refuseAll(ready, e);
      throw e;
    } finally {
      refuseAll(ready, new IOException("it could not be written"));
    }
  }

  private List<Ready> readyOf(List<Waiting> group) {
    List<Ready> ready = new ArrayList<>();
    long batchTime = lockedNextBatch();
    for (Waiting one : group) {
      batchTime = Math.max(batchTime, one.batchTime());
      long size = one.records().size();
      Block block = one.records().toBlock(batchTime, 0);
      Throwable lost = block.failure();
      if (lost == null) {
        ready.add(new Ready(block, size, one.stored()));
      } else {
        refuse(one.stored(), lost);
      }
    }
    return ready;
  }

  /** Returns whether they are in the log, and in their batches. */
  private boolean tryWrite(List<Ready> group) throws IOException {
    try {
      log.append(group.stream().map(Ready::block).toList());
    } catch (ReceivedLog.SupersededException e) { // another attempt makes no sense
      throw e;
    } catch (IOException | RuntimeException e) {
      if (group.size() == 1) {
        refuse(group.get(0).stored(), e);
      }
      return false;
    }
    for (Ready one : group) {
      while (lockedNextBatch() < one.block().batchTime() && !lockedIsOver()) {
        closeNext();
      }
      put(one);
      one.stored().complete(null);
    }
    return true;
  }

  private synchronized void put(Ready one) {
    lastInLog++;
    records += one.size();
    int partition = partitions++;
    // Of a batch behind the last one it is in the log only, and in the next run's first batch.
    addBlock(splitOf(partition), one.block().asPartition(partition));
  }

  /** Those that are stored are left alone. */
  private void refuseAll(List<Ready> blocks, IOException reason) {
    blocks.forEach(block -> refuse(block.stored(), reason));
  }

  /** What waits in vain: those who stored it hear of it, for single records there is the log. */
  private void refuse(CompletableFuture<Void> stored, Throwable reason) {
    if (stored.completeExceptionally(reason)) {
      LOG.error("A block of {} could not be written to its log", node.callSite(), reason);
    }
  }

  private int splitOf(int partition) {
    return splits().count() == 1 ? splits().first() : splits().ofPartition(partition);
  }

  private synchronized long lockedNextBatch() {
    return nextBatch();
  }

  private synchronized boolean lockedIsOver() {
    return isOver();
  }

  /** Returns whether there was something to do. */
  private boolean closeDueBatch() throws IOException {
    synchronized (this) {
      long batchTime = nextBatch();
      if (isOver() || grid().lastDueBatch() < batchTime) {
        return false;
      }
      if (openBatch <= batchTime) {
        endBlock();
      }
      if (waiting.stream().anyMatch(block -> block.batchTime() <= batchTime)) {
        return true; // what was stored in its time is in it
      }
    }
    closeNext();
    return true;
  }

  private void closeNext() throws IOException {
    long batchTime = lockedNextBatch();
    Cut cut =
        new Cut(
            List.of(
                Cut.Taken.start(0, placeAt(lastOfBatchBefore)),
                new Cut.Taken(0, partitions, placeAt(lastInLog))));
    try {
      cuts.record(batchTime, cut);
    } catch (IOException | RuntimeException e) {
      IOException reason =
          new IOException(
              "What batch " + batchTime + " ms consists of cannot be recorded: " + e.getMessage());
      reason.addSuppressed(e); // runners report the innermost cause: let it be this
      throw reason;
    }
    closeRecorded(batchTime);
  }

  private synchronized void closeRecorded(long batchTime) {
    ends.put(batchTime, lastInLog);
    rate.closed(batchTime, records);
    closeNextBatch();
    lastOfBatchBefore = lastInLog;
    partitions = 0;
    records = 0;
  }

  @Override
  void closeBatch(long batchTime) {} // its blocks are there

  /** Makes the batches again that have a cut, and puts what else there is into the next one. */
  private void replay() throws IOException {
    log.takeOver();
    long batchTime = lockedNextBatch();
    NavigableMap<Long, Cut> known = isResumed() ? cuts.since(batchTime) : new TreeMap<>();
    begin(batchTime, known);
    try (ReceivedLog.Reader reader = log.read(lastInLog + 1)) {
      for (var cut : known.entrySet()) {
        checkIsNext(cut.getKey(), startOf(cut.getValue()));
        for (long left = endOf(cut.getValue()) - lastInLog; left > 0; left--) {
          RecordBuffer block = reader.next();
          if (block == null) {
            throw new IOException(
                "Batch %d ms cannot be made again: of its blocks %d are missing in the write-ahead log"
                    .formatted(cut.getKey(), left));
          }
          putAgain(block);
        }
        closeRecorded(cut.getKey());
      }
      for (RecordBuffer block = reader.next(); block != null; block = reader.next()) {
        putAgain(block);
      }
    }
    log.goOnAt(lastInLog + 1);
  }

  private synchronized void begin(long batchTime, NavigableMap<Long, Cut> known) {
    byte[] place = from.isEmpty() ? SplitPosition.NO_PLACE : from.get(0).place();
    lastInLog =
        known.isEmpty()
            ? (place.length == 0 ? 0 : ByteBuffer.wrap(place).getLong())
            : startOf(known.firstEntry().getValue());
    lastOfBatchBefore = lastInLog;
    ends.put(batchTime - grid().batchMillis(), lastInLog);
  }

  private synchronized void checkIsNext(long batchTime, long start) throws IOException {
    if (batchTime != nextBatch() || start != lastInLog) {
      throw new IOException(
          "The cut of batch %d ms is missing, that of %d ms is there"
              .formatted(nextBatch(), batchTime));
    }
  }

  private synchronized void putAgain(RecordBuffer block) {
    lastInLog++;
    records += block.size();
    int partition = partitions++;
    int split = splitOf(partition);
    if (wasHandedOut(split, nextBatch(), partition)) {
      block.discard();
    } else {
      addBlock(split, block.toBlock(nextBatch(), partition));
    }
  }

  private static byte[] placeAt(long number) {
    return ByteBuffer.allocate(Long.BYTES).putLong(number).array();
  }

  private static long startOf(Cut cut) {
    return ByteBuffer.wrap(cut.blocks().get(0).until()).getLong();
  }

  private static long endOf(Cut cut) {
    return ByteBuffer.wrap(cut.blocks().get(1).until()).getLong();
  }

  /** Behind a marker the blocks of the next batch begin. */
  @Override
  byte[] placeOf(Block block) {
    Long end = block.isMarker() ? ends.get(block.batchTime()) : null;
    return end == null ? SplitPosition.NO_PLACE : placeAt(end);
  }

  @Override
  public void completed(long batchTime) {
    rate.completed(batchTime, grid().clock().now());
  }

  @Override
  public void completedElsewhere(long batchTime) {
    completed(batchTime);
  }

  @Override
  void checkpointed(int split, SplitPosition position) {
    long oldest;
    Long end;
    synchronized (this) {
      if (!needed.checkpointed(split, position.batchTime())) {
        return;
      }
      oldest = needed.oldest();
      long batchBefore = oldest - grid().batchMillis();
      end = ends.get(batchBefore);
      ends.headMap(batchBefore, false).clear();
    }
    try { // without the lock: receivers need not wait for it
      cuts.forgetBefore(oldest);
      if (end != null) {
        log.forgetUpTo(end);
      }
    } catch (IOException e) {
      LOG.warn("What {} has received long ago cannot be removed", node.callSite(), e);
    }
  }

  private void fail(Throwable reason) {
    failure = reason;
    rounds().lookAgain();
  }

  @Override
  @Nullable Throwable failure() {
    return failure;
  }
}
