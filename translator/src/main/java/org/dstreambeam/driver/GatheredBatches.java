// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.driver;

import java.util.List;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.windowing.GlobalWindows;
import org.apache.beam.sdk.transforms.windowing.Window;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.dstreambeam.block.Block;

/** Brings the blocks of several streams together, batch by batch, for a {@link BatchFn}. */
public final class GatheredBatches
    extends PTransform<
        PCollectionList<Block>, PCollection<KV<Integer, Iterable<KV<Integer, Block>>>>> {

  private static final long serialVersionUID = 1L;

  private final Coder<Block> blocks;
  private final List<String> names;

  /**
   * @param names of the streams, for their transforms
   */
  public GatheredBatches(Coder<Block> blocks, List<String> names) {
    this.blocks = blocks;
    this.names = List.copyOf(names);
  }

  @Override
  public PCollection<KV<Integer, Iterable<KV<Integer, Block>>>> expand(
      PCollectionList<Block> streams) {
    VarIntCoder ints = VarIntCoder.of();
    KvCoder<Integer, KV<Integer, Block>> coder = KvCoder.of(ints, KvCoder.of(ints, blocks));
    PCollectionList<KV<Integer, KV<Integer, Block>>> gathered =
        PCollectionList.empty(streams.getPipeline());
    for (int i = 0; i < streams.size(); i++) {
      gathered =
          gathered.and(
              streams
                  .get(i)
                  .apply("Gather " + names.get(i), ParDo.of(new GatherFn(i)))
                  .setCoder(coder));
    }
    return gathered
        .apply("Flatten", Flatten.pCollections())
        .apply("Group", GroupByKey.create())
        .apply("Rewindow", Window.into(new GlobalWindows()));
  }
}
