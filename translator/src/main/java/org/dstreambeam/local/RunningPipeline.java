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

  /**
   * Ends it once the outputs of the last batch are done, if its sources do not end: after a
   * checkpoint, from which the program goes on behind that batch.
   */
  void finish() throws Exception;

  /** Ends it, whatever it is doing; returns without waiting for that. */
  void cancel() throws Exception;
}
