// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.driver;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.SparkContext;
import org.apache.spark.storage.StorageLevel;
import org.dstreambeam.block.Block;
import org.dstreambeam.plan.CutSourceNode;
import org.dstreambeam.plan.OutputNode;
import org.dstreambeam.plan.PlanNode;
import org.dstreambeam.plan.StreamSettings;
import org.dstreambeam.rdd.Dataset;
import org.dstreambeam.source.SourcePart;
import org.jspecify.annotations.Nullable;

/**
 * The RDDs that driver functions are given: a batch of which all records are elsewhere, as one
 * thing, is the source's own RDD; any other is made of its blocks.
 */
record BatchRdds(SparkContext context, StreamSettings settings) {

  /** What {@link CutSourceNode#read} takes for a batch without partitions. */
  private static final byte[] NOTHING = {};

  /** The batch of an output. */
  Dataset<Object> of(OutputNode output, List<Block> blocks) {
    return output.onDemand() == null
        ? of(output.input(), blocks)
        : BlocksDataset.of(context, settings, output, blocks);
  }

  /** The batch of a stream. */
  Dataset<Object> of(PlanNode stream, List<Block> blocks) {
    Dataset<Object> own = own(stream, blocks);
    if (own == null) {
      return BlocksDataset.of(context, settings, stream, blocks);
    }
    StorageLevel level = settings.levelOf(stream);
    if (level.isValid()) {
      own.persist(level);
    }
    return own;
  }

  /** Null if the blocks are not all that a source has cut, in whatever order, and nothing else. */
  @SuppressWarnings("unchecked") // a Dataset only produces
  private @Nullable Dataset<Object> own(PlanNode stream, List<Block> blocks) {
    List<SourcePart> parts = new ArrayList<>();
    for (Block block : blocks) {
      if (block.records() instanceof SourcePart part) {
        parts.add(part);
      } else if (!block.isMarker()) {
        return null;
      }
    }
    if (parts.isEmpty()) {
      return stream instanceof CutSourceNode source
          ? (Dataset<Object>) source.read(context, NOTHING)
          : null;
    }
    SourcePart first = parts.get(0);
    Dataset<Object> batch = (Dataset<Object>) first.batch();
    boolean isWhole =
        parts.stream().allMatch(first::isOfTheCutOf)
            && parts.stream().map(SourcePart::partition).distinct().count() == parts.size()
            && parts.size() == batch.partitions();
    return isWhole ? batch : null;
  }
}
