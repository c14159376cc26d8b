// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.source;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.apache.beam.sdk.io.UnboundedSource;
import org.apache.beam.sdk.util.SerializableUtils;
import org.dstreambeam.block.Block;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Drains the readers of a Beam source: what each of its splits brings while a batch is open is one
 * partition of that batch, or several if it is large.
 *
 * <pre>
 *   source's split 0, 4, .. --\  reader -> partition 0, 4, ..     split 0 of this feed, one thread
 *   source's split 1, 5, .. ---  reader -> partition 1, 5, ..     split 1
 *
 *   T is due: each split's mark -> cut of T -> log -> blocks and marker of T
 * </pre>
 *
 * <p>A batch closes when every split that has brought something was marked behind it, so that a
 * restart, which opens the source's readers at the marks, makes the same batches of the same
 * numbers of records. Marks are finalised when nothing before them will be asked for again.
 */
final class DrainFeed extends BlockFeed {

  private static final Logger LOG = LoggerFactory.getLogger(DrainFeed.class);

  /** Partitions with records that a split has ready before it stops reading. */
  private static final int MOST_WAITING = 3;

  /** What a reader may take to come back before its thread is interrupted. */
  private static final long GRACE_MILLIS = 1_000;

  private final BeamSourceNode node;
  private final long retryMillis;
  private final @Nullable CutLog log;
  private final NeededCuts needed;
  private final Map<Integer, ServedSplit> served = new TreeMap<>();
  private final TreeSet<Long> completed = new TreeSet<>();
  private long nextToComplete;
  private boolean finalizesHandedOut;
  private boolean startsRecorded;
  private volatile List<DrainedSplit> all = List.of();
  private volatile boolean replaying;
  private volatile boolean stopping;
  private volatile boolean closed;
  private volatile @Nullable Throwable failure;
  private volatile @Nullable Thread replayThread;

  /**
   * @param retryMillis after which a reader that has failed is opened again
   * @param log null if the program keeps no checkpoints
   */
  DrainFeed(
      BeamSourceNode node,
      long retryMillis,
      @Nullable CutLog log,
      BatchGrid grid,
      ReaderRounds rounds,
      Splits splits) {
    super(grid, rounds, splits);
    this.node = node;
    this.retryMillis = retryMillis;
    this.log = log;
    this.needed = new NeededCuts(splits);
    this.nextToComplete = grid.firstBatch();
    splits.numbers().forEach(split -> served.put(split, new ServedSplit(split, log != null)));
    grid.clock().onAdvance(() -> drains().forEach(SplitDrain::wake));
  }

  String title() {
    return node.title();
  }

  @Override
  void start() {
    if (!replaying) {
      drain();
      return;
    }
    Thread thread =
        new Thread(new DrainReplay(this, log), "source-" + node.operation() + "-replay");
    thread.setDaemon(true);
    replayThread = thread;
    thread.start();
  }

  @Override
  void resumed(List<SplitPosition> positions) {
    replaying = true; // until the batches that are known are made
    for (ServedSplit own : served.values()) {
      byte[] place = positions.get(own.number()).place();
      if (place.length > 0) {
        adopt(own, place);
      }
    }
  }

  /** A split began there in another run of the program, if the checkpoint knows no better. */
  synchronized void began(int split, byte[] places) throws IOException {
    ServedSplit own = Objects.requireNonNull(served.get(split));
    if (!own.isKnown()) {
      adopt(own, places);
      startAt(split, places);
      return;
    }
    for (SplitPlace place : SplitPlace.of(places)) {
      if (place.count() == 0) {
        own.drained(place.number()).contents().beginsAt(place.mark());
      }
    }
  }

  /** It goes on with the splits that the source had when the program began. */
  private void adopt(ServedSplit own, byte[] places) {
    List<DrainedSplit> found = new ArrayList<>();
    try {
      List<SplitPlace> all = SplitPlace.of(places);
      for (SplitPlace place : all) {
        found.add(DrainedSplit.restored(this, place, stride(all.size()), retryMillis));
      }
    } catch (IOException | IllegalArgumentException e) {
      throw new IllegalStateException("What a checkpoint says of " + title() + " is no use", e);
    }
    own.reads(found);
    findAll();
  }

  /** All that is known has been made. */
  void replayed() {
    synchronized (this) {
      replaying = false;
    }
    drain();
    rounds().lookAgain();
  }

