// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.translator;

import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.values.PCollection;
import org.dstreambeam.block.Block;
import org.dstreambeam.plan.OutputNode;
import org.dstreambeam.plan.PlanNode;
import org.dstreambeam.plan.StatefulNode;
import org.dstreambeam.plan.StreamSettings;
import org.dstreambeam.plan.TransformNode;

/**
 * Translates streams as they are asked for, into a pipeline of the user's. Whoever may read a
 * stream later is not known yet, so each stream is taken for one that forks.
 */
public final class GrowingTranslation implements PlanView {

  private final Map<PlanNode, String> names = new IdentityHashMap<>();
  private final Map<String, Integer> ordinals = new HashMap<>();
  private final PlanTranslator translator = new PlanTranslator();
  private final TranslationContext context;
  private final StreamSettings settings;

  /**
   * @param program under which {@link org.dstreambeam.source.LocalPrograms} finds the program
   */
  public GrowingTranslation(
      Pipeline pipeline,
      String program,
      StreamSettings settings,
      Coder<Block> blockCoder,
      long zeroTime,
      int parallelism) {
    this.settings = settings;
    this.context =
        new TranslationContext(
            pipeline,
            this,
            Deployment.local(program, StageCoders.of(blockCoder), zeroTime, parallelism));
  }

  /** The blocks of {@code node}, in the windows of its batches. */
  public PCollection<Block> blocksOf(PlanNode node) {
    translate(node);
    return context.streamOf(node).materialize(nameOf(node) + " copies " + nextOrdinal());
  }

  /** The batches in which the outputs run, all in one driver stage. */
  public void addOutputs(List<OutputNode> outputs, PlanNode anySource) {
    outputs.forEach(output -> output.inputs().forEach(this::translate));
    translate(anySource);
    translator.addDriverStage(outputs, anySource, context);
  }

  private void translate(PlanNode node) {
    if (context.isTranslated(node)) {
      return;
    }
    node.inputs().forEach(this::translate);
    translator.translateNode(node, context);
  }

  @Override
  public String nameOf(PlanNode node) {
    return names.computeIfAbsent(node, n -> n.operation() + "-" + ordinal(n.operation()));
  }

  /** The node of that name, whose function the pipeline calls. */
  public TransformNode transformNamed(String name) {
    for (Map.Entry<PlanNode, String> named : names.entrySet()) {
      if (named.getValue().equals(name) && named.getKey() instanceof TransformNode transform) {
        return transform;
      }
    }
    throw new IllegalArgumentException("No transform " + name + " among " + names.values());
  }

  /** As {@link #transformNamed}, for operations that remember. */
  public StatefulNode statefulNamed(String name) {
    for (Map.Entry<PlanNode, String> named : names.entrySet()) {
      if (named.getValue().equals(name) && named.getKey() instanceof StatefulNode stateful) {
        return stateful;
      }
    }
    throw new IllegalArgumentException("Nothing called " + name + " among " + names.values());
  }

  /** Tells transforms apart that are asked for more than once. */
  public int nextOrdinal() {
    return ordinal("");
  }

  private int ordinal(String operation) {
    return ordinals.merge(operation, 1, Integer::sum);
  }

  @Override
  public int consumersOf(PlanNode node) {
    return 2;
  }

  @Override
  public boolean readsSnapshots(StatefulNode node) {
    return node.operation().equals("mapWithState");
  }

  @Override
  public StreamSettings settings() {
    return settings;
  }
}
