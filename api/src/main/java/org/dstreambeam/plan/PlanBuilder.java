// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.plan;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.streaming.Duration;
import org.apache.spark.streaming.StreamingContext;
import org.apache.spark.streaming.dstream.DStream;
import org.apache.spark.streaming.dstream.InputDStream;

/** Collects what the program declares; owned by its streaming context. Thread-safe. */
public final class PlanBuilder {

  private final Duration batch;
  private final List<SourceNode> sources = new ArrayList<>();
  private final List<OutputNode> outputs = new ArrayList<>();
  private final StreamSettings settings = new StreamSettings();
  private final Map<PlanNode, DStream<?>> streams = new IdentityHashMap<>();

  /**
   * @param batch the batch interval
   */
  public PlanBuilder(Duration batch) {
    this.batch = batch;
  }

  public synchronized void addSource(SourceNode source) {
    sources.add(source);
  }

  public synchronized void addOutput(OutputNode output) {
    outputs.add(output);
  }

  /** What the program sets on its streams. */
  public StreamSettings settings() {
    return settings;
  }

  /** Keeps the object that the program has for {@code stream}'s node; returns it. */
  public synchronized <S extends DStream<?>> S declared(S stream) {
    streams.put(stream.node(), stream);
    return stream;
  }

  /** The object that the program has for {@code node}, or a new one if it has none. */
  public synchronized DStream<?> streamOf(StreamingContext context, PlanNode node) {
    return streams.computeIfAbsent(node, undeclared -> new DStream<>(context, undeclared));
  }

  /** The input streams that are declared by now. */
  public synchronized List<SourceNode> sources() {
    return List.copyOf(sources);
  }

  /** The objects that the program has for them. */
  public synchronized List<InputDStream<?>> inputStreams() {
    List<InputDStream<?>> inputs = new ArrayList<>();
    for (SourceNode source : sources) {
      if (streams.get(source) instanceof InputDStream<?> input) {
        inputs.add(input);
      }
    }
    return inputs;
  }

  /** The number the next input stream gets. */
  public synchronized int sourceCount() {
    return sources.size();
  }

  /**
   * The plan as it stands.
   *
   * @throws IllegalArgumentException if there is no output operation
   */
  public synchronized LogicalPlan build() {
    List<OutputNode> set = outputs.stream().map(output -> output.with(settings)).toList();
    return new LogicalPlan(batch, sources, set, settings);
  }
}
