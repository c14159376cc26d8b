// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.plan;

import java.util.List;
import org.apache.spark.Partitioner;
import org.apache.spark.streaming.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One operation of the program. Implementations are records; two nodes are the same only if they
 * are one object, so programs may declare the same operation twice.
 */
public interface PlanNode {

  /** The streams this one is computed from, in order; empty for a source. */
  List<PlanNode> inputs();

  /** The API method, as users know it: {@code reduceByKey}. */
  String operation();

  /** Where it was declared. */
  CallSite callSite();

  /** Every how many milliseconds it has a result. */
  default Duration slide() {
    return inputs().get(0).slide();
  }

  /** How its result is partitioned by key in every batch, if that is known. */
  default @Nullable Partitioner partitioner() {
    return null;
  }

  /** Its configuration in a few words for {@link LogicalPlan#describe()}; may be empty. */
  default String details() {
    return "";
  }
}