  void notReplayed(Throwable reason) {
    all.forEach(DrainedSplit::close);
    if (closed) {
      LOG.debug("The batches of {} are not made again to the end", title(), reason);
    } else {
      fail(reason);
    }
  }

  /** Begins to read. */
  private void drain() {
    List<SplitDrain> drains = new ArrayList<>();
    synchronized (this) {
      if (closed) {
        return;
      }
      for (ServedSplit own : served.values()) {
        if (!own.isKnown()) {
          own.reads(newSplits(own.number()));
          startAt(own.number(), own.place());
        }
        if (!own.drained().isEmpty()) {
          String name = "source-" + node.operation() + "-" + own.number();
          SplitDrain drain = new SplitDrain(this, name, List.copyOf(own.drained()));
          own.drainedBy(drain);
          drains.add(drain);
        }
      }
      findAll();
    }
    drains.forEach(SplitDrain::start);
  }

  private List<DrainedSplit> newSplits(int split) {
    List<DrainedSplit> found = new ArrayList<>();
    int total = splits().total();
    int stride = stride((node.splits().size() - split + total - 1) / total);
    for (int number = split; number < node.splits().size(); number += splits().total()) {
      UnboundedSource<?, ?> source = node.splits().get(number);
      byte[] bytes = log == null ? new byte[0] : SerializableUtils.serializeToByteArray(source);
      SplitPlace place = new SplitPlace(number, bytes, null, 0);
      found.add(new DrainedSplit(this, place, source, stride, retryMillis));
    }
    return found;
  }

  private void findAll() {
    Map<Integer, DrainedSplit> found = new TreeMap<>();
    for (ServedSplit own : served.values()) {
      own.drained().forEach(split -> found.put(split.number(), split));
    }
    all = List.copyOf(found.values());
  }

  private List<SplitDrain> drains() {
    List<SplitDrain> drains = new ArrayList<>();
    for (ServedSplit own : served.values()) {
      SplitDrain drain = own.drain();
      if (drain != null) {
        drains.add(drain);
      }
    }
    return drains;
  }

