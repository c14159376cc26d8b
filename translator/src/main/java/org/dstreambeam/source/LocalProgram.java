// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.source;

import java.util.Map;
import org.dstreambeam.driver.Batches;
import org.dstreambeam.driver.States;
import org.dstreambeam.driver.Transforms;
import org.dstreambeam.rdd.Dataset;
import org.jspecify.annotations.Nullable;

/**
 * What a program that runs in this JVM alone keeps while it runs.
 *
 * @param id under which transforms find it
 * @param feeds the feed of each input stream, by the stream's name in the plan
 * @param batches runs the outputs
 * @param transforms calls the driver functions inside the graph
 * @param states what operations that remember ask of the driver
 * @param reader reads what its sources have cut; null if none cuts
 */
public record LocalProgram(
    String id,
    Map<String, BlockFeed> feeds,
    Batches batches,
    Transforms transforms,
    States states,
    @Nullable CutReader reader)
    implements HostedProgram {

  /** A program without sources that cut. */
  public LocalProgram(
      String id,
      Map<String, BlockFeed> feeds,
      Batches batches,
      Transforms transforms,
      States states) {
    this(id, feeds, batches, transforms, states, null);
  }

  /** A program without driver functions inside its graph, and states that begin with nothing. */
  public LocalProgram(String id, Map<String, BlockFeed> feeds, Batches batches) {
    this(id, feeds, batches, Transforms.none(), States.none());
  }

  public LocalProgram {
    feeds = Map.copyOf(feeds);
  }

  @Override
  public BlockFeed open(String source, int split) {
    BlockFeed feed = feeds.get(source);
    if (feed == null) {
      throw new IllegalArgumentException("No input stream " + source + " among " + feeds.keySet());
    }
    return feed;
  }

  @Override
  public Dataset<?> read(String source, byte[] cut) {
    return reader == null ? HostedProgram.super.read(source, cut) : reader.read(source, cut);
  }

  /** Feeds outlive their readers: a runner may close one and open another at any time. */
  @Override
  public void close(BlockFeed feed) {}
}
