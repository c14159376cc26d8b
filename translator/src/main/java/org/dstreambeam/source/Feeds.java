// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.source;

import org.apache.spark.SparkContext;
import org.dstreambeam.plan.QueueSourceNode;
import org.dstreambeam.plan.ReceiverSourceNode;
import org.dstreambeam.plan.SourceNode;

/** Makes the feed of an input stream. */
public final class Feeds {

  private Feeds() {}

  /**
   * @param splits how many readers will share it
   */
  public static BlockFeed of(
      SourceNode source, SparkContext context, BatchGrid grid, ReaderRounds rounds, int splits) {
    if (source instanceof QueueSourceNode queue) {
      return new QueueFeed(queue, grid, rounds, splits);
    }
    if (source instanceof ReceiverSourceNode receiver) {
      return new ReceiverFeed(receiver, context.getConf(), grid, rounds, splits);
    }
    throw new IllegalArgumentException("No feed for " + source.callSite());
  }
}
