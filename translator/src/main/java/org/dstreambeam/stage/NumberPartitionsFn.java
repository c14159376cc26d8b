// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.stage;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.KV;
import org.dstreambeam.block.Block;

/**
 * Numbers the partitions of a batch from 0, for who wants to know a partition's index among all of
 * them: that of a union's is known only when the batch is complete.
 */
public final class NumberPartitionsFn extends DoFn<KV<Integer, Iterable<Block>>, Block> {

  private static final long serialVersionUID = 1L;

  @ProcessElement
  public void process(@Element KV<Integer, Iterable<Block>> batch, OutputReceiver<Block> out) {
    List<Block> arrived = Updates.arrived(batch.getValue());
    Block marker = Block.markerOf(arrived);
    if (marker == null) {
      return; // the program ended before this batch did
    }
    List<Block> blocks = new ArrayList<>();
    for (Block block : arrived) {
      if (!block.isMarker()) {
        blocks.add(block);
      }
    }
    blocks.sort(Comparator.comparingLong(Block::partition));
    for (int index = 0; index < blocks.size(); index++) {
      out.output(Updates.leaving(blocks.get(index).asPartition(index)));
    }
    out.output(Updates.leaving(marker));
  }
}
