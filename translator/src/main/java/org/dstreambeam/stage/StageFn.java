// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.stage;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.beam.sdk.transforms.DoFn;
import org.dstreambeam.block.Block;

/** Runs a fused chain on each block; a failure takes the place of the records. */
public final class StageFn extends DoFn<Block, Block> {

  private static final long serialVersionUID = 1L;

  private final Task task;
  private final boolean passesMarkers;

  /**
   * @param passesMarkers false on all branches of a union but one: a stream has one marker a batch
   */
  public StageFn(Task task, boolean passesMarkers) {
    this.task = task;
    this.passesMarkers = passesMarkers;
  }

  @ProcessElement
  public void process(@Element Block block, OutputReceiver<Block> out) {
    if (!block.isMarker()) {
      out.output(run(task, block));
    } else if (passesMarkers) {
      out.output(block);
    }
  }

  /** What becomes of a block that is no marker. */
  static Block run(Task task, Block block) {
    long partition = task.partitionOf(block);
    if (block.failure() != null || task.chain() == null) {
      return block.asPartition(partition);
    }
    try {
      List<Object> records = new ArrayList<>();
      for (Iterator<Object> computed = task.run(block); computed.hasNext(); ) {
        records.add(computed.next());
      }
      return Block.of(block.batchTime(), partition, records);
    } catch (Throwable e) {
      if (Task.isFatal(e)) {
        throw (Error) e;
      }
      return Block.failed(block.batchTime(), partition, e);
    }
  }
}
