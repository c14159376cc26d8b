// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.source;

import java.util.ArrayDeque;
import java.util.Queue;
import org.apache.spark.rdd.RDD;
import org.dstreambeam.plan.QueueSourceNode;
import org.dstreambeam.rdd.Dataset;
import org.jspecify.annotations.Nullable;

/** Takes RDDs from a queue; their partitions are computed by the stage that reads them. */
final class QueueFeed extends BlockFeed {

  private final Queue<RDD<?>> queue;
  private final boolean oneAtATime;
  private final @Nullable RDD<?> defaultRdd;

  QueueFeed(QueueSourceNode node, BatchGrid grid, ReaderRounds rounds, int splits) {
    super(grid, rounds, splits);
    this.queue = new ArrayDeque<>(node.queue());
    this.oneAtATime = node.oneAtATime();
    this.defaultRdd = node.defaultRdd();
  }

  @Override
  void closeBatch(long batchTime) {
    if (queue.isEmpty()) {
      if (defaultRdd != null) {
        addPartitionsOf(defaultRdd.dataset());
      }
      return;
    }
    do {
      addPartitionsOf(queue.remove().dataset());
    } while (!oneAtATime && !queue.isEmpty());
  }

  /** An RDD that cannot tell its partitions, which may be up to user code, is one that fails. */
  private void addPartitionsOf(Dataset<?> dataset) {
    int partitions;
    try {
      partitions = dataset.partitions();
    } catch (RuntimeException e) {
      addFailedPartition(e);
      return;
    }
    for (int i = 0; i < partitions; i++) {
      addPartition(new LazyPartition(dataset, i));
    }
  }
}
