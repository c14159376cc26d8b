// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.source;

import java.util.ArrayList;
import java.util.List;
import org.dstreambeam.block.Block;

/** Picks up what a feed has ready, as text: {@code 1000/0:[a, b]} or {@code 1000 marker}. */
final class Polling {

  private Polling() {}

  static List<String> poll(BlockFeed feed) {
    return poll(feed, 0);
  }

  static List<String> poll(BlockFeed feed, int split) {
    List<String> blocks = new ArrayList<>();
    for (Block block = feed.poll(split); block != null; block = feed.poll(split)) {
      blocks.add(text(block));
    }
    return blocks;
  }

  static String text(Block block) {
    if (block.isMarker()) {
      return block.batchTime() + " marker";
    }
    List<Object> records = new ArrayList<>();
    block.records().forEach(records::add);
    return block.batchTime() + "/" + block.partition() + ":" + records;
  }
}
