// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.driver;

import java.util.List;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
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
    streams
        .apply("Gather", new GatheredBatches(blocks, outputs))
        .apply(
            "Run",
            ParDo.of(
                new BatchFn(
                    program,
                    (hosted, batchTime, batch, out) -> hosted.batches().submit(batchTime, batch))))
        .setCoder(blocks);
    return PDone.in(streams.getPipeline());
  }
}
