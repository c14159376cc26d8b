// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.driver;

import java.util.List;
import org.dstreambeam.block.Block;
import org.dstreambeam.plan.SourceNode;
import org.dstreambeam.spi.StreamingProgram;

/** Puts what sources bring into the history of their program. */
public final class PastBlocks {

  private PastBlocks() {}

  /** Keeps the blocks of a batch, by reference. */
  public static void keep(
      StreamingProgram program, SourceNode source, long batchTime, List<Block> blocks) {
    program
        .history()
        .keep(
            source,
            batchTime,
            () -> BlocksDataset.of(program.context(), program.plan().settings(), source, blocks));
  }
}
