// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.translator;

import com.google.auto.service.AutoService;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.dstreambeam.block.Block;
import org.dstreambeam.compute.Shuffle;
import org.dstreambeam.compute.TaskFunction;
import org.dstreambeam.plan.PlanNode;
import org.dstreambeam.plan.ShuffleNode;
import org.dstreambeam.stage.PartitionMergeFn;
import org.dstreambeam.stage.Received;
import org.dstreambeam.stage.ShuffleWriteFn;
import org.dstreambeam.stage.StageFn;

/**
 * A shuffle.
 *
 * <pre>
 *   blocks -> [chain, send: one sub-block per target] => group by target => [receive]
 * </pre>
 *
 * Where the partitioner has already put every key in its place there is nothing to move: a single
 * input then needs no shuffle, and one of several joins the others by its partitions' numbers.
 */
@AutoService(NodeTranslator.class)
@SuppressWarnings("rawtypes") // a service is named by its raw type
public final class ShuffleTranslator implements NodeTranslator<ShuffleNode> {

  @Override
  public Class<ShuffleNode> nodeType() {
    return ShuffleNode.class;
  }

  @Override
  @SuppressWarnings("unchecked") // the facade's types have seen to it that they fit
  public BlockStream translate(ShuffleNode node, TranslationContext context) {
    Shuffle<Object, Object, Object> shuffle =
        TaskFunction.asIsNow((Shuffle<Object, Object, Object>) node.shuffle());
    return node.inputs().size() == 1
        ? translateOne(node, shuffle, context)
        : translateMany(node, shuffle, context);
  }

  private static BlockStream translateOne(
      ShuffleNode node, Shuffle<Object, Object, Object> shuffle, TranslationContext context) {
    PlanNode only = node.inputs().get(0);
    BlockStream input = context.inputOf(node, only, 0);
    if (node.isInPlace(only)) {
      return input.then((partition, records) -> shuffle.inPlace(records), node.callSite());
    }
    String name = context.nameOf(node);
    if (shuffle.dependsOnIndex() && input.branches() > 1) {
      input = ShuffleTransforms.numbered(input, name + " numbering", context.coders());
    }
    return ShuffleTransforms.of(
        input,
        name,
        node.callSite(),
        new ShuffleWriteFn(input.task(), node.callSite().toString(), shuffle, true),
        sent -> shuffle.receive(List.of(Received.records(sent))),
        shuffle.partitions(),
        context.coders());
  }

  /** As in a union, an input's partitions are numbered behind those of the inputs before it. */
  private static BlockStream translateMany(
      ShuffleNode node, Shuffle<Object, Object, Object> shuffle, TranslationContext context) {
    String name = context.nameOf(node);
    PCollectionList<KV<Integer, Block>> sent = PCollectionList.empty(context.pipeline());
    List<Integer> firstBranches = new ArrayList<>();
    int branches = 0;
    for (PlanNode inputNode : node.inputs()) {
      BlockStream input = context.inputOf(node, inputNode, firstBranches.size());
      String part = name + " write " + firstBranches.size();
      boolean first = firstBranches.isEmpty();
      firstBranches.add(branches);
      sent =
          sent.and(
              node.isInPlace(inputNode)
                  ? inPlace(input, branches, first, part, shuffle.partitions(), context.coders())
                  : ShuffleTransforms.write(
                      input.blocks(),
                      part,
                      new ShuffleWriteFn(
                          input.task(branches), node.callSite().toString(), shuffle, first),
                      context.coders()));
      branches += input.branches();
    }
    return ShuffleTransforms.read(
        sent.apply(name + " inputs", Flatten.pCollections()),
        context.blockCoder(),
        name,
        node.callSite(),
        blocks -> shuffle.receive(Received.byInput(blocks, firstBranches)),
        shuffle.partitions());
  }

  private static PCollection<KV<Integer, Block>> inPlace(
      BlockStream input,
      int branch,
      boolean passesMarkers,
      String name,
      int partitions,
      StageCoders coders) {
    PCollection<Block> placed =
        input
            .blocks()
            .apply(name + " stage", ParDo.of(new StageFn(input.task(branch), passesMarkers)))
            .setCoder(input.blocks().getCoder());
    return ShuffleTransforms.write(placed, name, new PartitionMergeFn(partitions), coders);
  }
}
