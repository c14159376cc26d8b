// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.stage;

import org.apache.beam.sdk.transforms.DoFn;
import org.dstreambeam.block.Block;

/** Runs a fused chain on each block; a failure takes the place of the records. */
public final class StageFn extends DoFn<Block, Block> {

  private static final long serialVersionUID = 1L;

  private final Task task;
  private final boolean passesMarkers;
  private final BlockTask tasks;

  /**
   * @param passesMarkers false on all branches of a union but one: a stream has one marker a batch,
   *     and those with a failure, which pass anyway
   */
  public StageFn(Task task, boolean passesMarkers) {
    this.task = task;
    this.passesMarkers = passesMarkers;
    this.tasks = new BlockTask(task.description());
  }

  @ProcessElement
  public void process(@Element Block input, OutputReceiver<Block> out) {
    Block block = Updates.arrived(input);
    if (!block.isMarker()) {
      out.output(Updates.leaving(run(block)));
    } else if (passesMarkers || block.failure() != null) {
      out.output(Updates.leaving(block.asPartition(task.partitionOf(block))));
    }
  }

  /** What becomes of a block that is no marker. */
  private Block run(Block block) {
    long partition = task.partitionOf(block);
    if (block.failure() != null || task.chain() == null) {
      return block.asPartition(partition);
    }
    try {
      return tasks.block(
          block.batchTime(),
          (int) block.partition(),
          partition,
          isLast -> task.run(isLast ? block : block.copied()));
    } catch (Throwable e) {
      if (Task.isFatal(e)) {
        throw (Error) e;
      }
      return Block.failed(block.batchTime(), partition, e);
    }
  }
}
