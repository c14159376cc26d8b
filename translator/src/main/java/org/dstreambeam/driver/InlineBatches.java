// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.driver;

import java.util.List;
import java.util.Map;
import org.apache.spark.SparkContext;
import org.dstreambeam.block.Block;
import org.dstreambeam.block.BlockMemory;
import org.dstreambeam.compute.Rethrow;
import org.dstreambeam.plan.LogicalPlan;
import org.jspecify.annotations.Nullable;

/**
 * Runs the outputs of a batch as part of the pipeline: it goes on when they are done, and fails
 * with the first that fails, once all of the batch have run. For pipelines that are the user's own.
 */
public final class InlineBatches implements Batches {

  private final BatchOutputs outputs;

  /**
   * @param plan its outputs run in order of declaration
   */
  public InlineBatches(LogicalPlan plan, SparkContext context) {
    this.outputs = BatchOutputs.of(plan, context);
  }

  @Override
  public void submit(long batchTime, Map<Integer, List<Block>> blocks) throws Exception {
    try {
      run(batchTime, blocks);
    } finally {
      BlockMemory.current().batchDone(batchTime);
    }
  }

  private void run(long batchTime, Map<Integer, List<Block>> blocks) throws Exception {
    Throwable failure = BatchOutputs.failureOf(blocks);
    if (failure != null) {
      throw Rethrow.as(failure);
    }
    @Nullable Exception first = null;
    for (Map.Entry<Integer, BatchOutputs.Inputs> output : outputs.present(blocks).entrySet()) {
      try {
        outputs.run(output.getKey(), batchTime, output.getValue());
      } catch (Exception e) {
        if (first == null) {
          first = e;
        } else {
          first.addSuppressed(e);
        }
      }
    }
    if (first != null) {
      throw first;
    }
  }
}
