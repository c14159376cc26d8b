// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.driver;

import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.Partitioner;
import org.apache.spark.SparkContext;
import org.apache.spark.storage.StorageLevel;
import org.dstreambeam.block.Block;
import org.dstreambeam.compute.FailedOperation;
import org.dstreambeam.compute.NarrowFunction;
import org.dstreambeam.compute.Rethrow;
import org.dstreambeam.plan.BatchOnDemand;
import org.dstreambeam.plan.OutputNode;
import org.dstreambeam.plan.PlanNode;
import org.dstreambeam.plan.StreamSettings;
import org.dstreambeam.rdd.Dataset;
import org.jspecify.annotations.Nullable;

/**
 * A batch as the RDD that a driver function is given. Each pass over a partition hands out the
 * records as the stage made them: what could be changed in place is copied. A failed block fails
 * the task that asks for its partition, and no other. Where a task ahead of a shuffle failed, too,
 * it is that one which is reported: on Spark none behind it would have run.
 */
final class BlocksDataset extends Dataset<Object> {

  private final List<Block> partitions;
  private final @Nullable Block lost;
  private final @Nullable Partitioner partitioner;
  private final @Nullable NarrowFunction<Object, Object> steps;

  /**
   * @param stream the node whose batch it is
   */
  BlocksDataset(SparkContext context, PlanNode stream, List<Block> blocks) {
    this(context, stream, blocks, null);
  }

  private BlocksDataset(
      SparkContext context,
      PlanNode stream,
      List<Block> blocks,
      @Nullable NarrowFunction<Object, Object> steps) {
    super(context, stream.callSite());
    this.steps = steps;
    this.partitions =
        blocks.stream()
            .filter(block -> !block.isMarker())
            .sorted(Comparator.comparingLong(Block::partition))
            .toList();
    Block failed = Block.failedOf(partitions);
    this.lost = failed != null && failed.isLost() ? failed : null;
    this.partitioner = stream.partitioner();
  }

  /** As the constructor; with the level that the program gave the stream. */
  static BlocksDataset of(
      SparkContext context, StreamSettings settings, PlanNode stream, List<Block> blocks) {
    BlocksDataset batch = new BlocksDataset(context, stream, blocks);
    StorageLevel level = settings.levelOf(stream);
    if (level.isValid()) {
      batch.persistCheaply(level);
    }
    return batch;
  }

  /** The batch of an output, derived as it is read if the output is likely not to ask for it. */
  static BlocksDataset of(
      SparkContext context, StreamSettings settings, OutputNode output, List<Block> blocks) {
    BatchOnDemand onDemand = output.onDemand();
    if (onDemand == null) {
      return of(context, settings, output.input(), blocks);
    }
    BlocksDataset batch = new BlocksDataset(context, output.input(), blocks, onDemand.steps());
    StorageLevel level = settings.levelOf(output.input());
    if (level.isValid()) {
      batch.persist(level);
    }
    return batch;
  }

  @Override
  public int partitions() {
    return partitions.size();
  }

  @Override
  public @Nullable Partitioner partitioner() {
    return partitioner;
  }

  @Override
  public List<Dataset<?>> parents() {
    return List.of();
  }

  @Override
  public Iterator<Object> compute(int partition) throws Exception {
    Block block = partitions.get(partition);
    Throwable failure = block.failure() == null || lost == null ? block.failure() : lost.failure();
    if (failure != null) {
      FailedOperation.noteKnown(failure, callSite() + ", batch " + block.batchTime() + " ms");
      throw Rethrow.as(failure);
    }
    return steps == null ? block.copies() : steps.apply((int) block.partition(), block.copies());
  }
}
