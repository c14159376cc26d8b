// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.driver;

import java.util.List;
import org.apache.spark.SparkContext;
import org.dstreambeam.block.Block;
import org.dstreambeam.plan.BatchHistory;
import org.dstreambeam.plan.PlanNode;
import org.dstreambeam.plan.SourceNode;
import org.dstreambeam.plan.StreamSettings;
import org.dstreambeam.spi.StreamingProgram;

/** Puts blocks into the history of their program; they count as memory until it forgets them. */
public final class PastBlocks {

  private PastBlocks() {}

  /** Keeps what a source has brought, by reference. */
  public static void keep(
      StreamingProgram program, SourceNode source, long batchTime, List<Block> blocks) {
    keep(
        program.history(), program.context(), program.plan().settings(), source, batchTime, blocks);
  }

  /** Keeps the blocks of a batch, by reference. */
  static void keep(
      BatchHistory history,
      SparkContext context,
      StreamSettings settings,
      PlanNode node,
      long batchTime,
      List<Block> blocks) {
    Block marker = Block.markerOf(blocks);
    if (marker != null && marker.isMissing()) {
      history.keep(node, batchTime, () -> null, () -> {});
      return;
    }
    blocks.forEach(Block::keep);
    history.keep(
        node,
        batchTime,
        () -> new BatchRdds(context, settings).of(node, blocks),
        () -> blocks.forEach(Block::letGo));
  }
}
