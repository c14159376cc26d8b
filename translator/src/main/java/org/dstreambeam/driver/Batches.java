// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.driver;

import java.util.List;
import java.util.Map;
import org.dstreambeam.block.Block;

/** Takes the batches of the driver stage, in order. */
@FunctionalInterface
public interface Batches {

  /**
   * Runs the outputs of a batch, or sees to it.
   *
   * @param blocks what each output reads, by the output's position
   */
  void submit(long batchTime, Map<Integer, List<Block>> blocks) throws Exception;
}
