// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.stage;

import java.io.Serializable;
import java.util.concurrent.Callable;
import org.dstreambeam.task.LocalTask;
import org.dstreambeam.task.TaskEnvironment;

/**
 * Runs user code on a block as a task: it has a {@code TaskContext}, and what it adds to
 * accumulators reaches the driver's if it succeeds. Costs two small objects per block.
 */
final class BlockTask implements Serializable {

  private static final long serialVersionUID = 1L;

  private final int stage = TaskEnvironment.current().newStageId();

  <R> R run(long batchTime, int partition, Callable<R> work) throws Exception {
    return LocalTask.ofStream(stage, partition, batchTime).run(work);
  }
}
