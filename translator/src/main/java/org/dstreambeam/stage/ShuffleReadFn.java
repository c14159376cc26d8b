// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.stage;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.KV;
import org.dstreambeam.block.Block;

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
    List<Block> arrived = Updates.arrived(group.getValue());
    Block marker = Block.markerOf(arrived);
    if (marker == null) {
      return; // the program ended before this batch did
    }
    List<Block> sent = new ArrayList<>();
    for (Block block : arrived) {
      if (!block.isMarker()) {
        sent.add(block);
      }
    }
    int partition = group.getKey();
    if (partition < partitions) {
      sent.sort(Comparator.comparingLong(Block::partition));
      out.output(Updates.leaving(merge(marker.batchTime(), partition, sent)));
    }
    if (partition == 0) {
      out.output(Updates.leaving(marker));
    }
  }

  private Block merge(long batchTime, int partition, List<Block> sent) {
    Block failed = Block.failedOf(sent);
    if (failed != null && failed.failure() != null) {
      return Block.lost(batchTime, partition, failed.failure());
    }
    try {
      return tasks.block(
          batchTime,
          partition,
          partition,
          isLast -> merger.merge(isLast ? sent : sent.stream().map(Block::copied).toList()));
    } catch (Throwable e) {
      if (Task.isFatal(e)) {
        throw (Error) e;
      }
      return Block.failed(batchTime, partition, e);
    }
  }
}
