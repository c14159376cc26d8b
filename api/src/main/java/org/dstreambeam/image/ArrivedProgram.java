// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.image;

import java.util.Map;
import org.apache.spark.SparkContext;
import org.apache.spark.streaming.StreamingContext;
import org.dstreambeam.plan.LogicalPlan;

/** A program that was submitted in another JVM, and runs here, too. */
public final class ArrivedProgram implements AutoCloseable {
  private final LogicalPlan plan;
  private final StreamingContext context;
  private final Map<String, String> extras;
  private final SharedVariablesImage.Known shared;

  ArrivedProgram(
      LogicalPlan plan,
      StreamingContext context,
      Map<String, String> extras,
      SharedVariablesImage.Known shared) {
    this.plan = plan;
    this.context = context;
    this.extras = extras;
    this.shared = shared;
  }

  /** Its nodes have the names that they have where it was submitted. */
  public LogicalPlan plan() {
    return plan;
  }

  /** That of this JVM; the functions of the plan have it where they captured theirs. */
  public SparkContext context() {
    return context.sparkContext();
  }

  /** That of this JVM, which is active. */
  public StreamingContext streamingContext() {
    return context;
  }

  /** What it was sent with. */
  public Map<String, String> extras() {
    return extras;
  }

  /** Stops the contexts of this JVM, and lets go of the shared variables; the program may go on. */
  @Override
  public void close() {
    context.lifecycle().leave();
    context.sparkContext().stop();
    shared.close();
  }
}
