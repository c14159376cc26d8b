// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.stage;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.KV;
import org.dstreambeam.block.Block;
import org.dstreambeam.block.BlockMemory;
import org.dstreambeam.block.RecordBuffer;

/**
 * The way into the partitions of a shuffle: merges what the map sides sent for a batch, in the
 * order of their partitions. Every partition yields a block in every batch, partition 0 the marker
 * too.
 */
public final class ShuffleReadFn extends DoFn<KV<Integer, Iterable<Block>>, Block> {

  private static final long serialVersionUID = 1L;

  private final Merger merger;
  private final int partitions;
  private final BlockTask tasks;

  /**
   * @param operation whose shuffle it is, for errors: {@code reduceByKey at App.java:12}
   * @param partitions of the result; there may be none, and then the marker alone comes through
   */
  public ShuffleReadFn(String operation, Merger merger, int partitions) {
    this.merger = merger;
    this.partitions = partitions;
    this.tasks = new BlockTask(operation);
  }

  /** Makes the records of a partition of what the map sides sent for it. */
  @FunctionalInterface
  public interface Merger extends java.io.Serializable {
    Iterator<?> merge(List<Block> sent) throws Exception;
  }

  @ProcessElement
  public void process(@Element KV<Integer, Iterable<Block>> group, OutputReceiver<Block> out) {
    Block marker = Block.markerOf(group.getValue());
    if (marker == null) {
      return; // the program ended before this batch did
    }
    List<Block> sent = new ArrayList<>();
    for (Block block : group.getValue()) {
      if (!block.isMarker()) {
        sent.add(block);
      }
    }
    int partition = group.getKey();
    if (partition < partitions) {
      sent.sort(Comparator.comparingLong(Block::partition));
      out.output(merge(marker.batchTime(), partition, sent));
    }
    if (partition == 0) {
      out.output(marker);
    }
  }

  private Block merge(long batchTime, int partition, List<Block> sent) {
    for (Block block : sent) {
      Throwable failure = block.failure();
      if (failure != null) {
        return Block.failed(batchTime, partition, failure);
      }
    }
    RecordBuffer records = BlockMemory.current().newBuffer();
    try {
      Block result =
          tasks.run(
              batchTime,
              partition,
              () -> {
                records.addAll(merger.merge(sent));
                return records.toBlock(batchTime, partition);
              });
      return tasks.checked(result);
    } catch (Throwable e) {
      records.discard();
      if (Task.isFatal(e)) {
        throw (Error) e;
      }
      return Block.failed(batchTime, partition, e);
    }
  }
}
