// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.stage;

import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.KV;
import org.dstreambeam.block.Block;

/**
 * Brings partitions of one index together that came through different branches of a union. The
 * streams are partitioned alike, so every partition of every branch is there in every batch.
 */
public final class PartitionMergeFn extends DoFn<Block, KV<Integer, Block>> {

  private static final long serialVersionUID = 1L;

  private final int partitions;

  public PartitionMergeFn(int partitions) {
    this.partitions = partitions;
  }

  @ProcessElement
  public void process(@Element Block sent, OutputReceiver<KV<Integer, Block>> out) {
    Block block = Updates.arrived(sent);
    if (!block.isMarker()) {
      // The low half of a partition's number is its index within the branch.
      out.output(KV.of(Math.floorMod((int) block.partition(), partitions), Updates.leaving(block)));
      return;
    }
    for (int partition = 0; partition < partitions; partition++) {
      out.output(KV.of(partition, Updates.leaving(block)));
    }
  }
}
