// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.source;

import java.util.List;
import org.apache.spark.rdd.RDD;
import org.dstreambeam.block.Block;
import org.dstreambeam.plan.QueueSourceNode;
import org.dstreambeam.plan.RddQueue;
import org.dstreambeam.rdd.Dataset;
import org.jspecify.annotations.Nullable;

/** Takes RDDs from a queue; their partitions are computed by the stage that reads them. */
final class QueueFeed extends BlockFeed {

  private final RddQueue.Reader queue;
  private final boolean oneAtATime;
  private final @Nullable RDD<?> defaultRdd;
  private int nextPartition;

  QueueFeed(QueueSourceNode node, BatchGrid grid, ReaderRounds rounds, Splits splits) {
    super(grid, rounds, splits);
    this.queue = node.queue().open();
    this.oneAtATime = node.oneAtATime();
    this.defaultRdd = node.defaultRdd();
  }

  @Override
  void closeBatch(long batchTime) {
    nextPartition = 0;
    List<RDD<?>> taken = queue.take(oneAtATime);
    if (taken.isEmpty() && defaultRdd != null) {
      addPartitionsOf(defaultRdd.dataset());
    }
    taken.forEach(rdd -> addPartitionsOf(rdd.dataset()));
  }

  /** An RDD that cannot tell its partitions, which may be up to user code, is one that fails. */
  private void addPartitionsOf(Dataset<?> dataset) {
    int partitions;
    try {
      partitions = dataset.partitions();
    } catch (RuntimeException e) {
      add(Block.failed(nextBatch(), nextPartition, e));
      return;
    }
    for (int i = 0; i < partitions; i++) {
      add(Block.of(nextBatch(), nextPartition, new LazyPartition(dataset, i)));
    }
  }

  /** Every split knows the whole queue; each takes its part. */
  private void add(Block block) {
    int split = splits().ofPartition(nextPartition++);
    if (splits().include(split)) {
      addBlock(split, block);
    }
  }
}
