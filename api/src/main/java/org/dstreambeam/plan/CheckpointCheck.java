// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.plan;

import org.apache.spark.SparkContext;
import org.apache.spark.storage.StorageLevel;
import org.apache.spark.streaming.Duration;

/** Whether the checkpoint intervals of a plan can be: Spark's conditions, in Spark's words. */
public final class CheckpointCheck {

  private CheckpointCheck() {}

  /** Whether a stream of the plan would be written to the checkpoint directory. */
  public static boolean needsDirectory(LogicalPlan plan) {
    return plan.nodes().stream().anyMatch(node -> plan.settings().checkpointOf(node) != null);
  }

  /**
   * @throws IllegalArgumentException for the first interval that cannot be, from the outputs up
   */
  public static void check(LogicalPlan plan, SparkContext context) {
    for (OutputNode output : plan.outputs()) {
      check(output.input(), plan, context);
    }
  }

  private static void check(PlanNode node, LogicalPlan plan, SparkContext context) {
    Duration interval = plan.settings().checkpointOf(node);
    if (interval != null) {
      check(node, interval, plan.settings().levelOf(node), context);
    }
    node.inputs().forEach(input -> check(input, plan, context));
  }

  private static void check(
      PlanNode node, Duration interval, StorageLevel level, SparkContext context) {
    String name = SparkNames.of(node);
    Duration slide = node.slide();
    require(
        context.getCheckpointDir().isDefined(),
        "The checkpoint directory has not been set. Please set it by"
            + " StreamingContext.checkpoint().");
    require(
        interval.greaterEq(slide),
        "The checkpoint interval for %s has been set to %s which is lower than its slide time (%s). Please set it to at least %s."
            .formatted(name, interval, slide, slide));
    // The two spaces and the missing word are Spark's.
    require(
        interval.isMultipleOf(slide),
        "The checkpoint interval for %s has been set to  %s which not a multiple of its slide time (%s). Please set it to a multiple of %s."
            .formatted(name, interval, slide, slide));
    require(
        !level.equals(StorageLevel.NONE()) || isPersistedWithin(node),
        name
            + " has been marked for checkpointing but the storage level has not been set to enable"
            + " persisting. Please use DStream.persist() to set the storage level to use memory for"
            + " better checkpointing performance.");
  }

  /** On Spark the states are a stream of their own, whose level no program can set. */
  private static boolean isPersistedWithin(PlanNode node) {
    return node.operation().equals("mapWithState");
  }

  private static void require(boolean condition, String message) {
    if (!condition) {
      throw new IllegalArgumentException("requirement failed: " + message);
    }
  }
}
