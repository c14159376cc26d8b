// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.translator;

import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.dstreambeam.block.Block;

/**
 * How a runner writes what passes between stages.
 *
 * @param blocks the blocks
 * @param partitions the numbers of the partitions that blocks are sent to, which are Beam's keys
 */
public record StageCoders(Coder<Block> blocks, Coder<Integer> partitions) {

  /** With plain numbers for keys. */
  public static StageCoders of(Coder<Block> blocks) {
    return new StageCoders(blocks, VarIntCoder.of());
  }

  /** Of blocks on their way to a partition. */
  KvCoder<Integer, Block> sent() {
    return KvCoder.of(partitions, blocks);
  }
}
