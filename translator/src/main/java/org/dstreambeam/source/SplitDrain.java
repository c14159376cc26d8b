// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.source;

import java.io.IOException;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.beam.sdk.io.UnboundedSource.CheckpointMark;
import org.apache.beam.sdk.metrics.MetricsEnvironment;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread that drains some splits of a Beam source in turn. Its readers and their marks are
 * used, finalised and closed by it alone.
 *
 * <pre>
 *   read, read, ... T is due: mark all splits -> T closes -> read, ... stop: mark all -> ... close
 * </pre>
 */
final class SplitDrain implements Runnable {

  private static final Logger LOG = LoggerFactory.getLogger(SplitDrain.class);

  /** Before it is looked again for records, and for others to mark their splits. */
  private static final long IDLE_MILLIS = 5;

  /** Bounds what a lost wake-up costs. */
  private static final long LONGEST_PAUSE_MILLIS = 1_000;

  private final DrainFeed feed;
  private final List<DrainedSplit> splits;
  private final Thread thread;
  private final Queue<CheckpointMark> toFinalize = new ConcurrentLinkedQueue<>();
  private volatile boolean closed;
  private volatile boolean settled;

  SplitDrain(DrainFeed feed, String name, List<DrainedSplit> splits) {
    this.feed = feed;
    this.splits = List.copyOf(splits);
    this.thread = new Thread(this, name);
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  /** To look again at once: the clock was moved, or the program ends. */
  void wake() {
    LockSupport.unpark(thread);
  }

  /** What it brought is out of the way; to be called in the order in which it was read. */
  void finalizeSoon(List<CheckpointMark> marks) {
    if (!marks.isEmpty()) {
      toFinalize.addAll(marks);
      wake();
    }
  }

  /** Whether all splits are marked for good; there will be no more records. */
  boolean isSettled() {
    return settled || !thread.isAlive();
  }

  /** For a reader that does not come back. */
  void interrupt() {
    thread.interrupt();
  }

  /** Returns when the readers are closed, or the time is up. */
  void close(long millis) throws InterruptedException {
    closed = true;
    wake();
    if (Thread.currentThread() != thread) {
      thread.join(millis);
    }
  }

  @Override
  public void run() {
    MetricsEnvironment.setCurrentContainer(new DroppedMetrics());
    try {
      while (!feed.isStopping()) {
        readOn();
      }
      splits.forEach(DrainedSplit::settle);
      settled = true;
      feed.closeDue();
      Thread.interrupted(); // it has done what it was for
      while (!closed) {
        finalizeMarks();
        pause(LONGEST_PAUSE_MILLIS);
      }
      finalizeMarks();
    } catch (RuntimeException | Error e) { // that will not be otherwise the next time
      feed.fail(e);
    } finally {
      splits.forEach(DrainedSplit::close);
    }
  }

  private void readOn() {
    finalizeMarks();
    boolean some = false;
    for (DrainedSplit split : splits) {
      if (!feed.isDue() && feed.hasRoomFor(split.number())) {
        some |= split.drain();
      }
    }
    if (feed.isDue()) {
      splits.forEach(DrainedSplit::settle);
      feed.closeDue();
    }
    if (!some) {
      pause(Math.max(1, Math.min(IDLE_MILLIS, feed.millisUntilDue())));
    }
  }

  private void finalizeMarks() {
    for (CheckpointMark mark = toFinalize.poll(); mark != null; mark = toFinalize.poll()) {
      try {
        mark.finalizeCheckpoint();
      } catch (IOException | RuntimeException e) {
        LOG.warn("What {} has read cannot be acknowledged", feed.title(), e);
      }
    }
  }

  private static void pause(long millis) {
    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millis));
  }
}
