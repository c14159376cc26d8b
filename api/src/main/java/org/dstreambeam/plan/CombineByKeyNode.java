// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.plan;

import java.util.List;
import org.apache.spark.Partitioner;
import org.dstreambeam.compute.Aggregator;

/**
 * A shuffle that combines the values of each key: {@code reduceByKey} and its relatives.
 *
 * @param operation the API method
 * @param input the pairs
 * @param aggregator how values of a key are combined
 * @param partitioner which partition a key goes to
 * @param callSite where it was declared
 */
public record CombineByKeyNode(
    String operation,
    PlanNode input,
    Aggregator<?, ?> aggregator,
    Partitioner partitioner,
    CallSite callSite)
    implements PlanNode {

  @Override
  public List<PlanNode> inputs() {
    return List.of(input);
  }

  @Override
  public String details() {
    return partitioner.getClass().getSimpleName() + "(" + partitioner.numPartitions() + ")";
  }
}
