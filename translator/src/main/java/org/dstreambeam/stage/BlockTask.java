// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.stage;

import java.io.Serializable;
import java.util.Iterator;
import org.dstreambeam.block.Block;
import org.dstreambeam.block.BlockMemory;
import org.dstreambeam.block.RecordBuffer;
import org.dstreambeam.compute.FailedOperation;
import org.dstreambeam.state.LostInput;
import org.dstreambeam.task.LocalTask;
import org.dstreambeam.task.TaskEnvironment;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs user code on a block as a task: it has a {@code TaskContext}, and what it adds to
 * accumulators reaches the driver's if it succeeds. A task that fails is tried again as often as
 * {@link TaskEnvironment#maxFailures} says. What it throws in the end says in which operation.
 * Costs two small objects per block.
 */
final class BlockTask implements Serializable {

  private static final long serialVersionUID = 1L;

  private static final Logger LOG = LoggerFactory.getLogger(BlockTask.class);

  private final int stage = TaskEnvironment.current().newStageId();
  private final String operations;

  /** What a task does. */
  @FunctionalInterface
  interface Work<R> {

    /**
     * Begins anew at each call.
     *
     * @param isLast if false there may be another call, which must not see what user code has
     *     changed in place: it is to be given copies
     */
    R attempt(boolean isLast) throws Exception;
  }

  /**
   * @param operations what the task does, for errors: {@code map at App.java:12, filter at ...}
   */
  BlockTask(String operations) {
    this.operations = operations;
  }

  /** What the first attempt that succeeds gives; fails with what the last one throws. */
  <R> R run(long batchTime, int partition, Work<R> work) throws Exception {
    int attempts = TaskEnvironment.current().maxFailures();
    for (int attempt = 0; ; attempt++) {
      boolean isLast = attempt + 1 >= attempts;
      LocalTask task = LocalTask.ofStream(stage, partition, attempt, batchTime);
      try {
        return task.run(() -> work.attempt(isLast));
      } catch (Throwable e) {
        if (isLast || !mayBeTriedAgain(e)) {
          FailedOperation.report(e, task, operations, place(batchTime, partition));
          throw e;
        }
        LOG.warn(
            "Task {} ({}, {}) failed; attempt {} follows",
            task,
            operations,
            place(batchTime, partition),
            attempt + 1,
            e);
      }
    }
  }

  private static boolean mayBeTriedAgain(Throwable failure) {
    return !(failure instanceof LostInput
        || failure instanceof InterruptedException
        || Task.isFatal(failure));
  }

  /**
   * The block of the records that an attempt computes, lazily; failed if it could not be stored.
   *
   * @param index of the partition for the task to know
   * @param partition the number of the block
   */
  Block block(long batchTime, int index, long partition, Work<Iterator<?>> records)
      throws Exception {
    return checked(
        run(
            batchTime,
            index,
            isLast -> {
              RecordBuffer buffer = BlockMemory.current().newBuffer();
              try {
                buffer.addAll(records.attempt(isLast));
                return buffer.toBlock(batchTime, partition);
              } catch (Throwable e) {
                buffer.discard();
                throw e;
              }
            }));
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
