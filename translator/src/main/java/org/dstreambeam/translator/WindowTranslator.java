// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.translator;

import com.google.auto.service.AutoService;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.windowing.GlobalWindows;
import org.apache.beam.sdk.transforms.windowing.Window;
import org.apache.beam.sdk.values.PCollection;
import org.apache.spark.Partitioner;
import org.dstreambeam.block.Block;
import org.dstreambeam.plan.WindowNode;
import org.dstreambeam.stage.PartitionMergeFn;
import org.dstreambeam.stage.SlidingBatches;
import org.dstreambeam.stage.WindowContentsFn;

/**
 * A window lives in state, its blocks once, however often it slides over them.
 *
 * <pre>
 *   blocks -> by partition => group per batch -> global window -> [ring of blocks] -> slide's windows
 * </pre>
 */
@AutoService(NodeTranslator.class)
@SuppressWarnings("rawtypes") // service interfaces have no parameters
public final class WindowTranslator implements NodeTranslator<WindowNode> {

  @Override
  public Class<WindowNode> nodeType() {
    return WindowNode.class;
  }

  @Override
  public BlockStream translate(WindowNode node, TranslationContext context) {
    String name = context.nameOf(node);
    BlockStream input = context.streamOf(node.input());
    Partitioner partitioner = node.partitioner();
    int keys =
        partitioner == null ? context.parallelism() : Math.max(1, partitioner.numPartitions());
    long parentSlide = node.input().slide().milliseconds();
    int batches = (int) (node.window().milliseconds() / parentSlide);
    WindowContentsFn contents =
        new WindowContentsFn(
            context.blockCoder(),
            new SlidingBatches(
                context.zeroTime(), node.window().milliseconds(), node.slide().milliseconds()),
            node.window().milliseconds(),
            parentSlide,
            input.branches(),
            partitioner != null);
    PCollection<Block> blocks =
        input
            .materialize(name + " input")
            .apply(name + " route", ParDo.of(new PartitionMergeFn(keys)))
            .setCoder(context.coders().sent())
            .apply(name + " group", GroupByKey.create())
            .apply(name + " rewindow", Window.into(new GlobalWindows()))
            .apply(name + " contents", ParDo.of(contents))
            .setCoder(context.blockCoder())
            .apply(name + " batches", Window.into(context.windowsOf(node)));
    int branches = partitioner == null ? Math.max(1, batches) * input.branches() : 1;
    // The next slide hands out the same records again.
    return BlockStream.shared(blocks, branches, node.callSite());
  }
}
