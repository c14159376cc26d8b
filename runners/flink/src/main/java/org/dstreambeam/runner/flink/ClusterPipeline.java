// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.runner.flink;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.apache.beam.sdk.metrics.MetricResults;
import org.apache.flink.api.common.JobID;
import org.apache.flink.core.execution.CheckpointType;
import org.apache.flink.runtime.jobmaster.JobResult;
import org.apache.flink.runtime.messages.FlinkJobNotFoundException;
import org.apache.flink.util.ExceptionUtils;
import org.dstreambeam.local.RunningPipeline;
import org.dstreambeam.spi.CannotStartException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A job on a cluster, as its client sees it.
 *
 * <p>A JobManager that was lost and has come back without its jobs, which is any that has no
 * high-availability storage, is given this one again, from its newest checkpoint.
 */
final class ClusterPipeline implements RunningPipeline {

  /** Submits the job again. */
  @FunctionalInterface
  interface Resubmission {
    JobID submit() throws Exception;
  }

  private static final Logger LOG = LoggerFactory.getLogger(ClusterPipeline.class);

  /** What the last checkpoint may take, in ms. */
  private static final long FINISH = 60_000;

  /** How long a cluster may be away. */
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private static final long PAUSE_MILLIS = 500;

  /** From one look at the checkpoints to the next. */
  private static final long LOOK_MILLIS = 1_000;

  private final SessionCluster cluster;
  private final @Nullable Resubmission resubmission;
  private final @Nullable FirstCheckpoint firstCheckpoint;
  private volatile JobID job;
  private volatile boolean cancelled;

  /**
   * @param resubmission null if the program keeps no checkpoints, as is {@code firstCheckpoint}
   */
  ClusterPipeline(
      SessionCluster cluster,
      JobID job,
      @Nullable Resubmission resubmission,
      @Nullable FirstCheckpoint firstCheckpoint) {
    this.cluster = cluster;
    this.job = job;
    this.resubmission = resubmission;
    this.firstCheckpoint = firstCheckpoint;
  }

  @Override
  public MetricResults await() throws Throwable {
    try {
      return JobResults.metricsOf(end());
    } finally {
      cluster.close();
    }
  }

  private JobResult end() throws Exception {
    long lostSince = Long.MAX_VALUE;
    while (true) {
      try {
        return resultOf(job);
      } catch (ExecutionException e) {
        long now = System.nanoTime() / 1_000_000;
        lostSince = Math.min(lostSince, now);
        if (cancelled || now - lostSince > PATIENCE.toMillis()) {
          throw new IllegalStateException(
              "Job " + job + " on " + cluster.master() + " cannot be followed any more", e);
        }
        if (!isUnknown(e)) {
          LOG.warn("{} does not answer; trying again: {}", cluster.master(), e.getMessage());
        } else if (submitAgain()) {
          lostSince = Long.MAX_VALUE;
        }
        Thread.sleep(PAUSE_MILLIS);
      }
    }
  }

  private JobResult resultOf(JobID running) throws ExecutionException, InterruptedException {
    CompletableFuture<JobResult> result = cluster.client().requestJobResult(running);
    while (firstCheckpoint != null && firstCheckpoint.isAwaited() && !cancelled) {
      try {
        return result.get(LOOK_MILLIS, MILLISECONDS);
      } catch (TimeoutException e) { // it runs
        lookAt(firstCheckpoint, running);
      }
    }
    return result.get();
  }

  private void lookAt(FirstCheckpoint checkpoint, JobID running) throws InterruptedException {
    try {
      checkpoint.check(running);
    } catch (ExecutionException e) {
      LOG.debug("Not told of checkpoints; the result of the job will say why", e);
    } catch (CannotStartException e) {
      cluster.cancelAndWait(running);
      throw e;
    }
  }

  private static boolean isUnknown(Throwable failure) {
    return ExceptionUtils.findThrowable(failure, FlinkJobNotFoundException.class).isPresent()
        || ExceptionUtils.findThrowableWithMessage(failure, "FlinkJobNotFoundException")
            .isPresent();
  }

  private boolean submitAgain() {
    if (resubmission == null) {
      throw new IllegalStateException(
          cluster.master()
              + " has lost job "
              + job
              + ": its JobManager was started anew and the program keeps no checkpoints, see"
              + " checkpoint(directory)");
    }
    try {
      JobID lost = job;
      job = resubmission.submit();
      LOG.warn("{} had lost job {}; it goes on as job {}", cluster.master(), lost, job);
      return true;
    } catch (Exception e) { // the cluster may still be on its way
      LOG.warn("The job cannot be submitted again yet: {}", e.getMessage(), e);
      return false;
    }
  }

  @Override
  public void finish() throws Exception {
    Long unused =
        cluster.client().triggerCheckpoint(job, CheckpointType.DEFAULT).get(FINISH, MILLISECONDS);
    cancel();
  }

  @Override
  public void cancel() {
    cancelled = true;
    CompletableFuture<?> unused = cluster.client().cancel(job);
  }
}
