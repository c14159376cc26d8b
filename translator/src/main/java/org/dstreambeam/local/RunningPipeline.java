// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.local;

import org.apache.beam.sdk.metrics.MetricResults;

/** A pipeline that runs. */
public interface RunningPipeline {

  /**
   * Waits for its end.
   *
   * @throws Throwable what it failed with, as it is
   */
  void await() throws Throwable;

  /** What it counted; to be asked for after its end. */
  MetricResults metrics();

  /** Ends it, whatever it is doing; returns without waiting for that. */
  void cancel() throws Exception;
}
