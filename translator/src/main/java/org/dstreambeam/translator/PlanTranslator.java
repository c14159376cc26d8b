// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.translator;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.coders.Coder;
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
   * @throws IllegalStateException if there is no translator for a node
   */
  public void translate(
      LogicalPlan plan, Pipeline pipeline, String program, Coder<Block> blockCoder, long zeroTime) {
    TranslationContext context =
        new TranslationContext(pipeline, plan, program, blockCoder, zeroTime);
    for (PlanNode node : plan.nodes()) {
      if (!(node instanceof OutputNode)) {
        context.put(node, translate(node, context));
      }
    }
    List<PCollection<Block>> outputs = new ArrayList<>();
    for (OutputNode output : plan.outputs()) {
      outputs.add(context.streamOf(output.input()).materialize(plan.nameOf(output)));
    }
    List<String> names = plan.outputs().stream().map(plan::nameOf).toList();
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
