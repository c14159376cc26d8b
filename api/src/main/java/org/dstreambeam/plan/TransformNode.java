// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.plan;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.rdd.RDD;
import org.apache.spark.streaming.Time;
import org.dstreambeam.compute.TaskFunction;
import org.dstreambeam.rdd.Dataset;
import org.jspecify.annotations.Nullable;

/**
 * {@code transform} and its kin: a driver function that makes the batch's RDD of those of its
 * inputs.
 *
 * @param operation the API method
 * @param inputs the streams, at least one, all of one slide
 * @param function the user's own object, never copied: what it captured is the driver's
 * @param notAhead why it is called, and not only its steps taken; null if nobody has looked
 * @param callSite where it was declared
 */
public record TransformNode(
    String operation,
    List<PlanNode> inputs,
    BatchFunction function,
    @Nullable String notAhead,
    CallSite callSite)
    implements PlanNode {

  /** What Spark says if an input has no RDD; the time follows. */
  public static final String MISSING = "Couldn't generate RDD from parent at time ";

  /** The user's function, behind whichever of the API's interfaces it came. */
  @FunctionalInterface
  public interface BatchFunction extends Serializable {

    /**
     * Called once per batch, in order, also for empty batches.
     *
     * @param rdds the inputs' batches, in the order of the inputs
     */
    @Nullable RDD<?> call(List<RDD<?>> rdds, Time time) throws Exception;

    /** What the user wrote: the object whose fields a checkpoint would hold; null if nothing. */
    default @Nullable Object userFunction() {
      return this;
    }

    /**
     * As {@link #of}; the forms of the context check, as on Spark, that the function could travel.
     *
     * @throws RuntimeException an undeclared {@code SparkException}: Task not serializable
     */
    static BatchFunction serializable(Object userFunction, BatchFunction call) {
      var unused = TaskFunction.of(userFunction);
      return of(userFunction, call);
    }

    /** {@code call}, which calls {@code userFunction}. */
    static BatchFunction of(@Nullable Object userFunction, BatchFunction call) {
      return new BatchFunction() {
        @Override
        public @Nullable RDD<?> call(List<RDD<?>> rdds, Time time) throws Exception {
          return call.call(rdds, time);
        }

        @Override
        public @Nullable Object userFunction() {
          return userFunction;
        }
      };
    }
  }

  public TransformNode {
    inputs = List.copyOf(inputs);
    if (inputs.isEmpty()) {
      throw new IllegalArgumentException(
          "requirement failed: List of DStreams to transform is empty");
    }
    if (inputs.stream().map(PlanNode::slide).distinct().count() > 1) {
      throw new IllegalArgumentException(
          "requirement failed: Some of the DStreams have different slide durations");
    }
  }

  @Override
  public String details() {
    return notAhead == null ? "" : "not ahead: " + notAhead;
  }

  /**
   * The RDD of one batch.
   *
   * @throws Exception what the user's function throws; {@code SparkException} if it returns null
   */
  public RDD<?> call(List<RDD<?>> rdds, Time time) throws Exception {
    RDD<?> result = function.call(rdds, time);
    if (result == null) {
      throw new org.apache.spark.SparkException(
          "Transform function must not return null. Return SparkContext.emptyRDD() instead to"
              + " represent no element as the result of transformation.");
    }
    return result;
  }

  @Override
  public @Nullable Object driverFunction() {
    return function.userFunction();
  }

  @Override
  public Dataset<?> compute(Lineage lineage, long time) throws Exception {
    List<RDD<?>> rdds = new ArrayList<>();
    for (Dataset<?> batch : lineage.batches(inputs, time, MISSING)) {
      rdds.add(batch.toRdd());
    }
    return call(rdds, new Time(time)).dataset();
  }
}
