// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.plan;

import java.util.List;
import org.apache.spark.Partitioner;
import org.dstreambeam.rdd.Dataset;
import org.jspecify.annotations.Nullable;

/**
 * {@code stateSnapshots}: all that a {@code mapWithState} knows, batch by batch.
 *
 * @param input the {@code mapWithState}
 * @param callSite where it was declared
 */
public record SnapshotsNode(StatefulNode input, CallSite callSite) implements PlanNode {

  @Override
  public List<PlanNode> inputs() {
    return List.of(input);
  }

  @Override
  public String operation() {
    return "stateSnapshots";
  }

  /** Unknown, as on Spark, although the keys lie where the state has them. */
  @Override
  public @Nullable Partitioner partitioner() {
    return null;
  }

  @Override
  public Dataset<?> compute(Lineage lineage, long time) {
    return lineage.keptBatch(this, time);
  }
}
