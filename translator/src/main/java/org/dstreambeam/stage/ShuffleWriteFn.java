// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.stage;

import java.util.List;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.KV;
import org.apache.spark.Partitioner;
import org.dstreambeam.block.Block;
import org.dstreambeam.compute.Aggregator;
import org.dstreambeam.compute.MapSideCombine;
import scala.Tuple2;

/**
 * The way out of a shuffle: runs the chain before it on a block, combines per key, and sends each
 * target partition a sub-block that remembers which partition it came from.
 *
 * <p>A block is what a map task works on in Spark, so it is combined by itself: that, and merging
 * in the order of partitions, is what makes results come out in Spark's order (docs/adr/0003). Only
 * the marker goes to every partition, and a failure, which fails them all.
 */
public final class ShuffleWriteFn extends DoFn<Block, KV<Integer, Block>> {

  private static final long serialVersionUID = 1L;

  private final Task task;
  private final Aggregator<Object, Object> aggregator;
  private final Partitioner partitioner;

  public ShuffleWriteFn(Task task, Aggregator<Object, Object> aggregator, Partitioner partitioner) {
    this.task = task;
    this.aggregator = aggregator;
    this.partitioner = partitioner;
  }

  @ProcessElement
  public void process(@Element Block block, OutputReceiver<KV<Integer, Block>> out) {
    if (block.isMarker() || block.failure() != null) {
      sendToAll(block, out);
      return;
    }
    List<List<Tuple2<Object, Object>>> targets;
    try {
      targets = combine(block);
    } catch (Throwable e) {
      if (Task.isFatal(e)) {
        throw (Error) e;
      }
      sendToAll(Block.failed(block.batchTime(), task.partitionOf(block), e), out);
      return;
    }
    for (int target = 0; target < targets.size(); target++) {
      if (!targets.get(target).isEmpty()) {
        long partition = task.partitionOf(block);
        out.output(KV.of(target, Block.of(block.batchTime(), partition, targets.get(target))));
      }
    }
  }

  @SuppressWarnings({"unchecked", "rawtypes"}) // the facade only shuffles pairs
  private List<List<Tuple2<Object, Object>>> combine(Block block) throws Exception {
    MapSideCombine<Object, Object, Object> mapSide = new MapSideCombine<>(aggregator, partitioner);
    mapSide.add((java.util.Iterator) task.run(block));
    return mapSide.toPartitions();
  }

  private void sendToAll(Block block, OutputReceiver<KV<Integer, Block>> out) {
    // Without partitions the result still has batches: the marker takes the way of partition 0.
    int targets = block.isMarker() ? Math.max(1, partitions()) : partitions();
    for (int target = 0; target < targets; target++) {
      out.output(KV.of(target, block));
    }
  }

  private int partitions() {
    return partitioner.numPartitions();
  }
}
