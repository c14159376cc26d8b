// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.translator;

import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.dstreambeam.block.Block;
import org.dstreambeam.plan.CallSite;
import org.dstreambeam.stage.NumberPartitionsFn;
import org.dstreambeam.stage.PartitionMergeFn;
import org.dstreambeam.stage.ShuffleReadFn;
import org.dstreambeam.stage.ShuffleReadFn.Merger;

/** The transforms of a shuffle: Beam sees partition numbers for keys, never the user's. */
final class ShuffleTransforms {

  private ShuffleTransforms() {}

  static BlockStream of(
      BlockStream input,
      String name,
      CallSite callSite,
      DoFn<Block, KV<Integer, Block>> write,
      Merger merger,
      int partitions,
      StageCoders coders) {
    PCollection<KV<Integer, Block>> sent = write(input.blocks(), name + " write", write, coders);
    return read(sent, coders.blocks(), name, callSite, merger, partitions);
  }

  /** The way out: sub-blocks under the numbers of the partitions they go to. */
  static PCollection<KV<Integer, Block>> write(
      PCollection<Block> blocks,
      String name,
      DoFn<Block, KV<Integer, Block>> write,
      StageCoders coders) {
    return blocks.apply(name, ParDo.of(write)).setCoder(coders.sent());
  }

  /** The way in: a block per partition and batch. */
  static BlockStream read(
      PCollection<KV<Integer, Block>> sent,
      Coder<Block> coder,
      String name,
      CallSite callSite,
      Merger merger,
      int partitions) {
    return BlockStream.of(
        sent.apply(name + " group", GroupByKey.create())
            .apply(
                name + " read",
                ParDo.of(new ShuffleReadFn(callSite.toString(), merger, partitions)))
            .setCoder(coder));
  }

  /** The same stream, its partitions numbered from 0 in every batch. */
  static BlockStream numbered(BlockStream input, String name, StageCoders coders) {
    PCollection<Block> blocks =
        write(input.blocks(), name + " route", new PartitionMergeFn(1), coders)
            .apply(name + " group", GroupByKey.create())
            .apply(name, ParDo.of(new NumberPartitionsFn()))
            .setCoder(input.blocks().getCoder());
    return new BlockStream(blocks, input.pending(), input.operations(), 1, input.isShared());
  }
}
