// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.runner.flink;

import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.flink.api.common.JobID;
import org.apache.flink.runtime.checkpoint.CheckpointFailureReason;
import org.apache.flink.runtime.rest.messages.EmptyRequestBody;
import org.apache.flink.runtime.rest.messages.JobMessageParameters;
import org.apache.flink.runtime.rest.messages.checkpoints.CheckpointStatistics.FailedCheckpointStatistics;
import org.apache.flink.runtime.rest.messages.checkpoints.CheckpointingStatistics;
import org.apache.flink.runtime.rest.messages.checkpoints.CheckpointingStatisticsHeaders;
import org.dstreambeam.spi.CannotStartException;

/**
 * Whether a job can keep checkpoints at all. Flink is told to put up with those that fail, and
 * would do so for ever if the directory cannot be written from where its processes run. So the
 * client looks, until the first one is complete; later failures are Flink's to log.
 */
final class FirstCheckpoint {

  /** So many in a row are no accident. */
  private static final int MOST_FAILED = 3;

  /** What has to do with writing, and not with the job's being under way, restarted or ended. */
  private static final Set<String> FAILURES_TO_WRITE =
      Set.of(
          CheckpointFailureReason.IO_EXCEPTION.message(),
          CheckpointFailureReason.CHECKPOINT_ASYNC_EXCEPTION.message(),
          CheckpointFailureReason.CHECKPOINT_DECLINED.message(),
          CheckpointFailureReason.TASK_CHECKPOINT_FAILURE.message(),
          CheckpointFailureReason.FINALIZE_CHECKPOINT_FAILURE.message(),
          CheckpointFailureReason.TRIGGER_CHECKPOINT_FAILURE.message());

  private final SessionCluster cluster;
  private final URI directory;
  private boolean isThere;

  /**
   * @param directory where checkpoints go
   */
  FirstCheckpoint(SessionCluster cluster, URI directory) {
    this.cluster = cluster;
    this.directory = directory;
  }

  /** Whether there is a reason to look again. */
  boolean isAwaited() {
    return !isThere;
  }

  /**
   * Looks at a job.
   *
   * @throws CannotStartException if it cannot keep checkpoints
   * @throws ExecutionException if it is not told of them
   */
  void check(JobID job) throws ExecutionException, InterruptedException {
    CheckpointingStatistics all = ask(job);
    isThere = all.getCounts().getNumberCompletedCheckpoints() > 0;
    if (!isThere) {
      check(job, all);
    }
  }

  private void check(JobID job, CheckpointingStatistics all) {
    List<FailedCheckpointStatistics> failed =
        all.getHistory().stream()
            .filter(FailedCheckpointStatistics.class::isInstance)
            .map(FailedCheckpointStatistics.class::cast)
            .filter(FirstCheckpoint::isFailureToWrite)
            .toList();
    if (failed.size() >= MOST_FAILED) {
      throw new CannotStartException(
          "No checkpoint of job "
              + job
              + " can be written to "
              + directory
              + ", so it is cancelled: see to it that the JobManager and all TaskManagers of "
              + cluster.master()
              + " can write there; their logs have the reason");
    }
  }

  private static boolean isFailureToWrite(FailedCheckpointStatistics failed) {
    String message = failed.getFailureMessage();
    return message != null && FAILURES_TO_WRITE.stream().anyMatch(message::contains);
  }

  private CheckpointingStatistics ask(JobID job) throws ExecutionException, InterruptedException {
    JobMessageParameters which = new JobMessageParameters();
    which.jobPathParameter.resolve(job);
    return cluster
        .client()
        .sendRequest(
            CheckpointingStatisticsHeaders.getInstance(), which, EmptyRequestBody.getInstance())
        .get();
  }
}
