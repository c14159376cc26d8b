// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.stage;

import org.apache.beam.sdk.transforms.windowing.IntervalWindow;
import org.apache.beam.sdk.transforms.windowing.SlidingWindows;
import org.dstreambeam.state.BatchWindows;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The sliding windows of an operation, which end where it has results: Beam's, anchored at the zero
 * time. They hold batches, not records: a batch at T is in the windows that its last millisecond is
 * in.
 */
public final class SlidingBatches implements BatchWindows {

  private static final long serialVersionUID = 1L;

  private final long zeroTime;
  private final long slideMillis;

  /** Null if no batch is in any. */
  private final @Nullable SlidingWindows windows;

  /**
   * @param zeroTime where slides are counted from, epoch milliseconds
   * @param windowMillis how long they are; 0 for windows that hold nothing
   * @param slideMillis how far apart they are
   */
  public SlidingBatches(long zeroTime, long windowMillis, long slideMillis) {
    this.zeroTime = zeroTime;
    this.slideMillis = slideMillis;
    this.windows =
        windowMillis <= 0
            ? null
            : SlidingWindows.of(Duration.millis(windowMillis))
                .every(Duration.millis(slideMillis))
                // Offsets say where windows start.
                .withOffset(Duration.millis(Math.floorMod(zeroTime - windowMillis, slideMillis)));
  }

  @Override
  public boolean endAt(long batchTime) {
    return (batchTime - zeroTime) % slideMillis == 0;
  }

  @Override
  public long lastEnd(long batchTime) {
    long last = NO_WINDOW;
    if (windows != null) {
      for (IntervalWindow window : windows.assignWindows(new Instant(batchTime - 1))) {
        last = Math.max(last, window.end().getMillis());
      }
    }
    return last;
  }
}
