// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.state;

/**
 * A batch, as kernels see it.
 *
 * @param time its label: epoch milliseconds of the end of the interval
 * @param partition index of the partition
 * @param zeroTime where slides are counted from, epoch milliseconds
 * @param windows the windows of the operation
 */
public record Batch(long time, int partition, long zeroTime, BatchWindows windows) {

  /** Whether the operation has a result in this batch. */
  public boolean fires() {
    return windows.endAt(time);
  }

  /** Whether this is one of the batches every {@code millis}. */
  boolean isEvery(long millis) {
    return (time - zeroTime) % millis == 0;
  }
}
