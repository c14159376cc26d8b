// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.source;

import java.util.Map;
import org.dstreambeam.driver.Batches;

/**
 * What a program keeps in this JVM while it runs.
 *
 * @param id under which transforms find it
 * @param feeds the feed of each input stream, by the stream's name in the plan
 * @param batches runs the outputs
 */
public record LocalProgram(String id, Map<String, BlockFeed> feeds, Batches batches) {

  public LocalProgram {
    feeds = Map.copyOf(feeds);
  }

  /**
   * @throws IllegalArgumentException if there is no such input stream
   */
  BlockFeed feed(String source) {
    BlockFeed feed = feeds.get(source);
    if (feed == null) {
      throw new IllegalArgumentException("No input stream " + source + " among " + feeds.keySet());
    }
    return feed;
  }
}
