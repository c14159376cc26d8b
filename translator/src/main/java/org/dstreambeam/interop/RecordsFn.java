// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.interop;

import org.apache.beam.sdk.transforms.DoFn;
import org.dstreambeam.block.Block;
import org.dstreambeam.compute.RecordCopy;
import org.dstreambeam.compute.Rethrow;

/** The records of blocks, one by one; throws what a user function has failed with. */
public final class RecordsFn<T> extends DoFn<Block, T> {

  private static final long serialVersionUID = 1L;

  @ProcessElement
  @SuppressWarnings("unchecked") // the stream's type says what its blocks hold
  public void process(@Element Block block, OutputReceiver<T> out) {
    Throwable failure = block.failure();
    if (failure != null) {
      throw Rethrow.as(failure);
    }
    for (Object record : block.records()) {
      out.output((T) RecordCopy.of(record));
    }
  }
}
