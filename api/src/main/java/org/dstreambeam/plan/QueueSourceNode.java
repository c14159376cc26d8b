// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.plan;

import java.util.List;
import org.apache.spark.rdd.RDD;
import org.apache.spark.streaming.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A queue of RDDs, taken batch by batch.
 *
 * @param queue the RDDs, copied when the stream was declared
 * @param oneAtATime whether a batch takes one RDD or all that are left
 * @param defaultRdd the batch once the queue is empty; null for no partitions at all
 * @param slide the batch interval
 * @param callSite where it was declared
 */
public record QueueSourceNode(
    List<RDD<?>> queue,
    boolean oneAtATime,
    @Nullable RDD<?> defaultRdd,
    Duration slide,
    CallSite callSite)
    implements SourceNode {

  public QueueSourceNode {
    queue = List.copyOf(queue);
  }

  @Override
  public String operation() {
    return "queueStream";
  }

  @Override
  public String details() {
    return queue.size() + (oneAtATime ? " RDDs, one a batch" : " RDDs, all at once");
  }
}
