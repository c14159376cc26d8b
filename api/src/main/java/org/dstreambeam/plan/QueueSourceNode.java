// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.plan;

import org.apache.spark.rdd.RDD;
import org.apache.spark.streaming.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A queue of RDDs, taken batch by batch.
 *
 * @param operation {@code queueStream}, or {@code constantStream} without a queue
 * @param queue the RDDs
 * @param oneAtATime whether a batch takes one RDD or all that are left
 * @param defaultRdd the batch once the queue is empty; null for no partitions at all
 * @param slide the batch interval
 * @param callSite where it was declared
 */
public record QueueSourceNode(
    String operation,
    RddQueue queue,
    boolean oneAtATime,
    @Nullable RDD<?> defaultRdd,
    Duration slide,
    CallSite callSite)
    implements SourceNode {

  @Override
  public String details() {
    return queue.rdds().size() + (oneAtATime ? " RDDs, one a batch" : " RDDs, all at once");
  }
}
