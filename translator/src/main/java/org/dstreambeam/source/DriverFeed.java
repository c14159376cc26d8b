// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.source;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.dstreambeam.block.Block;
import org.dstreambeam.compute.FailedOperation;
import org.dstreambeam.plan.SourceNode;
import org.dstreambeam.rdd.Dataset;
import org.dstreambeam.stage.Task;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks at the end of each interval what its batch consists of, on a thread of its own: it may take
 * a while, and neither other streams nor the clock wait for it. What it throws means that there is
 * no such batch. The partitions are computed by the stages that read them.
 */
abstract class DriverFeed extends BlockFeed {

  private static final Logger LOG = LoggerFactory.getLogger(DriverFeed.class);

  /** How often it is looked whether the program has ended, at least. */
  private static final long LONGEST_PAUSE_MILLIS = 1_000;

  /** What the program's code may take to come back at the end. */
  private static final long GRACE_MILLIS = 1_000;

  private final SourceNode node;
  private final Thread thread;
  private List<Block> made = List.of();
  private @Nullable Block insteadOfMade;
  private volatile boolean closed;
  private volatile @Nullable Throwable failure;

  DriverFeed(SourceNode node, BatchGrid grid, ReaderRounds rounds, Splits splits) {
    super(grid, rounds, splits);
    this.node = node;
    this.thread = new Thread(this::run, "source-" + node.operation());
    thread.setDaemon(true);
    grid.clock().onAdvance(() -> LockSupport.unpark(thread));
  }

  /**
   * What the batch consists of: called once for each, in their order, without the lock.
   *
   * @return null if the stream has no RDD at that time
   */
  abstract @Nullable List<? extends Dataset<?>> make(long batchTime) throws Exception;

  @Override
  void start() {
    thread.start();
  }

  /** Batches up to the last are made all the same: only their end is known. */
  @Override
  public void close() {
    closed = true;
    thread.interrupt();
    try {
      if (!thread.equals(Thread.currentThread())) {
        thread.join(GRACE_MILLIS); // what follows is the end of what it asks
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** No batch will be asked for any more; called on the thread that asked, unless none did. */
  void ended() {}

  @Override
  final boolean closesByClock() {
    return false;
  }

  private void run() {
    try {
      for (long batch = openBatch(); !closed && !isOver(); batch = openBatch()) {
        if (grid().lastDueBatch() < batch) {
          long millis = Math.min(grid().clock().realMillisUntil(batch), LONGEST_PAUSE_MILLIS);
          LockSupport.parkNanos(this, TimeUnit.MILLISECONDS.toNanos(millis));
        } else {
          close(batch);
        }
      }
    } catch (Throwable e) { // Errors too: the program ends with it
      if (closed) {
        LOG.debug("{} was stopped", node.callSite(), e);
      } else {
        fail(e);
      }
    } finally {
      var unused = Thread.interrupted(); // the stop's, which is over here
      ended();
    }
  }

  private synchronized long openBatch() {
    return nextBatch();
  }

  private void close(long batchTime) throws Exception {
    List<Block> blocks = new ArrayList<>();
    Block instead = null;
    try {
      List<? extends Dataset<?>> datasets = make(batchTime);
      if (datasets == null) {
        instead = Block.missingMarker(batchTime);
      } else {
        datasets.forEach(dataset -> addPartitions(batchTime, dataset, blocks));
      }
    } catch (Throwable e) { // Errors too are the user's
      if (Task.isFatal(e) || closed || failure != null) {
        throw e;
      }
      FailedOperation.markAround(e, "in " + node.callSite() + " (batch " + batchTime + " ms)");
      instead = Block.failedMarker(batchTime, e);
    }
    synchronized (this) {
      if (isOver()) {
        return; // the program has ended meanwhile
      }
      made = instead == null ? blocks : List.of();
      insteadOfMade = instead;
      closeNextBatch();
    }
  }

  /** An RDD that cannot tell its partitions, which may be up to user code, is one that fails. */
  private void addPartitions(long batchTime, Dataset<?> dataset, List<Block> blocks) {
    int partitions;
    try {
      partitions = dataset.partitions();
    } catch (RuntimeException e) {
      blocks.add(Block.failed(batchTime, blocks.size(), e));
      return;
    }
    for (int i = 0; i < partitions; i++) {
      blocks.add(Block.of(batchTime, blocks.size(), contents(dataset, i)));
    }
  }

  /** What the next stage reads a partition from. */
  Iterable<?> contents(Dataset<?> dataset, int partition) {
    return new LazyPartition(dataset, partition);
  }

  @Override
  final void closeBatch(long batchTime) {
    for (Block block : made) {
      int partition = (int) block.partition();
      int split = splits().count() == 1 ? splits().first() : splits().ofPartition(partition);
      if (!wasHandedOut(split, batchTime, partition)) {
        addBlock(split, block);
      }
    }
  }

  @Override
  final Block markerOf(long batchTime) {
    Block instead = insteadOfMade;
    return instead == null ? super.markerOf(batchTime) : instead;
  }

  /** The program cannot go on. */
  final void fail(Throwable reason) {
    failure = reason;
    rounds().lookAgain();
  }

  @Override
  final @Nullable Throwable failure() {
    return failure;
  }
}
