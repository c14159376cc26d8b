// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.plan;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.SparkContext;
import org.apache.spark.SparkException;
import org.dstreambeam.rdd.Dataset;
import org.jspecify.annotations.Nullable;

/** The RDDs of streams at past times, for nodes that are computed from them. */
public interface Lineage {

  SparkContext context();

  /**
   * The RDD of {@code node} at {@code time}, the one that is kept or a new one; null if the node
   * has no batch then.
   *
   * @throws Exception what a driver function throws
   */
  @Nullable Dataset<?> batch(PlanNode node, long time) throws Exception;

  /**
   * What a source brought in the batch, null if there was no RDD; without records if it is not
   * kept.
   */
  @Nullable Dataset<?> sourceBatch(SourceNode source, long time);

  /**
   * The RDD of a batch that cannot be computed anew.
   *
   * @throws IllegalStateException if it is not kept
   */
  Dataset<?> keptBatch(PlanNode node, long time);

  /**
   * The RDDs of all of {@code nodes}.
   *
   * @param message of the {@link SparkException} if one of them has no batch; the time follows
   */
  default List<Dataset<?>> batches(List<PlanNode> nodes, long time, String message)
      throws Exception {
    List<Dataset<?>> batches = new ArrayList<>();
    for (PlanNode node : nodes) {
      Dataset<?> batch = batch(node, time);
      if (batch == null) {
        throw new SparkException(message + time + " ms");
      }
      batches.add(batch);
    }
    return batches;
  }
}
