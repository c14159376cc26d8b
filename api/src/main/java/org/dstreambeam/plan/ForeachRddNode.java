// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.plan;

import java.util.List;
import org.apache.spark.rdd.RDD;
import org.apache.spark.streaming.Time;

/**
 * {@code foreachRDD}: a driver function that is given the batch as an RDD.
 *
 * @param input the stream
 * @param function the user's own object, never copied: what it captured is the driver's
 * @param callSite where it was declared
 */
public record ForeachRddNode(PlanNode input, DriverFunction function, CallSite callSite)
    implements OutputNode {

  /** The user's function, behind whichever of Spark's interfaces it came. */
  @FunctionalInterface
  public interface DriverFunction {
    void call(RDD<?> rdd, Time time) throws Exception;
  }

  @Override
  public List<PlanNode> inputs() {
    return List.of(input);
  }

  @Override
  public String operation() {
    return "foreachRDD";
  }

  @Override
  public void run(RDD<?> rdd, Time time) throws Exception {
    function.call(rdd, time);
  }
}
