// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.source;

import org.dstreambeam.block.RecordBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Where a receiver's records go: it puts them into the batch that is open when they arrive.
 * Thread-safe.
 */
public interface BlockSink {

  /** Adds one record to the block that is being filled; the block interval decides when it ends. */
  void add(@Nullable Object record);

  /** Ends the block that is being filled, if it has records. */
  void endBlock();

  /**
   * Adds {@code records} as a block of its own, which may overtake single records stored before.
   */
  void addBlock(RecordBuffer records);
}
