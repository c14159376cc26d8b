// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.spi;

import java.util.function.Consumer;
import org.apache.spark.SparkContext;
import org.dstreambeam.clock.BatchClock;
import org.dstreambeam.plan.BatchHistory;
import org.dstreambeam.plan.LogicalPlan;
import org.jspecify.annotations.Nullable;

/**
 * What a backend runs.
 *
 * @param plan the logical plan
 * @param context the Spark context: configuration, threads of the RDD evaluator
 * @param clock cuts the batches
 * @param onError takes what an output operation, or the engine, failed with; does not end the
 *     program
 * @param onAbandoned to be run when none of the program's own threads is left: Spark's threads are
 *     daemons, so such a program ends
 * @param history takes what sources and driver functions made of each batch
 * @param checkpointing where checkpoints go and which to start from; null if the program keeps
 *     none, or the backend does not {@linkplain StreamingBackend#recovers recover}
 */
public record StreamingProgram(
    LogicalPlan plan,
    SparkContext context,
    BatchClock clock,
    Consumer<Throwable> onError,
    Runnable onAbandoned,
    BatchHistory history,
    @Nullable Checkpointing checkpointing) {

  /** A program without checkpoints, whose history nobody asks for. */
  public StreamingProgram(
      LogicalPlan plan,
      SparkContext context,
      BatchClock clock,
      Consumer<Throwable> onError,
      Runnable onAbandoned) {
    this(plan, context, clock, onError, onAbandoned, new BatchHistory(plan, context), null);
  }
}
