// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.translator;

import com.google.auto.service.AutoService;
import java.util.List;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.windowing.GlobalWindows;
import org.apache.beam.sdk.transforms.windowing.Window;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.TupleTagList;
import org.apache.spark.streaming.Duration;
import org.dstreambeam.block.Block;
import org.dstreambeam.compute.Shuffle;
import org.dstreambeam.compute.TaskFunction;
import org.dstreambeam.plan.StatefulNode;
import org.dstreambeam.stage.PartitionMergeFn;
import org.dstreambeam.stage.Received;
import org.dstreambeam.stage.ShuffleReadFn.Merger;
import org.dstreambeam.stage.ShuffleWriteFn;
import org.dstreambeam.stage.SlidingBatches;
import org.dstreambeam.stage.StateFn;
import org.dstreambeam.state.StateKernel;

/**
 * An operation that remembers: a shuffle whose receiving side has a state.
 *
 * <pre>
 *   blocks -> [send] => group by target -> global window, in order of time -> [receive, state] -> batches
 * </pre>
 *
 * Where the partitioner has already put every key in its place nothing is sent.
 */
@AutoService(NodeTranslator.class)
@SuppressWarnings("rawtypes") // a service is named by its raw type
public final class StatefulTranslator implements NodeTranslator<StatefulNode> {

  @Override
  public Class<StatefulNode> nodeType() {
    return StatefulNode.class;
  }

  @Override
  @SuppressWarnings("unchecked") // the facade's types have seen to it that they fit
  public BlockStream translate(StatefulNode node, TranslationContext context) {
    String name = context.nameOf(node);
    Shuffle<Object, Object, Object> shuffle =
        TaskFunction.asIsNow((Shuffle<Object, Object, Object>) node.shuffle());
    boolean snapshots = context.readsSnapshots(node);
    StateFn state =
        new StateFn(
            context.stateCoder(),
            new LocalStateHost(context.program(), name, shuffle.partitions()),
            node.callSite().toString(),
            kernelOf(node, context),
            mergerOf(node, shuffle),
            shuffle.partitions(),
            context.zeroTime(),
            windowsOf(node, context),
            snapshots);
    PCollectionTuple results =
        sent(node, shuffle, context)
            .apply(name + " group", GroupByKey.create())
            .apply(name + " rewindow", Window.into(new GlobalWindows()))
            .apply(
                name + " state",
                ParDo.of(state)
                    .withOutputTags(
                        StateFn.RESULTS,
                        snapshots ? TupleTagList.of(StateFn.SNAPSHOTS) : TupleTagList.empty()));
    if (snapshots) {
      context.putSnapshots(
          node, batches(results, StateFn.SNAPSHOTS, name + " snapshots", node, context));
    }
    BlockStream stream = batches(results, StateFn.RESULTS, name + " batches", node, context);
    // What is part of the state is not for others to change.
    return node.kernel().emitsState()
        ? BlockStream.shared(stream.blocks(), stream.branches(), node.callSite())
        : stream;
  }

  @SuppressWarnings("unchecked") // as above
  private static StateKernel<Object, Object, Object> kernelOf(
      StatefulNode node, TranslationContext context) {
    StateKernel<Object, Object, Object> kernel =
        (StateKernel<Object, Object, Object>) node.kernel();
    Duration interval = context.checkpointOf(node);
    return TaskFunction.asIsNow(interval == null ? kernel : kernel.checkpointedEvery(interval));
  }

  private static Merger mergerOf(StatefulNode node, Shuffle<Object, Object, Object> shuffle) {
    return node.isInPlace()
        ? blocks -> shuffle.inPlace(Received.records(blocks))
        : blocks -> shuffle.receive(List.of(Received.records(blocks)));
  }

  private static SlidingBatches windowsOf(StatefulNode node, TranslationContext context) {
    Duration window = node.kernel().window();
    long slide = node.slide().milliseconds();
    return new SlidingBatches(
        context.zeroTime(), window == null ? slide : window.milliseconds(), slide);
  }

  private static PCollection<KV<Integer, Block>> sent(
      StatefulNode node, Shuffle<Object, Object, Object> shuffle, TranslationContext context) {
    String name = context.nameOf(node);
    BlockStream input = context.streamOf(node.input());
    if (node.isInPlace()) {
      return ShuffleTransforms.write(
          input.materialize(name + " input"),
          name + " route",
          new PartitionMergeFn(Math.max(1, shuffle.partitions())),
          context.coders());
    }
    return ShuffleTransforms.write(
        input.blocks(),
        name + " write",
        new ShuffleWriteFn(input.task(), node.callSite().toString(), shuffle, true),
        context.coders());
  }

  private static BlockStream batches(
      PCollectionTuple results,
      TupleTag<Block> tag,
      String name,
      StatefulNode node,
      TranslationContext context) {
    return BlockStream.of(
        results
            .get(tag)
            .setCoder(context.blockCoder())
            .apply(name, Window.into(context.windowsOf(node))));
  }
}
