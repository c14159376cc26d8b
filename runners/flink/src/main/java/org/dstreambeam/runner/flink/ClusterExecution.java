// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.runner.flink;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.spark.SparkException;
import org.dstreambeam.link.LinkServer;
import org.dstreambeam.local.ExitWatch;
import org.dstreambeam.source.BatchGrid;
import org.dstreambeam.spi.CannotStartException;
import org.dstreambeam.spi.StreamingExecution;
import org.dstreambeam.spi.StreamingProgram;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A program on a cluster, and the client that follows it. The end of one is the end of the other.
 */
final class ClusterExecution implements StreamingExecution {

  private static final Logger LOG = LoggerFactory.getLogger(ClusterExecution.class);

  /** What Spark gives outputs that run, or wait, at a stop that is not graceful. */
  private static final long ABRUPT_MILLIS = 2_000;

  /** How long Spark waits for receivers, and for the last outputs, of a graceful stop. */
  private static final long GRACEFUL_MILLIS = TimeUnit.HOURS.toMillis(1);

  /** What Spark gives receivers to stop when it is not. */
  private static final long RECEIVERS_MILLIS = 10_000;

  /** For a job that was cancelled to end. */
  private static final long CANCEL_MILLIS = 30_000;

  private final StreamingProgram program;
  private final BatchGrid grid;
  private final ClusterPipeline pipeline;
  private final LinkServer link;
  private final boolean goesOnLater;
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile boolean stopping;
  private volatile boolean stopped;

  /**
   * @param goesOnLater whether it keeps checkpoints, so that its readers must not come to an end
   */
  ClusterExecution(
      StreamingProgram program,
      BatchGrid grid,
      ClusterPipeline pipeline,
      LinkServer link,
      boolean goesOnLater) {
    this.program = program;
    this.grid = grid;
    this.pipeline = pipeline;
    this.link = link;
    this.goesOnLater = goesOnLater;
    ExitWatch exitWatch = ExitWatch.start(program.onAbandoned());
    Thread follow = new Thread(() -> follow(exitWatch), "streaming-job-watch");
    follow.setDaemon(true);
    follow.start();
  }

  private void follow(ExitWatch exitWatch) {
    try {
      var unused = pipeline.await();
      if (!stopping) {
        reportUnlessStopped(
            new SparkException("The job has ended on the cluster, see its log there"));
      }
    } catch (CannotStartException e) { // what is wrong with the cluster, in one line
      if (!stopped) {
        program.onError().accept(e);
      }
    } catch (Throwable e) { // whatever the job ends with
      reportUnlessStopped(new SparkException("The job has failed on the cluster: " + e, e));
    } finally {
      ended.countDown();
      exitWatch.end();
    }
  }

  private void reportUnlessStopped(SparkException failure) {
    if (!stopped) {
      LOG.error("{}", failure.getMessage(), failure.getCause());
      program.onError().accept(failure);
    }
  }

  @Override
  public void stop(boolean gracefully) throws InterruptedException {
    stopping = true; // sources come to an end, and the job with them
    try {
      link.stopReceiving();
      if (!link.awaitHeeded(gracefully ? GRACEFUL_MILLIS : RECEIVERS_MILLIS)) {
        LOG.warn("Receivers have not stopped in time");
      }
      long lastBatch = gracefully ? grid.openBatch() + grid.batchMillis() : grid.lastDueBatch();
      link.finishAfter(lastBatch, !goesOnLater);
      boolean done = awaitLast(lastBatch, gracefully ? GRACEFUL_MILLIS : ABRUPT_MILLIS);
      stopped = true; // whatever the job ends with from here on, the stop is the reason
      if (!done && gracefully) {
        LOG.warn("Batches were still on their way at the end of the stop; they are dropped");
      }
      end(done);
    } finally {
      link.close();
    }
  }

  /** Waits for the end of the job, or for that of the last batch if it does not end then. */
  private boolean awaitLast(long lastBatch, long millis) throws InterruptedException {
    if (goesOnLater) {
      return ended.getCount() == 0 || link.awaitCompleted(lastBatch, millis);
    }
    return ended.await(millis, TimeUnit.MILLISECONDS);
  }

  private void end(boolean done) throws InterruptedException {
    if (ended.getCount() == 0) {
      return;
    }
    try {
      if (done) {
        pipeline.finish();
      } else {
        pipeline.cancel();
      }
    } catch (Exception e) {
      LOG.warn("The last checkpoint failed: the program goes on from the one before it", e);
      pipeline.cancel();
    }
    if (!ended.await(CANCEL_MILLIS, TimeUnit.MILLISECONDS)) {
      LOG.warn("The job was cancelled and is still there; look after it on the cluster");
    }
  }
}
