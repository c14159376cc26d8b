// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.state;

import org.apache.spark.streaming.Duration;

/** How far apart Spark's checkpoints are where the program does not say. */
final class CheckpointIntervals {

  private static final long AT_LEAST_MILLIS = 10_000;

  private CheckpointIntervals() {}

  /** The least number of slides that makes ten seconds. */
  static Duration ofTenSeconds(Duration slide) {
    long millis = slide.milliseconds();
    return slide.times((int) ((AT_LEAST_MILLIS + millis - 1) / millis));
  }
}
