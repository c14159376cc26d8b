// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.translator;

import com.google.auto.service.AutoService;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.transforms.DoFn.OutputReceiver;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.windowing.Window;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.dstreambeam.block.Block;
import org.dstreambeam.driver.BatchFn;
import org.dstreambeam.driver.GatheredBatches;
import org.dstreambeam.driver.Transforms;
import org.dstreambeam.plan.PlanNode;
import org.dstreambeam.plan.TransformNode;
import org.dstreambeam.stage.Updates;

/**
 * A driver function inside the graph: as the driver stage, but for what comes out.
 *
 * <pre>
 *   input 0 --\
 *   input 1 ---- one group per batch -> in order of time: [function, its RDD's partitions] -> blocks
 * </pre>
 */
@AutoService(NodeTranslator.class)
@SuppressWarnings("rawtypes") // a service is named by its raw type
public final class TransformTranslator implements NodeTranslator<TransformNode> {

  @Override
  public Class<TransformNode> nodeType() {
    return TransformNode.class;
  }

  @Override
  public BlockStream translate(TransformNode node, TranslationContext context) {
    String name = context.nameOf(node);
    int count = node.inputs().size();
    PCollectionList<Block> inputs = PCollectionList.empty(context.pipeline());
    List<String> names = new ArrayList<>();
    for (PlanNode input : node.inputs()) {
      String inputName = name + " input " + names.size();
      inputs = inputs.and(context.inputOf(node, input, names.size()).materialize(inputName));
      names.add("input " + names.size());
    }
    PCollection<Block> blocks =
        inputs
            .apply(name + " gather", new GatheredBatches(context.blockCoder(), names))
            .apply(
                name,
                ParDo.of(
                    new BatchFn(
                        context.program(),
                        (hosted, batchTime, batch, out) ->
                            run(hosted.transforms(), name, count, batchTime, batch, out))))
            .setCoder(context.blockCoder())
            .apply(name + " batches", Window.into(context.windowsOf(node)));
    return BlockStream.of(blocks);
  }

  private static void run(
      Transforms transforms,
      String name,
      int count,
      long batchTime,
      Map<Integer, List<Block>> batch,
      OutputReceiver<Block> out)
      throws InterruptedException {
    List<List<Block>> inputs = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      List<Block> blocks = batch.getOrDefault(i, List.of());
      if (Block.markerOf(blocks) == null) {
        return; // the program ended before this batch did
      }
      inputs.add(blocks);
    }
    for (Block block : transforms.apply(name, batchTime, inputs)) {
      out.output(Updates.leaving(block));
    }
  }
}
