// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.driver;

import java.util.Iterator;
import org.dstreambeam.block.Block;
import org.dstreambeam.block.BlockMemory;
import org.dstreambeam.block.RecordBuffer;
import org.dstreambeam.rdd.PartitionSink;

/** Makes a block of each partition while it is computed, so that what is large can spill. */
record ToBlocks(long batchTime) implements PartitionSink<Block> {

  @Override
  public Block take(int partition, Iterator<?> records) {
    RecordBuffer buffer = BlockMemory.current().newBuffer();
    try {
      buffer.addAll(records);
      return buffer.toBlock(batchTime, partition);
    } catch (Throwable e) {
      buffer.discard();
      throw e;
    }
  }

  @Override
  public Block failed(int partition, Throwable failure) {
    return Block.failed(batchTime, partition, failure);
  }
}
