// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.plan;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.streaming.Duration;

/**
 * The whole program: an immutable graph from sources to outputs, nodes in topological order.
 *
 * <p>It holds what an output needs, and every source: Spark starts a receiver even if nobody reads
 * it.
 */
public final class LogicalPlan implements Serializable {

  private final Duration batch;
  private final StreamSettings settings;
  private final List<SourceNode> sources;
  private final List<OutputNode> outputs;
  private final IdentityHashMap<PlanNode, String> names = new IdentityHashMap<>();
  private final Map<String, Integer> generations;
  private final IdentityHashMap<PlanNode, Integer> consumers = new IdentityHashMap<>();
  private final List<PlanNode> nodes = new ArrayList<>();
  private final Set<PlanNode> skipped = Collections.newSetFromMap(new IdentityHashMap<>());

  LogicalPlan(
      Duration batch, List<SourceNode> sources, List<OutputNode> outputs, StreamSettings settings) {
    if (outputs.isEmpty()) {
      throw new IllegalArgumentException(
          "requirement failed: No output operations registered, so nothing to execute");
    }
    this.batch = batch;
    this.settings = settings;
    this.generations = Map.of();
    this.sources = List.copyOf(sources);
    this.outputs = List.copyOf(outputs);
    Map<String, Integer> ordinals = new HashMap<>();
    this.sources.forEach(source -> visit(source, ordinals));
    this.outputs.forEach(output -> visit(output, ordinals));
    this.outputs.forEach(output -> skipped.addAll(output.skipped()));
  }

  private LogicalPlan(LogicalPlan plan, Map<String, Integer> generations) {
    this.batch = plan.batch;
    this.settings = plan.settings;
    this.generations = Map.copyOf(generations);
    this.sources = plan.sources;
    this.outputs = plan.outputs;
    this.names.putAll(plan.names);
    this.consumers.putAll(plan.consumers);
    this.nodes.addAll(plan.nodes);
    this.skipped.addAll(plan.skipped);
  }

  /** Names and order follow from the nodes, so they are the same where this is read. */
  private record Form(
      Duration batch,
      List<SourceNode> sources,
      List<OutputNode> outputs,
      StreamSettings settings,
      Map<String, Integer> generations)
      implements Serializable {

    private Object readResolve() {
      return new LogicalPlan(batch, sources, outputs, settings).withGenerations(generations);
    }
  }

  private Object writeReplace() {
    return new Form(batch, sources, outputs, settings.of(this::contains), generations);
  }

  private void visit(PlanNode node, Map<String, Integer> ordinals) {
    if (names.containsKey(node)) {
      return;
    }
    for (PlanNode input : node.inputs()) {
      visit(input, ordinals);
      if (!(node instanceof SnapshotsNode)) { // these do not read what comes out
        consumers.merge(input, 1, Integer::sum);
      }
    }
    int ordinal = ordinals.merge(node.operation(), 1, Integer::sum);
    names.put(node, node.operation() + "-" + ordinal);
    nodes.add(node);
  }

  /** The batch interval. */
  public Duration batch() {
    return batch;
  }

  /** What the program has set on its streams. */
  public StreamSettings settings() {
    return settings;
  }

  /** Whether an output needs the node, or it is a source. */
  public boolean contains(PlanNode node) {
    return names.containsKey(node) || skipped.contains(node);
  }

  /** All nodes, each after its inputs. */
  public List<PlanNode> nodes() {
    return List.copyOf(nodes);
  }

  /** The input streams in order of declaration. */
  public List<SourceNode> sources() {
    return sources;
  }

  /** The output operations in order of declaration, which is the order they run in. */
  public List<OutputNode> outputs() {
    return outputs;
  }

  /**
   * The node's name: its operation and a number per operation, {@code reduceByKey-2}. It depends on
   * the plan alone, so it is the same after a restart: what the node remembers is found by it. A
   * node that is not to find what another generation of it left has a name of its own, {@code
   * reduceByKey-2.1}.
   */
  public String nameOf(PlanNode node) {
    String name = declaredNameOf(node);
    int generation = generationOf(node);
    return generation == 0 ? name : name + "." + generation;
  }

  /** For how long, in ms, Spark keeps the batches of a stream: windows need its past ones. */
  public long rememberMillis(PlanNode node) {
    return RememberDurations.of(this, true).millis(node);
  }

  /** How often what the node remembered was dropped in earlier starts; 0 unless it was set. */
  public int generationOf(PlanNode node) {
    return generations.getOrDefault(declaredNameOf(node), 0);
  }

  /**
   * This plan with other names for some of its nodes.
   *
   * @param generations by {@link #declaredNameOf}
   */
  public LogicalPlan withGenerations(Map<String, Integer> generations) {
    return new LogicalPlan(this, generations);
  }

  /** The node's name without its generation. */
  public String declaredNameOf(PlanNode node) {
    String name = names.get(node);
    if (name == null) {
      throw new IllegalArgumentException(node + " is not part of this plan");
    }
    return name;
  }

  /**
   * The input stream that {@link #nameOf} calls so.
   *
   * @throws IllegalArgumentException if there is none
   */
  public SourceNode sourceNamed(String name) {
    return sources().stream()
        .filter(source -> nameOf(source).equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("No input stream " + name));
  }

  /**
   * The driver function inside the graph that {@link #nameOf} calls so.
   *
   * @throws IllegalArgumentException if there is none
   */
  public TransformNode transformNamed(String name) {
    for (PlanNode node : nodes) {
      if (node instanceof TransformNode transform && nameOf(node).equals(name)) {
        return transform;
      }
    }
    throw new IllegalArgumentException("No transform " + name + " in this plan");
  }

  /**
   * The operation that remembers and that {@link #nameOf} calls so.
   *
   * @throws IllegalArgumentException if there is none
   */
  public StatefulNode statefulNamed(String name) {
    for (PlanNode node : nodes) {
      if (node instanceof StatefulNode stateful && nameOf(node).equals(name)) {
        return stateful;
      }
    }
    throw new IllegalArgumentException("Nothing called " + name + " remembers in this plan");
  }

  /** The streams of the snapshots of {@code node}. */
  @SuppressWarnings("ReferenceEquality") // two nodes are the same only if they are one object
  public List<SnapshotsNode> snapshotsOf(StatefulNode node) {
    List<SnapshotsNode> snapshots = new ArrayList<>();
    for (PlanNode reader : nodes) {
      if (reader instanceof SnapshotsNode snapshot && snapshot.input() == node) {
        snapshots.add(snapshot);
      }
    }
    return snapshots;
  }

  /** How many times the node's result is read within the plan. */
  public int consumersOf(PlanNode node) {
    return consumers.getOrDefault(node, 0);
  }

  /** The plan as indented text, each output over what it is computed from. Stable. */
  public String describe() {
    return new PlanPrinter(this).print();
  }

  @Override
  public String toString() {
    return describe();
  }
}
