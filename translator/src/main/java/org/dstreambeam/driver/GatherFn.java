// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.driver;

import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.KV;
import org.dstreambeam.block.Block;
import org.dstreambeam.stage.Updates;

/** Sends the blocks of one output to the driver: under the single key, tagged with the output. */
final class GatherFn extends DoFn<Block, KV<Integer, KV<Integer, Block>>> {

  private static final long serialVersionUID = 1L;

  /** The one key of the driver stage. */
  private static final int DRIVER = 0;

  private final int output;

  GatherFn(int output) {
    this.output = output;
  }

  @ProcessElement
  public void process(@Element Block block, OutputReceiver<KV<Integer, KV<Integer, Block>>> out) {
    out.output(KV.of(DRIVER, KV.of(output, Updates.leaving(Updates.arrived(block)))));
  }
}
