// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.closure;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Supplier;
import org.apache.spark.Partitioner;
import org.apache.spark.SparkContext;
import org.dstreambeam.closure.DriverFunctions.Step;
import org.dstreambeam.compute.NarrowFunction;
import org.dstreambeam.compute.Shuffle;
import org.dstreambeam.rdd.Dataset;
import org.jspecify.annotations.Nullable;

/**
 * The RDD of a batch that has not come yet: it can be derived from, and nothing else. What is
 * derived knows by which steps.
 */
final class PlannedDataset<T> extends Dataset<T> {

  /** Thrown where a program asks what only a batch can tell. */
  static final class NotYetKnown extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NotYetKnown(String what) {
      super(what + " of a batch that has not come yet", null, false, false);
    }
  }

  private final List<Step> steps;
  private final @Nullable Partitioner partitioner;
  private String operation = "";

  /** The batch itself. */
  PlannedDataset(SparkContext context, @Nullable Partitioner partitioner) {
    this(context, List.of(), partitioner);
  }

  private PlannedDataset(
      SparkContext context, List<Step> steps, @Nullable Partitioner partitioner) {
    super(context);
    this.steps = steps;
    this.partitioner = partitioner;
  }

  /** From the batch to here, in order. */
  List<Step> steps() {
    return steps;
  }

  /** Names the API method that is about to derive from this. */
  void deriving(String method) {
    operation = method;
  }

  /** Whether all steps to here are such that they can be recognised, and run ahead. */
  boolean isPure() {
    return steps.stream()
        .map(Step::step)
        .allMatch(
            step ->
                step instanceof NarrowFunction<?, ?> function
                    ? function.isPure()
                    : ((Shuffle<?, ?, ?>) step).isPure());
  }

  @Override
  public <O> Dataset<O> narrow(NarrowFunction<T, O> function, boolean keepsPartitioning) {
    return then(function, keepsPartitioning, keepsPartitioning ? partitioner : null);
  }

  @Override
  protected <O> Dataset<O> derive(Object step, Supplier<Dataset<O>> otherwise) {
    return then(step, false, ((Shuffle<?, ?, ?>) step).partitioner());
  }

  private <O> Dataset<O> then(Object step, boolean keeps, @Nullable Partitioner result) {
    List<Step> further = new ArrayList<>(steps);
    further.add(new Step(operation, step, keeps));
    return new PlannedDataset<>(context(), List.copyOf(further), result);
  }

  /** Known where a partitioner made the partitions. */
  @Override
  public int partitions() {
    if (partitioner == null) {
      throw new NotYetKnown("the partitions");
    }
    return partitioner.numPartitions();
  }

  @Override
  public @Nullable Partitioner partitioner() {
    return partitioner;
  }

  @Override
  public Iterator<T> compute(int partition) {
    throw new NotYetKnown("the records");
  }

  @Override
  public List<Dataset<?>> parents() {
    return List.of();
  }

  /** The operation that made it. */
  @Override
  public String toString() {
    return steps.isEmpty() ? "the batch" : steps.get(steps.size() - 1).operation();
  }
}
