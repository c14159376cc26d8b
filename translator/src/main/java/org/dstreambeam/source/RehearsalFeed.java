// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.source;

import java.util.List;
import org.dstreambeam.block.Block;
import org.dstreambeam.driver.Transforms;

/**
 * Batches of one failed partition. It goes the way of all blocks, and a shuffle makes more of it,
 * but no stage has a record, or an empty partition, to call a function of the program for.
 */
public final class RehearsalFeed extends BlockFeed {

  private static final Throwable REASON = new Rehearsal();

  public RehearsalFeed(BatchGrid grid, ReaderRounds rounds, int splits) {
    super(grid, rounds, Splits.all(splits));
  }

  /** Driver functions are not called either. */
  public static Transforms transforms() {
    return (node, batchTime, inputs) ->
        List.of(Block.failed(batchTime, 0, REASON), Block.marker(batchTime));
  }

  @Override
  void closeBatch(long batchTime) {
    addFailedPartition(REASON);
  }

  /** Why there are no records. */
  private static final class Rehearsal extends RuntimeException {

    private static final long serialVersionUID = 1L;

    Rehearsal() {
      super("This is a rehearsal", null, false, false);
    }
  }
}
