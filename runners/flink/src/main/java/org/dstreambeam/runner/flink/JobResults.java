// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.runner.flink;

import org.apache.beam.runners.core.metrics.MetricsContainerStepMap;
import org.apache.beam.runners.flink.metrics.FlinkMetricContainer;
import org.apache.beam.sdk.metrics.MetricResults;
import org.apache.flink.runtime.jobmaster.JobResult;
import org.apache.flink.util.OptionalFailure;
import org.apache.flink.util.SerializedThrowable;
import org.apache.flink.util.SerializedValue;
import org.jspecify.annotations.Nullable;

/** What is left of a job that has ended. */
final class JobResults {

  private JobResults() {}

  /**
   * @throws Throwable what the program failed with
   */
  static MetricResults metricsOf(JobResult end) throws Throwable {
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
    ClassLoader own = Thread.currentThread().getContextClassLoader();
    return own == null ? JobResults.class.getClassLoader() : own;
  }
}
