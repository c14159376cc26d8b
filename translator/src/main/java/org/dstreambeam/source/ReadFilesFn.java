// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.source;

import java.util.Iterator;
import org.apache.beam.sdk.transforms.DoFn;
import org.dstreambeam.block.Block;
import org.jspecify.annotations.Nullable;

/** On a cluster: reads the parts of files that were dealt to this slot, as the next stage asks. */
public final class ReadFilesFn extends DoFn<Block, Block> {

  private static final long serialVersionUID = 1L;

  private final String programId;
  private final String source;
  private transient @Nullable HostedProgram program;

  /**
   * @param programId under which {@link LocalPrograms} finds the program
   * @param source name of the input stream in the plan
   */
  public ReadFilesFn(String programId, String source) {
    this.programId = programId;
    this.source = source;
  }

  @Setup
  public void setUp() {
    HostedProgram found = LocalPrograms.get(programId);
    found.retain();
    program = found;
  }

  @ProcessElement
  public void process(@Element Block block, OutputReceiver<Block> out) {
    out.output(block.isMarker() || block.failure() != null ? block : read(block));
  }

  private Block read(Block block) {
    Iterator<?> records = block.records().iterator();
    HostedProgram known = program;
    if (known == null || !records.hasNext() || !(records.next() instanceof FilePart part)) {
      return block; // of a source with one split, which has read it
    }
    return Block.of(
        block.batchTime(),
        block.partition(),
        new LazyPartition(known.read(source, part.file()), part.partition()));
  }

  @Teardown
  public void tearDown() {
    HostedProgram known = program;
    program = null;
    if (known != null) {
      known.release();
    }
  }
}