  /** Batches that are known are made again all the same: they have been received. */
  @Override
  public void stopReceiving(long timeoutMillis) {
    stopping = true;
    drains().forEach(SplitDrain::wake);
    try {
      if (!awaitSettled(Math.min(timeoutMillis, GRACE_MILLIS))) {
        synchronized (this) { // not while one of them writes a cut
          drains().stream().filter(drain -> !drain.isSettled()).forEach(SplitDrain::interrupt);
        }
        awaitSettled(timeoutMillis - GRACE_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    synchronized (this) { // what cannot be marked is to be read another time
      for (DrainedSplit split : replaying ? List.<DrainedSplit>of() : all) {
        if (!split.contents().isMarked()) {
          split.contents().abandon();
        }
      }
    }
    rounds().lookAgain();
  }

  private boolean awaitSettled(long millis) throws InterruptedException {
    long begin = System.nanoTime();
    for (SplitDrain drain : drains()) {
      while (!drain.isSettled()) {
        if (TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin) >= millis) {
          return false;
        }
        drain.wake();
        Thread.sleep(1);
      }
    }
    return true;
  }

  boolean isClosed() {
    return closed;
  }

  @Override
  public void close() {
    synchronized (this) { // from here on nobody begins to read
      closed = true;
    }
    try {
      Thread replay = replayThread;
      if (replay != null) {
        replay.interrupt();
        replay.join(GRACE_MILLIS);
      }
      for (SplitDrain drain : drains()) {
        drain.close(GRACE_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  boolean isStopping() {
    return stopping;
  }

  /** Whether the open batch is to close; takes no lock. */
  boolean isDue() {
    return grid().clock().now() >= nextBatch();
  }

  long millisUntilDue() {
    return grid().clock().realMillisUntil(nextBatch());
  }

  /** Whether the split of the source that has that number may go on. */
  synchronized boolean hasRoomFor(int split) {
    return drained(split).contents().waiting() < MOST_WAITING;
  }

  synchronized DrainedSplit drained(int split) {
    return serving(split).drained(split);
  }

  /**
   * Between the partitions of one split: they belong to one split of the feed, as others do.
   *
   * @param drained how many splits of the source that split of the feed has
   */
  private int stride(int drained) {
    return drained * splits().total();
  }

  /** The split of the feed that serves one of the source. */
  private ServedSplit serving(int split) {
    return Objects.requireNonNull(served.get(splits().ofPartition(split)));
  }

  /** Where a split begins, if that is known before its first record; with the lock. */
  void begins(SplitPlace place) {
    ServedSplit own = serving(place.number());
    own.isBehind(place);
    startsRecorded = false; // or a batch would begin elsewhere the next time
    startAt(own.number(), own.place());
  }

  /** Adds what was read to the batch that is open; with the lock. */
  void add(SplitContents contents, List<?> run) {
    closeDue();
    contents.add(run);
  }

  /** Closes what is due and can be closed. */
  synchronized void closeDue() {
    boolean interrupted = Thread.interrupted(); // by the stop: no reason to fail at the log
    closeDueBatches();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** And not before what all splits have brought is marked. */
  @Override
  boolean closesByClock() {
    if (replaying) {
      return false;
    }
    for (DrainedSplit split : all) {
      if (!split.contents().isMarked()) {
        return false;
      }
    }
    return true;
  }

  @Override
  void closeBatch(long batchTime) {
    List<Cut.Taken> cut = new ArrayList<>();
    if (!startsRecorded) {
      served.values().forEach(own -> cut.add(Cut.Taken.start(own.number(), own.begin())));
      startsRecorded = true;
    }
    List<SplitContents.Partition> partitions = new ArrayList<>();
    all.forEach(split -> partitions.addAll(split.contents().close(batchTime)));
    partitions.sort(Comparator.comparingLong(partition -> partition.block().partition()));
    for (SplitContents.Partition partition : partitions) {
      int number = (int) partition.block().partition();
      ServedSplit own = serving(number);
      if (!wasHandedOut(own.number(), batchTime, number)) {
        own.isReady(partition);
        addBlock(own.number(), partition.block());
      }
      cut.add(new Cut.Taken(own.number(), number, partition.place().toBytes()));
    }
    if (log != null && !replaying && failure == null) { // or else the log ends here
      record(log, batchTime, new Cut(cut));
    }
  }

  private void record(CutLog cuts, long batchTime, Cut cut) {
    try {
      cuts.record(batchTime, cut);
    } catch (IOException | RuntimeException e) {
      String message = "What batch " + batchTime + " ms consists of cannot be recorded: ";
      RuntimeException reason = new IllegalStateException(message + e.getMessage());
      reason.addSuppressed(e); // runners report the innermost cause: let it be this
      fail(reason);
    }
  }

  @Override
  byte[] placeOf(Block block) {
    if (block.isMarker()) {
      return SplitPosition.NO_PLACE;
    }
    ServedSplit own = serving((int) block.partition());
    SplitContents.Partition partition = own.handsOut(block);
    if (partition == null) {
      return SplitPosition.NO_PLACE;
    }
    if (finalizesHandedOut && partition.isLast()) {
      own.finalizeUpTo(partition.place().number(), block.batchTime());
    }
    return own.place();
  }

  @Override
  public synchronized void forgetsWhatIsHandedOut() {
    finalizesHandedOut = log == null;
  }

  /** Without checkpoints this is the end of a batch. */
  @Override
  public void completed(long batchTime) {
    if (log == null) {
      completedWithoutLog(batchTime);
    }
  }

  private synchronized void completedWithoutLog(long batchTime) {
    completed.add(batchTime);
    while (completed.remove(nextToComplete)) { // jobs that run side by side end in any order
      nextToComplete += grid().batchMillis();
    }
    for (DrainedSplit split : all) {
      serving(split.number()).finalizeUpTo(split.number(), nextToComplete - grid().batchMillis());
    }
  }

  @Override
  synchronized void checkpointed(int split, SplitPosition position) {
    if (log == null) {
      return;
    }
    ServedSplit own = Objects.requireNonNull(served.get(split));
    for (DrainedSplit drained : own.drained()) {
      own.finalizeUpTo(drained.number(), position.batchTime() - grid().batchMillis());
    }
    if (needed.checkpointed(split, position.batchTime())) {
      try {
        log.forgetBefore(needed.oldest());
      } catch (IOException e) {
        LOG.warn("Cuts of {} that are not needed cannot be removed", title(), e);
      }
    }
  }

  /** The program cannot go on. */
  void fail(Throwable reason) {
    failure = reason;
    rounds().lookAgain();
  }

  @Override
  @Nullable Throwable failure() {
    return failure;
  }
}
