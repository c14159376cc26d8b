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
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.PDone;
import org.dstreambeam.block.Block;

/** Runs the outputs: the blocks of each, in order of definition, are its inputs. */
public final class DriverStage extends PTransform<PCollectionList<Block>, PDone> {

  private static final long serialVersionUID = 1L;

  private final String program;
  private final Coder<Block> blocks;
  private final List<String> outputs;

  /**
   * @param program under which {@link org.dstreambeam.source.LocalPrograms} finds the program
   * @param outputs the outputs' names in the plan
   */
  public DriverStage(String program, Coder<Block> blocks, List<String> outputs) {
    this.program = program;
    this.blocks = blocks;
    this.outputs = List.copyOf(outputs);
  }

  @Override
  public PDone expand(PCollectionList<Block> streams) {
    VarIntCoder ints = VarIntCoder.of();
    KvCoder<Integer, KV<Integer, Block>> coder = KvCoder.of(ints, KvCoder.of(ints, blocks));
    PCollectionList<KV<Integer, KV<Integer, Block>>> gathered =
        PCollectionList.empty(streams.getPipeline());
    for (int i = 0; i < streams.size(); i++) {
      gathered =
          gathered.and(
              streams
                  .get(i)
                  .apply("Gather " + outputs.get(i), ParDo.of(new GatherFn(i)))
                  .setCoder(coder));
    }
    gathered
        .apply("Flatten", Flatten.pCollections())
        .apply("Group", GroupByKey.create())
        .apply("Rewindow", Window.into(new GlobalWindows()))
        .apply("Run", ParDo.of(new RunBatchFn(program)));
    return PDone.in(streams.getPipeline());
  }
}
