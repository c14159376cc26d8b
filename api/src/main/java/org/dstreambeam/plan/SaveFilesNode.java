// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.plan;

import java.util.List;
import org.apache.spark.rdd.RDD;
import org.apache.spark.streaming.Time;
import org.dstreambeam.plan.ForeachRddNode.DriverFunction;

/**
 * {@code saveAsTextFiles} and its kin: a directory of files per batch.
 *
 * @param input the stream
 * @param operation which of them
 * @param details the directories' names, with {@code <time>} for the batch time
 * @param function writes one batch
 * @param callSite where it was declared
 */
public record SaveFilesNode(
    PlanNode input, String operation, String details, DriverFunction function, CallSite callSite)
    implements OutputNode {

  @Override
  public List<PlanNode> inputs() {
    return List.of(input);
  }

  @Override
  public void run(RDD<?> rdd, Time time) throws Exception {
    function.call(rdd, time);
  }
}
