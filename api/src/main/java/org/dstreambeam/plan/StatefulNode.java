// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.plan;

import java.util.List;
import org.apache.spark.Partitioner;
import org.apache.spark.streaming.Duration;
import org.dstreambeam.compute.Shuffle;
import org.dstreambeam.rdd.Dataset;
import org.dstreambeam.state.StateKernel;
import org.jspecify.annotations.Nullable;

/**
 * Any operation that remembers: {@code updateStateByKey}, {@code mapWithState} and windows that are
 * reduced by key. Its records lie where the shuffle puts them, and so does what it knows.
 *
 * @param operation the API method
 * @param input the stream
 * @param shuffle how the records get to where their keys are known
 * @param kernel what is done with a partition
 * @param slide how far apart its batches are
 * @param keepsKeys whether what comes out is partitioned as what goes in
 * @param callSite where it was declared
 */
public record StatefulNode(
    String operation,
    PlanNode input,
    Shuffle<?, ?, ?> shuffle,
    StateKernel<?, ?, ?> kernel,
    Duration slide,
    boolean keepsKeys,
    CallSite callSite)
    implements PlanNode {

  @Override
  public List<PlanNode> inputs() {
    return List.of(input);
  }

  @Override
  public @Nullable Partitioner partitioner() {
    return keepsKeys ? shuffle.partitioner() : null;
  }

  @Override
  public long reachMillis() {
    return kernel.reachMillis();
  }

  @Override
  public @Nullable Duration checkpointInterval() {
    return kernel.checkpointInterval(slide);
  }

  /** Whether the records of the input lie where this wants them. */
  public boolean isInPlace() {
    Partitioner partitioner = shuffle.partitioner();
    return partitioner != null && partitioner.equals(input.partitioner());
  }

  @Override
  public String details() {
    Duration window = kernel.window();
    return window == null ? "" : window + " every " + slide;
  }

  /** It cannot be computed anew without everything that came before. */
  @Override
  public Dataset<?> compute(Lineage lineage, long time) {
    return lineage.keptBatch(this, time);
  }
}
