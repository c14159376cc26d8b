// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.plan;

import java.io.Serializable;
import java.util.List;
import org.apache.spark.Partitioner;
import org.apache.spark.streaming.Duration;
import org.dstreambeam.rdd.Dataset;
import org.jspecify.annotations.Nullable;

/**
 * One operation of the program. Implementations are records; two nodes are the same only if they
 * are one object, so programs may declare the same operation twice. They can be written if all that
 * the program has put into them can.
 */
public interface PlanNode extends Serializable {

  /** The streams this one is computed from, in order; empty for a source. */
  List<PlanNode> inputs();

  /** The API method, as users know it: {@code reduceByKey}. */
  String operation();

  /** Where it was declared. */
  CallSite callSite();

  /** Every how many milliseconds it has a result. */
  default Duration slide() {
    return inputs().get(0).slide();
  }

  /** How its result is partitioned by key in every batch, if that is known. */
  default @Nullable Partitioner partitioner() {
    return null;
  }

  /** How far back it asks for batches of its inputs, in milliseconds. */
  default long reachMillis() {
    return 0;
  }

  /**
   * How far apart Spark makes checkpoints of it if the program does not say.
   *
   * @return null if Spark makes none, and needs no directory
   */
  default @Nullable Duration checkpointInterval() {
    return null;
  }

  /** The user's own object that it calls in the program's JVM, if it calls one. */
  default @Nullable Object driverFunction() {
    return null;
  }

  /**
   * The RDD of a past batch, made of those of the inputs: for {@code slice} and {@code compute}.
   *
   * @return null if there is no such batch
   * @throws Exception what a driver function throws
   */
  default @Nullable Dataset<?> compute(Lineage lineage, long time) throws Exception {
    throw new UnsupportedOperationException(
        "slice and compute cannot go back through "
            + callSite()
            + ": keep what the program needs of earlier batches in foreachRDD");
  }

  /** Its configuration in a few words for {@link LogicalPlan#describe()}; may be empty. */
  default String details() {
    return "";
  }
}
