// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.source;

import org.apache.beam.sdk.transforms.DoFn;
import org.dstreambeam.block.Block;
import org.jspecify.annotations.Nullable;

/**
 * On a cluster: keeps the program in each JVM that the stages of a stream run in, so that they can
 * read {@linkplain SourcePart what was cut elsewhere}.
 */
public final class HoldProgramFn extends DoFn<Block, Block> {

  private static final long serialVersionUID = 1L;

  private final String programId;
  private final boolean readsOnce;
  private transient @Nullable HostedProgram program;

  /**
   * @param programId under which {@link LocalPrograms} finds the program
   * @param readsOnce whether what travels on, or stays in a window, is to be the records: the
   *     source does not keep them for sure
   */
  public HoldProgramFn(String programId, boolean readsOnce) {
    this.programId = programId;
    this.readsOnce = readsOnce;
  }

  @Setup
  public void setUp() {
    HostedProgram found = LocalPrograms.get(programId);
    found.retain();
    program = found;
  }

  @ProcessElement
  public void process(@Element Block block, OutputReceiver<Block> out) {
    out.output(
        readsOnce && block.records() instanceof SourcePart part
            ? Block.of(block.batchTime(), block.partition(), part.onlyHere())
            : block);
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
