// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.plan;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.streaming.Duration;

/** Collects what the program declares; owned by its streaming context. Thread-safe. */
public final class PlanBuilder {

  private final Duration batch;
  private final List<SourceNode> sources = new ArrayList<>();
  private final List<OutputNode> outputs = new ArrayList<>();

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
    return new LogicalPlan(batch, sources, outputs);
  }
}
