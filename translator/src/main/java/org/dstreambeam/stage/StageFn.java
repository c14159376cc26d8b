// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.stage;

import org.apache.beam.sdk.transforms.DoFn;
import org.dstreambeam.block.Block;
import org.dstreambeam.block.BlockMemory;
import org.dstreambeam.block.RecordBuffer;

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
  public void process(@Element Block block, OutputReceiver<Block> out) {
    if (!block.isMarker()) {
      out.output(run(block));
    } else if (passesMarkers || block.failure() != null) {
      out.output(block.asPartition(task.partitionOf(block)));
    }
  }

  /** What becomes of a block that is no marker. */
  private Block run(Block block) {
    long partition = task.partitionOf(block);
    if (block.failure() != null || task.chain() == null) {
      return block.asPartition(partition);
    }
    RecordBuffer records = BlockMemory.current().newBuffer();
    try {
      Block result =
          tasks.run(
              block.batchTime(),
              (int) block.partition(),
              () -> {
                records.addAll(task.run(block));
                return records.toBlock(block.batchTime(), partition);
              });
      return tasks.checked(result);
    } catch (Throwable e) {
      records.discard();
      if (Task.isFatal(e)) {
        throw (Error) e;
      }
      return Block.failed(block.batchTime(), partition, e);
    }
  }
}
