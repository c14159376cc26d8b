// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.runner.flink;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import org.apache.beam.sdk.metrics.MetricResults;
import org.apache.flink.api.common.JobID;
import org.apache.flink.runtime.jobmaster.JobResult;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.dstreambeam.local.RunningPipeline;

/**
 * A job in this JVM.
 *
 * @param onEnd to be run once it has ended
 */
record EmbeddedPipeline(MiniCluster flink, JobID id, Runnable onEnd) implements RunningPipeline {

  /** What the last checkpoint may take, in ms. */
  private static final long FINISH = 60_000;

  @Override
  public MetricResults await() throws Throwable {
    JobResult end;
    try {
      end = flink.requestJobResult(id).get();
    } finally {
      onEnd.run();
    }
    return JobResults.metricsOf(end);
  }

  @Override
  public void finish() throws Exception {
    String unused = flink.triggerCheckpoint(id).get(FINISH, MILLISECONDS);
    cancel();
  }

  @Override
  public void cancel() {
    var unused = flink.cancelJob(id);
  }
}
