// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.plan;

import java.util.List;
import org.apache.spark.Partitioner;
import org.dstreambeam.compute.NarrowFunction;
import org.dstreambeam.rdd.Dataset;
import org.jspecify.annotations.Nullable;

/**
 * Any operation that works within a partition: {@code map}, {@code filter}, {@code
 * mapPartitions}...
 *
 * @param operation the API method
 * @param input the stream it reads
 * @param function what happens to the records of a partition
 * @param keepsPartitioning whether every key stays where it is
 * @param callSite where it was declared
 */
public record NarrowNode(
    String operation,
    PlanNode input,
    NarrowFunction<?, ?> function,
    boolean keepsPartitioning,
    CallSite callSite)
    implements PlanNode {

  @Override
  public List<PlanNode> inputs() {
    return List.of(input);
  }

  @Override
  public @Nullable Partitioner partitioner() {
    return keepsPartitioning ? input.partitioner() : null;
  }

  @Override
  @SuppressWarnings("unchecked") // the facade's types have seen to it that they fit
  public @Nullable Dataset<?> compute(Lineage lineage, long time) throws Exception {
    Dataset<Object> batch = (Dataset<Object>) lineage.batch(input, time);
    return batch == null
        ? null
        : batch.narrow((NarrowFunction<Object, ?>) function, keepsPartitioning);
  }
}
