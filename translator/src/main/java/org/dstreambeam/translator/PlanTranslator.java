// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.translator;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.transforms.Filter;
import org.apache.beam.sdk.transforms.windowing.FixedWindows;
import org.apache.beam.sdk.transforms.windowing.Window;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.dstreambeam.block.Block;
import org.dstreambeam.driver.DriverStage;
import org.dstreambeam.plan.LogicalPlan;
import org.dstreambeam.plan.OutputNode;
import org.dstreambeam.plan.PlanNode;

/** Translates a whole plan: its nodes in order, then the driver stage. */
public final class PlanTranslator {

  private final Map<Class<?>, NodeTranslator<?>> translators = new HashMap<>();

  public PlanTranslator() {
    ClassLoader ours = PlanTranslator.class.getClassLoader();
    ServiceLoader.load(NodeTranslator.class, ours)
        .forEach(translator -> translators.put(translator.nodeType(), translator));
  }

  /**
   * Adds the program to {@code pipeline}.
   *
   * @param program under which {@link org.dstreambeam.source.LocalPrograms} will find it
   * @param blockCoder of all blocks between transforms
   * @param zeroTime one batch interval before the first batch, epoch milliseconds
   * @param parallelism how many keys to spread over what has no partitions of its own
   * @throws IllegalStateException if there is no translator for a node
   */
  public void translate(
      LogicalPlan plan,
      Pipeline pipeline,
      String program,
      Coder<Block> blockCoder,
      long zeroTime,
      int parallelism) {
    TranslationContext context =
        new TranslationContext(pipeline, plan, program, blockCoder, zeroTime, parallelism);
    for (PlanNode node : plan.nodes()) {
      if (!(node instanceof OutputNode)) {
        context.put(node, translate(node, context));
      }
    }
    FixedWindows batches = context.windowsOf(plan.sources().get(0));
    List<PCollection<Block>> outputs = new ArrayList<>();
    List<String> names = new ArrayList<>();
    for (OutputNode output : plan.outputs()) {
      String name = plan.nameOf(output);
      PCollection<Block> blocks = context.streamOf(output.input()).materialize(name);
      boolean everyBatch = output.slide().equals(plan.batch());
      outputs.add(everyBatch ? blocks : blocks.apply(name + " batches", Window.into(batches)));
      names.add(name);
    }
    if (plan.outputs().stream().noneMatch(output -> output.slide().equals(plan.batch()))) {
      // The driver must hear of every batch, also of those in which no output runs.
      outputs.add(
          context.blocksOf(plan.sources().get(0)).apply("ticks", Filter.by(Block::isMarker)));
      names.add("ticks");
    }
    PCollectionList.of(outputs).apply("driver", new DriverStage(program, blockCoder, names));
  }

  private BlockStream translate(PlanNode node, TranslationContext context) {
    NodeTranslator<?> translator = translators.get(node.getClass());
    if (translator == null) {
      throw new IllegalStateException(
          "No translator for "
              + node.callSite()
              + " ("
              + node.getClass().getName()
              + "): is the jar that brings it on the class path?");
    }
    return translate(translator, node, context);
  }

  private static <N extends PlanNode> BlockStream translate(
      NodeTranslator<N> translator, PlanNode node, TranslationContext context) {
    return translator.translate(translator.nodeType().cast(node), context);
  }
}
