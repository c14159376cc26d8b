// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.runner.flink;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import org.apache.beam.runners.core.metrics.MetricsContainerStepMap;
import org.apache.beam.runners.flink.metrics.FlinkMetricContainer;
import org.apache.beam.sdk.metrics.MetricResults;
import org.apache.flink.api.common.JobID;
import org.apache.flink.core.execution.CheckpointType;
import org.apache.flink.runtime.jobmaster.JobResult;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.util.OptionalFailure;
import org.apache.flink.util.SerializedThrowable;
import org.apache.flink.util.SerializedValue;
import org.dstreambeam.local.RunningPipeline;
import org.jspecify.annotations.Nullable;

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
    @Nullable SerializedThrowable failure = end.getSerializedThrowable().orElse(null);
    if (failure != null) {
      throw Causes.firstOfOurs(failure.deserializeError(loader()));
    }
    SerializedValue<OptionalFailure<Object>> counted =
        end.getAccumulatorResults().get(FlinkMetricContainer.ACCUMULATOR_NAME);
    return MetricsContainerStepMap.asAttemptedOnlyMetricResults(
        counted == null
            ? new MetricsContainerStepMap()
            : (MetricsContainerStepMap) counted.deserializeValue(loader()).get());
  }

  private static ClassLoader loader() {
    return EmbeddedPipeline.class.getClassLoader();
  }

  @Override
  public void finish() throws Exception {
    Long unused = flink.triggerCheckpoint(id, CheckpointType.DEFAULT).get(FINISH, MILLISECONDS);
    cancel();
  }

  @Override
  public void cancel() {
    var unused = flink.cancelJob(id);
  }
}
