// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.plan;

import java.util.List;
import org.apache.spark.rdd.RDD;
import org.apache.spark.streaming.Time;
import org.jspecify.annotations.Nullable;

/** An output operation: what makes a batch run, once per batch, empty or not. */
public interface OutputNode extends PlanNode {

  /** The stream whose batches it takes. */
  PlanNode input();

  /** How its batches are made if it is likely to need none of them; null if they are gathered. */
  default @Nullable BatchOnDemand onDemand() {
    return null;
  }

  /**
   * This output as it is best run with these settings: what the program keeps is made once, and not
   * by each output.
   */
  default OutputNode with(StreamSettings settings) {
    return this;
  }

  /** The streams that it reads without a node of the plan for them. */
  default List<PlanNode> skipped() {
    BatchOnDemand onDemand = onDemand();
    return onDemand == null ? List.of() : onDemand.skipped(input());
  }

  /** The stream whose blocks the driver stage gathers for it. */
  default PlanNode gathered() {
    BatchOnDemand onDemand = onDemand();
    return onDemand == null ? input() : onDemand.base();
  }

  /** What it will derive from the batch's RDD, to be computed while the batch is open. */
  default List<AheadChain> ahead() {
    return List.of();
  }

  /**
   * Runs the output of one batch, on the driver, in order of batches.
   *
   * @param rdd the batch's records
   * @param time the batch time, the end of its interval
   * @throws Exception what the user's function throws, or the failure of a task it asked for
   */
  void run(RDD<?> rdd, Time time) throws Exception;
}
