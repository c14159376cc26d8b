// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.source;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.spark.SparkContext;
import org.dstreambeam.plan.QueueSourceNode;
import org.dstreambeam.plan.ReceiverSourceNode;
import org.dstreambeam.plan.SourceNode;
import org.jspecify.annotations.Nullable;

/** Makes the feed of an input stream. */
public final class Feeds {

  private Feeds() {}

  /**
   * @param splits those that it will serve
   * @param cuts the directory that keeps what its batches consist of; null if nothing does
   */
  public static BlockFeed of(
      SourceNode source,
      SparkContext context,
      BatchGrid grid,
      ReaderRounds rounds,
      Splits splits,
      @Nullable String cuts) {
    if (source instanceof QueueSourceNode queue) {
      return new QueueFeed(queue, grid, rounds, splits);
    }
    if (source instanceof ReceiverSourceNode receiver) {
      if (!splits.include(0)) {
        return new IdleFeed(grid, rounds, splits);
      }
      return new ReceiverFeed(receiver, context.getConf(), grid, rounds, splits);
    }
    if (source instanceof ReplayableSourceNode replayable) {
      return new ReplayFeed(replayable, logIn(cuts, context), grid, rounds, splits);
    }
    throw new IllegalArgumentException("No feed for " + source.callSite());
  }

  private static @Nullable CutLog logIn(@Nullable String directory, SparkContext context) {
    try {
      return directory == null ? null : CutLog.in(directory, context.hadoopConfiguration());
    } catch (IOException e) {
      throw new UncheckedIOException(
          "The checkpoint directory cannot be used: " + directory + ": " + e.getMessage(), e);
    }
  }
}
