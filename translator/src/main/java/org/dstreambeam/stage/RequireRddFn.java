// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.stage;

import org.apache.beam.sdk.transforms.DoFn;
import org.apache.spark.SparkException;
import org.dstreambeam.block.Block;
import org.dstreambeam.compute.FailedOperation;

/** Ahead of an operation that cannot do without an RDD: a batch that has none is one that fails. */
public final class RequireRddFn extends DoFn<Block, Block> {

  private static final long serialVersionUID = 1L;

  private final String message;
  private final String operation;

  /**
   * @param message the time follows
   * @param operation which cannot do without, for errors: {@code union at App.java:12}
   */
  public RequireRddFn(String message, String operation) {
    this.message = message;
    this.operation = operation;
  }

  @ProcessElement
  public void process(@Element Block block, OutputReceiver<Block> out) {
    out.output(block.isMissing() ? failed(block) : block);
  }

  private Block failed(Block marker) {
    long time = marker.batchTime();
    SparkException reason = new SparkException(message + time + " ms");
    FailedOperation.markAround(reason, "in " + operation + " (batch " + time + " ms)");
    return Block.failedMarker(time, reason).asPartition(marker.partition());
  }
}
