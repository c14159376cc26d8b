// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.state;

import java.io.Serializable;

/** Which sliding windows a batch lies in. */
public interface BatchWindows extends Serializable {

  /** What {@link #lastEnd} says of a batch in a gap between windows. */
  long NO_WINDOW = Long.MIN_VALUE;

  /** Whether a window ends with the batch of that time, epoch milliseconds. */
  boolean endAt(long batchTime);

  /** When the last window ends that holds the batch; {@link #NO_WINDOW} if none does. */
  long lastEnd(long batchTime);
}
