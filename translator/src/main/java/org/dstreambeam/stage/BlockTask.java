// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.stage;

import java.io.Serializable;
import java.util.concurrent.Callable;
import org.dstreambeam.block.Block;
import org.dstreambeam.compute.FailedOperation;
import org.dstreambeam.task.LocalTask;
import org.dstreambeam.task.TaskEnvironment;

/**
 * Runs user code on a block as a task: it has a {@code TaskContext}, and what it adds to
 * accumulators reaches the driver's if it succeeds. What it throws says in which operation. Costs
 * two small objects per block.
 */
final class BlockTask implements Serializable {

  private static final long serialVersionUID = 1L;

  private final int stage = TaskEnvironment.current().newStageId();
  private final String operations;

  /**
   * @param operations what the task does, for errors: {@code map at App.java:12, filter at ...}
   */
  BlockTask(String operations) {
    this.operations = operations;
  }

  <R> R run(long batchTime, int partition, Callable<R> work) throws Exception {
    LocalTask task = LocalTask.ofStream(stage, partition, batchTime);
    try {
      return task.run(work);
    } catch (Throwable e) {
      FailedOperation.report(e, task, operations, place(batchTime, partition));
      throw e;
    }
  }

  /** {@code made}; if it could not be stored, its failure says whose records it was to hold. */
  Block checked(Block made) {
    Throwable failure = made.failure();
    if (failure != null) {
      String where = place(made.batchTime(), (int) made.partition());
      FailedOperation.markUnlessMarked(failure, "in " + operations + " (" + where + ")");
    }
    return made;
  }

  private static String place(long batchTime, int partition) {
    return "batch " + batchTime + " ms, partition " + partition;
  }
}
