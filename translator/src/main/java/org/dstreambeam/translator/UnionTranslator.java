// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.translator;

import com.google.auto.service.AutoService;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.spark.Partitioner;
import org.dstreambeam.block.Block;
import org.dstreambeam.plan.PlanNode;
import org.dstreambeam.plan.UnionNode;
import org.dstreambeam.stage.PartitionMergeFn;
import org.dstreambeam.stage.Received;
import org.dstreambeam.stage.StageFn;

/**
 * Flattens the streams. Each input's partitions are moved behind those of the inputs before it, and
 * the marker of the first stands for the union.
 *
 * <p>Inputs that share a partitioner are merged partition by partition instead, as Spark does, so
 * that the result is still partitioned by it.
 */
@AutoService(NodeTranslator.class)
@SuppressWarnings("rawtypes") // a service is named by its raw type
public final class UnionTranslator implements NodeTranslator<UnionNode> {

  @Override
  public Class<UnionNode> nodeType() {
    return UnionNode.class;
  }

  @Override
  public BlockStream translate(UnionNode node, TranslationContext context) {
    if (node.inputs().size() == 1) {
      return context.inputOf(node, node.inputs().get(0), 0);
    }
    String name = context.nameOf(node);
    PCollectionList<Block> parts = PCollectionList.empty(context.pipeline());
    int branches = 0;
    for (PlanNode inputNode : node.inputs()) {
      BlockStream input = context.inputOf(node, inputNode, parts.size());
      boolean first = branches == 0;
      PCollection<Block> part =
          input
              .blocks()
              .apply(
                  name + " input " + parts.size(),
                  ParDo.of(new StageFn(input.task(branches), first)))
              .setCoder(context.blockCoder());
      parts = parts.and(part);
      branches += input.branches();
    }
    PCollection<Block> all = parts.apply(name, Flatten.pCollections());
    BlockStream union = new BlockStream(all, branches);
    Partitioner shared = node.partitioner();
    if (shared == null) {
      return union;
    }
    PartitionMergeFn byIndex = new PartitionMergeFn(shared.numPartitions());
    return ShuffleTransforms.of(
        union,
        name,
        node.callSite(),
        byIndex,
        Received::records,
        shared.numPartitions(),
        context.coders());
  }
}
