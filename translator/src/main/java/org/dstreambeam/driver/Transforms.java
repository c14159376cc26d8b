// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.driver;

import java.util.List;
import org.dstreambeam.block.Block;

/** Calls the driver functions inside the graph. */
@FunctionalInterface
public interface Transforms {

  /**
   * What a node makes of a batch: its partitions, numbered from 0, and the marker, or the marker
   * alone, with the reason, if the function failed.
   *
   * @param node its name in the plan
   * @param inputs the blocks of the batch of each of its inputs, in order
   * @throws InterruptedException if the pipeline is being cancelled
   */
  List<Block> apply(String node, long batchTime, List<List<Block>> inputs)
      throws InterruptedException;

  /** For programs without any. */
  static Transforms none() {
    return (node, batchTime, inputs) -> List.of(Block.marker(batchTime));
  }
}
