// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.cluster;

import java.util.List;
import java.util.Map;
import org.apache.spark.SparkContext;
import org.dstreambeam.block.Block;
import org.dstreambeam.block.BlockMemory;
import org.dstreambeam.driver.BatchOutputs;
import org.dstreambeam.driver.Batches;
import org.dstreambeam.link.LinkClient;
import org.dstreambeam.plan.LogicalPlan;
import org.dstreambeam.rdd.TaskFailure;
import org.dstreambeam.task.AccumulatorValues;
import org.jspecify.annotations.Nullable;

/**
 * Runs the outputs of a batch as part of the job, in order of declaration, and returns when they
 * are done: a checkpoint taken behind it is one of a program whose outputs have run.
 *
 * <p>An output that fails is run again, as often as a task of Spark's would be; then the job ends,
 * or goes on with the next output if the program asked for that.
 */
final class ClusterBatches implements Batches {

  private final BatchOutputs outputs;
  private final int attempts;
  private final OutputFailures failures;
  private final @Nullable LinkClient link;

  ClusterBatches(
      LogicalPlan plan, SparkContext context, OutputFailures failures, @Nullable LinkClient link) {
    this.outputs = BatchOutputs.of(plan, context);
    this.attempts = Math.max(1, context.getConf().getInt("spark.task.maxFailures", 4));
    this.failures = failures;
    this.link = link;
  }

  @Override
  public void submit(long batchTime, Map<Integer, List<Block>> blocks) throws InterruptedException {
    if (blocks.values().stream().noneMatch(BatchOutputs::exists)) {
      return; // the program ended before this batch did
    }
    try {
      run(batchTime, blocks);
    } finally {
      BlockMemory.current().batchDone(batchTime);
    }
    if (link != null) {
      byte[] accumulators = AccumulatorValues.ifChanged();
      if (accumulators != null) {
        link.accumulators(accumulators);
      }
      link.completed(batchTime);
    }
  }

  private void run(long batchTime, Map<Integer, List<Block>> blocks) throws InterruptedException {
    Throwable failure = BatchOutputs.failureOf(blocks);
    if (failure != null) {
      failures.failed("Error generating jobs for time " + batchTime + " ms", failure);
      return;
    }
    for (Map.Entry<Integer, BatchOutputs.Inputs> output : outputs.present(blocks).entrySet()) {
      run(output.getKey(), batchTime, output.getValue());
    }
  }

  private void run(int output, long batchTime, BatchOutputs.Inputs inputs)
      throws InterruptedException {
    for (int attempt = 1; ; attempt++) {
      try {
        outputs.run(output, batchTime, inputs);
        return;
      } catch (InterruptedException e) { // the job is being cancelled
        throw e;
      } catch (Throwable e) { // an Error of user code is its own, too
        if (isForGood(e) || attempt >= attempts) {
          failures.failed(outputs.failureIn(output, batchTime, e), e);
          return;
        }
      }
    }
  }

  /** Whether it makes no sense to run the output again, as its tasks have been already. */
  private static boolean isForGood(Throwable failure) {
    return failure instanceof VirtualMachineError || TaskFailure.isIn(failure);
  }
}
