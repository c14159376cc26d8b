// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.plan;

import java.util.List;
import org.apache.spark.Partitioner;
import org.dstreambeam.rdd.Dataset;
import org.jspecify.annotations.Nullable;

/**
 * The records of several streams, duplicates kept, the partitions of the first stream first.
 *
 * @param inputs the streams, at least one, all of one slide
 * @param callSite where it was declared
 */
public record UnionNode(List<PlanNode> inputs, CallSite callSite) implements PlanNode {

  /** What Spark says if an input has no RDD; the time follows. */
  static final String MISSING = "Could not generate RDD from a parent for unifying at time ";

  public UnionNode {
    inputs = List.copyOf(inputs);
    if (inputs.isEmpty()) {
      throw new IllegalArgumentException("requirement failed: Union called on no streams");
    }
    if (inputs.stream().map(PlanNode::slide).distinct().count() > 1) {
      throw new IllegalArgumentException(
          "requirement failed: Some of the DStreams have different slide durations");
    }
  }

  @Override
  public String operation() {
    return "union";
  }

  /** As for RDDs: streams that share one partitioner are merged partition by partition. */
  @Override
  public @Nullable Partitioner partitioner() {
    Partitioner first = inputs.get(0).partitioner();
    boolean shared =
        first != null && inputs.stream().allMatch(input -> first.equals(input.partitioner()));
    return shared ? first : null;
  }

  @Override
  @SuppressWarnings("unchecked") // the facade's types have seen to it that they fit
  public Dataset<?> compute(Lineage lineage, long time) throws Exception {
    List<Dataset<?>> batches = lineage.batches(inputs, time, MISSING);
    return Dataset.union(lineage.context(), (List<Dataset<Object>>) (List<?>) batches);
  }
}
