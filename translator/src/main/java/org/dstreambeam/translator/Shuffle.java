// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.translator;

import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.KV;
import org.dstreambeam.block.Block;
import org.dstreambeam.stage.ShuffleReadFn;
import org.dstreambeam.stage.ShuffleReadFn.Merger;

/** The transforms of a shuffle: Beam sees partition numbers for keys, never the user's. */
final class Shuffle {

  private Shuffle() {}

  static BlockStream of(
      BlockStream input,
      String name,
      DoFn<Block, KV<Integer, Block>> write,
      Merger merger,
      int partitions) {
    return BlockStream.of(
        input
            .blocks()
            .apply(name + " write", ParDo.of(write))
            .setCoder(KvCoder.of(VarIntCoder.of(), input.blocks().getCoder()))
            .apply(name + " group", GroupByKey.create())
            .apply(name + " read", ParDo.of(new ShuffleReadFn(merger, partitions)))
            .setCoder(input.blocks().getCoder()));
  }
}
