// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.source;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import org.dstreambeam.filestream.FileSourceNode;
import org.dstreambeam.plan.CutSourceNode;
import org.dstreambeam.plan.OwnSourceNode;
import org.dstreambeam.plan.QueueSourceNode;
import org.dstreambeam.plan.ReceiverSourceNode;
import org.dstreambeam.plan.SourceNode;
import org.jspecify.annotations.Nullable;

/** Makes the feed of an input stream. */
public final class Feeds {

  private Feeds() {}

  public static BlockFeed of(SourceNode source, FeedSettings settings) {
    SparkContext context = settings.context();
    BatchGrid grid = settings.grid();
    ReaderRounds rounds = settings.rounds();
    Splits splits = settings.splits();
    String cuts = settings.cuts();
    if (source instanceof QueueSourceNode queue) {
      return new QueueFeed(queue, grid, rounds, splits);
    }
    if (source instanceof ReplayableSourceNode replayable) {
      return new ReplayFeed(replayable, logIn(cuts, context), grid, rounds, splits);
    }
    if (source instanceof BeamSourceNode beam) {
      long retryMillis = context.getConf().getInt("spark.streaming.receiverRestartDelay", 2000);
      return new DrainFeed(beam, retryMillis, logIn(cuts, context), grid, rounds, splits);
    }
    if (!splits.include(0)) { // which has all that is dealt out behind it
      return new IdleFeed(grid, rounds, splits);
    }
    if (source instanceof ReceiverSourceNode receiver) {
      return cuts != null && LogSettings.isEnabled(context.getConf())
          ? logged(receiver, context, grid, rounds, splits, cuts)
          : new ReceiverFeed(receiver, context.getConf(), grid, rounds, splits);
    }
    if (!settings.isRead()) {
      return new IdleFeed(grid, rounds, splits); // nobody asks for its batches
    }
    if (source instanceof FileSourceNode files) {
      return new FileFeed(files, settings, logIn(cuts, context));
    }
    if (source instanceof CutSourceNode cutting) {
      return new CutFeed(cutting, settings, logIn(cuts, context));
    }
    if (source instanceof OwnSourceNode own) {
      return new OwnFeed(own, grid, rounds, splits);
    }
    throw new IllegalArgumentException("No feed for " + source.callSite());
  }

  private static BlockFeed logged(
      ReceiverSourceNode receiver,
      SparkContext context,
      BatchGrid grid,
      ReaderRounds rounds,
      Splits splits,
      String directory) {
    SparkConf conf = context.getConf();
    Configuration configuration = context.hadoopConfiguration();
    try {
      ReceivedLog log =
          ReceivedLog.in(directory + "/received", configuration, LogSettings.of(conf));
      CutLog cuts = CutLog.in(directory, configuration);
      return new LoggedReceiverFeed(receiver, conf, log, cuts, grid, rounds, splits);
    } catch (IOException e) {
      throw unusable(directory, e);
    }
  }

  private static @Nullable CutLog logIn(@Nullable String directory, SparkContext context) {
    try {
      return directory == null ? null : CutLog.in(directory, context.hadoopConfiguration());
    } catch (IOException e) {
      throw unusable(directory, e);
    }
  }

  private static UncheckedIOException unusable(@Nullable String directory, IOException reason) {
    return new UncheckedIOException(
        "The checkpoint directory cannot be used: " + directory + ": " + reason.getMessage(),
        reason);
  }
}
