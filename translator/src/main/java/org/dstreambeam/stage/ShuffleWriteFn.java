// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.stage;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.KV;
import org.dstreambeam.block.Block;
import org.dstreambeam.block.BlockMemory;
import org.dstreambeam.compute.FailedOperation;
import org.dstreambeam.compute.Shuffle;

/**
 * The way out of a shuffle: runs the chain before it on a block and sends each target partition a
 * sub-block that remembers which partition it came from.
 *
 * <p>A block is what a map task works on in Spark, so it is combined by itself: that, and merging
 * in the order of partitions, is what makes results come out in Spark's order (docs/adr/0003). Only
 * the marker goes to every partition, and a failure, which fails them all.
 */
public final class ShuffleWriteFn extends DoFn<Block, KV<Integer, Block>> {

  private static final long serialVersionUID = 1L;

  private final Task task;
  private final Shuffle<Object, Object, Object> shuffle;
  private final boolean passesMarkers;
  private final String operation;
  private final BlockTask tasks;

  /**
   * @param operation whose shuffle it is, for errors: {@code reduceByKey at App.java:12}
   * @param passesMarkers false on all inputs of a shuffle but one: a stream has one marker a batch,
   *     and those with a failure, which pass anyway
   */
  public ShuffleWriteFn(
      Task task, String operation, Shuffle<Object, Object, Object> shuffle, boolean passesMarkers) {
    this.task = task;
    this.shuffle = shuffle;
    this.passesMarkers = passesMarkers;
    this.operation = operation;
    this.tasks = new BlockTask(task.descriptionWith(operation));
  }

  @ProcessElement
  public void process(@Element Block input, OutputReceiver<KV<Integer, Block>> out) {
    Block block = Updates.arrived(input);
    if (block.isMarker()) {
      if (passesMarkers || block.failure() != null) {
        // Without partitions the result still has batches: the marker takes partition 0's way.
        Block marker = block.asPartition(task.partitionOf(block));
        sendToAll(marker, Math.max(1, shuffle.partitions()), out);
      }
      return;
    }
    if (block.failure() != null) {
      sendToAll(block.asPartition(task.partitionOf(block)), shuffle.partitions(), out);
      return;
    }
    List<List<Object>> targets;
    try {
      targets =
          new ArrayList<>(
              tasks.run(
                  block.batchTime(),
                  (int) block.partition(),
                  isLast -> send(isLast ? block : block.copied())));
    } catch (Throwable e) {
      if (Task.isFatal(e)) {
        throw (Error) e;
      }
      Block failed = Block.failed(block.batchTime(), task.partitionOf(block), e);
      sendToAll(failed, shuffle.partitions(), out);
      return;
    }
    send(block.batchTime(), task.partitionOf(block), targets, out);
  }

  private void send(
      long batchTime,
      long partition,
      List<List<Object>> targets,
      OutputReceiver<KV<Integer, Block>> out) {
    for (int target = 0; target < targets.size(); target++) {
      // Not kept for longer than needed: what goes to disk can be collected at once.
      List<Object> records = targets.set(target, List.of());
      if (!records.isEmpty()) {
        Block sent = BlockMemory.current().bufferOf(records).toBlock(batchTime, partition);
        out.output(KV.of(target, Updates.leaving(tasks.checked(sent))));
      }
    }
    Block empty = Updates.leaving(Block.of(batchTime, partition, List.of()));
    if (empty.updates() != null) { // no record has gone anywhere, so they go alone
      out.output(KV.of(0, empty));
    }
  }

  private List<List<Object>> send(Block block) throws Exception {
    Iterator<Object> records = task.run(block);
    try {
      return shuffle.send((int) block.partition(), records);
    } catch (Throwable e) {
      FailedOperation.noteUnlessUnsure(e, operation);
      throw e;
    }
  }

  private static void sendToAll(Block block, int targets, OutputReceiver<KV<Integer, Block>> out) {
    for (int target = 0; target < targets; target++) {
      out.output(KV.of(target, Updates.leaving(block)));
    }
  }
}
