// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.plan;

import java.util.List;
import java.util.Set;
import org.apache.spark.Partitioner;
import org.dstreambeam.compute.Shuffle;
import org.dstreambeam.rdd.Dataset;
import org.jspecify.annotations.Nullable;

/**
 * Any operation that moves records between partitions: {@code reduceByKey}, {@code groupByKey},
 * {@code cogroup}, {@code repartition}...
 *
 * @param operation the API method
 * @param inputs the streams, at least one, all of one slide; several only for shuffles that send
 *     records as they are
 * @param shuffle how the records move
 * @param callSite where it was declared
 */
public record ShuffleNode(
    String operation, List<PlanNode> inputs, Shuffle<?, ?, ?> shuffle, CallSite callSite)
    implements PlanNode {

  /** Of those with one input: {@code repartition}, and what {@code count} adds up with. */
  private static final Set<String> TRANSFORMS = Set.of("repartition", "sum");

  public ShuffleNode {
    inputs = List.copyOf(inputs);
    if (inputs.stream().map(PlanNode::slide).distinct().count() > 1) {
      throw new IllegalArgumentException(
          "requirement failed: Some of the DStreams have different slide durations");
    }
  }

  /** Of one input. */
  public ShuffleNode(
      String operation, PlanNode input, Shuffle<?, ?, ?> shuffle, CallSite callSite) {
    this(operation, List.of(input), shuffle, callSite);
  }

  /** Whether Spark makes it with a {@code transform}, which cannot do without an RDD. */
  boolean isTransform() {
    return inputs.size() > 1 || TRANSFORMS.contains(operation);
  }

  @Override
  public @Nullable Partitioner partitioner() {
    return shuffle.partitioner();
  }

  /** Whether the records of {@code input} lie where this shuffle wants them. */
  public boolean isInPlace(PlanNode input) {
    Partitioner partitioner = partitioner();
    return partitioner != null && partitioner.equals(input.partitioner());
  }

  @Override
  public String details() {
    Partitioner partitioner = partitioner();
    String kind = partitioner == null ? "partitions" : partitioner.getClass().getSimpleName();
    return kind + "(" + shuffle.partitions() + ")";
  }

  @Override
  @SuppressWarnings("unchecked") // the facade's types have seen to it that they fit
  public @Nullable Dataset<?> compute(Lineage lineage, long time) throws Exception {
    if (inputs.size() == 1) {
      Dataset<Object> batch = (Dataset<Object>) lineage.batch(inputs.get(0), time);
      return batch == null ? null : Dataset.shuffled(batch, (Shuffle<Object, ?, Object>) shuffle);
    }
    List<Dataset<?>> batches = lineage.batches(inputs, time, TransformNode.MISSING);
    return Dataset.shuffledAll(
        (List<Dataset<Object>>) (List<?>) batches, (Shuffle<Object, Object, Object>) shuffle);
  }
}
