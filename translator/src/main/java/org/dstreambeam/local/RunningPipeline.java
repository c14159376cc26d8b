// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.local;

import org.apache.beam.sdk.metrics.MetricResults;

/** A pipeline that runs. */
public interface RunningPipeline {

  /**
   * Waits for its end, and tells what it counted.
   *
   * @throws Throwable what it failed with, as it is
   */
  MetricResults await() throws Throwable;

  /**
   * Ends it once the outputs of the last batch are done, if its sources do not end: after a
   * checkpoint, from which the program goes on behind that batch.
   */
  void finish() throws Exception;

  /** Ends it, whatever it is doing; returns without waiting for that. */
  void cancel() throws Exception;
}
