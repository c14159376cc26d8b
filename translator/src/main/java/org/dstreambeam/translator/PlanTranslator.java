// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.translator;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.transforms.Filter;
import org.apache.beam.sdk.transforms.windowing.FixedWindows;
import org.apache.beam.sdk.transforms.windowing.Window;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.spark.streaming.Duration;
import org.dstreambeam.block.Block;
import org.dstreambeam.compute.FailedOperation;
import org.dstreambeam.driver.DriverStage;
import org.dstreambeam.plan.AheadChain;
import org.dstreambeam.plan.CutSourceNode;
import org.dstreambeam.plan.LogicalPlan;
import org.dstreambeam.plan.OutputNode;
import org.dstreambeam.plan.PlanNode;
import org.dstreambeam.plan.StatefulNode;
import org.dstreambeam.plan.StreamSettings;
import org.jspecify.annotations.Nullable;

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
   * @throws IllegalStateException if there is no translator for a node
   */
  public void translate(LogicalPlan plan, Pipeline pipeline, Deployment deployment) {
    TranslationContext context = new TranslationContext(pipeline, viewOf(plan), deployment);
    for (PlanNode node : plan.nodes()) {
      if (!(node instanceof OutputNode)) {
        translateNode(node, context);
      }
    }
    addDriverStage(plan.outputs(), plan.sources().get(0), context);
  }

  private static PlanView viewOf(LogicalPlan plan) {
    return new PlanView() {
      @Override
      public String nameOf(PlanNode node) {
        return plan.nameOf(node);
      }

      @Override
      public int consumersOf(PlanNode node) {
        return plan.consumersOf(node);
      }

      @Override
      public boolean readsSnapshots(StatefulNode node) {
        return !plan.snapshotsOf(node).isEmpty();
      }

      @Override
      public StreamSettings settings() {
        return plan.settings();
      }
    };
  }

  /** Translates one node, whose inputs are translated. */
  void translateNode(PlanNode node, TranslationContext context) {
    try {
      context.put(node, translate(node, context));
    } catch (Throwable e) { // such as a function that captured what cannot be serialised since
      FailedOperation.markUnlessMarked(e, "in " + node.callSite());
      throw e;
    }
  }

  /**
   * Adds the outputs, whose inputs are translated.
   *
   * @param anySource tells of every batch, if no output has a part in each
   */
  void addDriverStage(List<OutputNode> outputs, PlanNode anySource, TranslationContext context) {
    Duration batch = anySource.slide();
    FixedWindows batches = context.windowsOf(anySource);
    List<PCollection<Block>> streams = new ArrayList<>();
    List<String> names = new ArrayList<>();
    for (OutputNode output : outputs) {
      gather(output.gathered(), context.nameOf(output), batch, batches, context, streams);
      names.add(context.nameOf(output));
    }
    for (OutputNode output : outputs) {
      for (AheadChain chain : output.ahead()) {
        String name = context.nameOf(output) + " ahead " + names.size();
        gather(chain.node(), name, batch, batches, context, streams);
        names.add(name);
      }
    }
    if (outputs.stream().noneMatch(output -> output.slide().equals(batch))) {
      // The driver must hear of every batch, also of those in which no output runs.
      streams.add(context.blocksOf(anySource).apply("ticks", Filter.by(Block::isMarker)));
      names.add("ticks");
    }
    PCollectionList.of(streams)
        .apply("driver", new DriverStage(context.program(), context.blockCoder(), names));
  }

  private static void gather(
      PlanNode input,
      String name,
      Duration batch,
      FixedWindows batches,
      TranslationContext context,
      List<PCollection<Block>> streams) {
    PCollection<Block> blocks = context.blocksOf(input, name);
    boolean everyBatch = input.slide().equals(batch);
    streams.add(everyBatch ? blocks : blocks.apply(name + " batches", Window.into(batches)));
  }

  private BlockStream translate(PlanNode node, TranslationContext context) {
    NodeTranslator<?> translator = translatorOf(node);
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

  /** That of its class, or of the kind that a connector's node is. */
  private @Nullable NodeTranslator<?> translatorOf(PlanNode node) {
    NodeTranslator<?> own = translators.get(node.getClass());
    return own != null || !(node instanceof CutSourceNode)
        ? own
        : translators.get(CutSourceNode.class);
  }

  private static <N extends PlanNode> BlockStream translate(
      NodeTranslator<N> translator, PlanNode node, TranslationContext context) {
    return translator.translate(translator.nodeType().cast(node), context);
  }
}
