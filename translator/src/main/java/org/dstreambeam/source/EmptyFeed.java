// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.source;

/** Batches without a partition. */
public final class EmptyFeed extends BlockFeed {

  public EmptyFeed(BatchGrid grid, ReaderRounds rounds, int splits) {
    super(grid, rounds, splits);
  }

  @Override
  void closeBatch(long batchTime) {
    // The marker alone makes the batch.
  }
}
