// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.interop;

import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.KV;
import org.dstreambeam.block.Block;

/** Makes the element that starts the batches of a collection that may have no records. */
final class WakeUpFn extends DoFn<Long, KV<Integer, Block>> {

  private static final long serialVersionUID = 1L;

  @ProcessElement
  public void process(@Element Long time, OutputReceiver<KV<Integer, Block>> out) {
    out.output(KV.of(0, Block.marker(time)));
  }
}
