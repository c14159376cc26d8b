// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.local;

import org.apache.beam.sdk.metrics.MetricResult;
import org.apache.beam.sdk.metrics.MetricResults;
import org.apache.beam.sdk.metrics.MetricsFilter;

/** Sources hold the watermark so that no block is ever late; this is the proof. */
final class LateBlocks {

  /** Beam counts under this name what it drops in front of a window that has closed. */
  private static final String DROPPED = "DroppedDueToLateness";

  private LateBlocks() {}

  /**
   * @throws IllegalStateException if Beam dropped anything
   */
  static void check(MetricResults metrics) {
    long dropped = 0;
    for (MetricResult<Long> counter :
        metrics.queryMetrics(MetricsFilter.builder().build()).getCounters()) {
      if (counter.getName().getName().equals(DROPPED)) {
        dropped += counter.getAttempted();
      }
    }
    if (dropped > 0) {
      throw new IllegalStateException(
          dropped + " blocks came too late for their batch and were dropped: a defect of a source");
    }
  }
}
