// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.local;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.dstreambeam.driver.BatchRunner;
import org.dstreambeam.source.BatchGrid;
import org.dstreambeam.source.BlockFeed;
import org.dstreambeam.source.LocalProgram;
import org.dstreambeam.source.LocalPrograms;
import org.dstreambeam.spi.StreamingExecution;
import org.dstreambeam.spi.StreamingProgram;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A program that runs in this JVM.
 *
 * <p>Stopping means to say which batch is the last: the readers pick up what is left of it and end,
 * and the pipeline ends by itself. Only when that takes longer than the stop allows is it
 * cancelled.
 */
final class LocalExecution implements StreamingExecution {

  private static final Logger LOG = LoggerFactory.getLogger(LocalExecution.class);

  /** What Spark gives outputs that run, or wait, at a stop that is not graceful. */
  private static final long ABRUPT_MILLIS = 2_000;

  /** What Spark gives receivers to stop, then. */
  private static final long RECEIVERS_MILLIS = 10_000;

  /** How long Spark waits for the last outputs of a graceful stop. */
  private static final long LAST_OUTPUTS_MILLIS = TimeUnit.HOURS.toMillis(1);

  private static final int BATCHES_OF_GRACE = 10;

  private final StreamingProgram program;
  private final LocalProgram local;
  private final BatchRunner batches;
  private final BatchGrid grid;
  private final RunningPipeline pipeline;
  private final boolean goesOnLater;
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile boolean cancelled;
  private volatile long lastBatch;

  LocalExecution(
      StreamingProgram program,
      LocalProgram local,
      BatchRunner batches,
      BatchGrid grid,
      RunningPipeline pipeline,
      boolean goesOnLater) {
    this.program = program;
    this.local = local;
    this.batches = batches;
    this.grid = grid;
    this.pipeline = pipeline;
    this.goesOnLater = goesOnLater;
    ExitWatch exitWatch = ExitWatch.start(program.onAbandoned());
    Thread watch = new Thread(() -> watch(exitWatch), "streaming-pipeline-watch");
    watch.setDaemon(true);
    watch.start();
  }

  /** Waits for the pipeline, and reports it if it ends for a reason that is not ours. */
  private void watch(ExitWatch exitWatch) {
    try {
      LateBlocks.check(pipeline.await());
    } catch (Throwable e) { // whatever the runner ends with
      reportUnlessCancelled(e);
    } finally {
      ended.countDown();
      batches.noMoreCome();
      exitWatch.end();
    }
  }

  private void reportUnlessCancelled(Throwable failure) {
    if (!cancelled) {
      LOG.error("The pipeline failed", failure);
      program.onError().accept(failure);
    }
  }

  @Override
  public void stop(boolean gracefully) throws InterruptedException {
    for (BlockFeed feed : local.feeds().values()) {
      feed.stopReceiving(gracefully ? Long.MAX_VALUE : RECEIVERS_MILLIS);
    }
    if (gracefully) {
      finishGracefully();
    } else {
      finishAbruptly();
    }
    local.feeds().values().forEach(BlockFeed::close);
    LocalPrograms.unregister(local.id());
  }

  /** The batch that is open takes in what was received last; one more follows it, as on Spark. */
  private void finishGracefully() throws InterruptedException {
    long lastBatch = grid.openBatch() + grid.batchMillis();
    finishAfter(lastBatch);
    if (!awaitEnd(gracefulMillis()) && !isOver() && grid.lastDueBatch() < lastBatch) {
      LOG.warn("The clock did not reach batch {} ms in time: earlier ones are the last", lastBatch);
      finishAfter(grid.lastDueBatch());
    }
    // What was cut is processed, however long it takes: Spark, too, gives its jobs an hour.
    drain(LAST_OUTPUTS_MILLIS);
  }

  private void finishAbruptly() throws InterruptedException {
    finishAfter(grid.lastDueBatch());
    drain(ABRUPT_MILLIS);
  }

  private void finishAfter(long lastBatch) {
    batches.finishAfter(lastBatch);
    for (BlockFeed feed : local.feeds().values()) {
      if (goesOnLater) {
        feed.pauseAfter(lastBatch); // a pipeline whose sources have ended cannot go on
      } else {
        feed.finishAfter(lastBatch);
      }
    }
    this.lastBatch = lastBatch;
  }

  /** Waits for the end of the pipeline, or for that of the last batch if it does not end then. */
  private boolean awaitEnd(long millis) throws InterruptedException {
    if (!goesOnLater) {
      return ended.await(millis, TimeUnit.MILLISECONDS);
    }
    return batches.awaitCompleted(lastBatch, millis);
  }

  private boolean isOver() {
    return ended.getCount() == 0;
  }

  /** Keeps what is known, and ends the pipeline. */
  private void finishPipeline() {
    if (!goesOnLater || isOver()) {
      return;
    }
    try {
      pipeline.finish();
    } catch (Exception e) {
      LOG.warn("The last checkpoint failed: the program goes on from the one before it", e);
      cancel();
    }
  }

  /** Gives batches that are on their way, and their outputs, {@code millis} to get done. */
  private void drain(long millis) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    boolean drained = awaitEnd(millis);
    cancelled = true; // whatever the pipeline fails with from here on, the stop is the reason
    long left = Math.max(0, TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime()));
    boolean failed = !drained && isOver(); // it has been reported
    if (drained) {
      finishPipeline();
    }
    batches.stop(left);
    if (!drained && !failed) {
      LOG.warn("Batches were still on their way {} ms after the stop; they are dropped", millis);
      cancel();
    }
  }

  private long gracefulMillis() {
    long byDefault = BATCHES_OF_GRACE * grid.batchMillis();
    return program
        .context()
        .getConf()
        .getTimeAsMs("spark.streaming.gracefulStopTimeout", byDefault + "ms");
  }

  private void cancel() {
    try {
      pipeline.cancel();
    } catch (Exception e) {
      LOG.warn("The pipeline could not be cancelled", e);
    }
  }
}
