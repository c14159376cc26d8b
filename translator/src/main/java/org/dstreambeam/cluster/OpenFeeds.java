// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.cluster;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.dstreambeam.compute.JavaSerialization;
import org.dstreambeam.link.LinkClient;
import org.dstreambeam.source.BlockFeed;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The feeds of a program in this JVM, which do what the client asks for. */
final class OpenFeeds implements LinkClient.Listener {

  /** What Spark gives receivers to stop. */
  private static final long RECEIVERS_MILLIS = 10_000;

  private static final Logger LOG = LoggerFactory.getLogger(OpenFeeds.class);

  /** Each with the name of its source in the plan. */
  private final Map<BlockFeed, String> feeds = new HashMap<>();

  private boolean receiving = true;
  private long lastBatch = Long.MAX_VALUE;
  private boolean readersEnd;

  synchronized void add(String source, BlockFeed feed) {
    feeds.put(feed, source);
    if (!receiving) {
      feed.stopReceiving(RECEIVERS_MILLIS);
    }
    if (lastBatch < Long.MAX_VALUE) {
      finish(feed);
    }
  }

  /** The reader of the feed has gone: nobody takes what it receives. */
  void remove(BlockFeed feed) {
    synchronized (this) {
      feeds.remove(feed);
    }
    try {
      feed.stopReceiving(RECEIVERS_MILLIS);
    } finally {
      feed.close();
    }
  }

  /** Returns whether the feed is here that word of the program to this source is for. */
  boolean tell(String source, Serializable word) {
    List<BlockFeed> open = new ArrayList<>();
    synchronized (this) {
      feeds.forEach(
          (feed, of) -> {
            if (of.equals(source)) {
              open.add(feed);
            }
          });
    }
    boolean told = false;
    for (BlockFeed feed : open) {
      told |= feed.told(word);
    }
    return told;
  }

  @Override
  public void told(String source, byte[] word) {
    try (ObjectInputStream in =
        JavaSerialization.input(new ByteArrayInputStream(word), OpenFeeds.class.getClassLoader())) {
      tell(source, (Serializable) in.readObject());
    } catch (IOException | ClassNotFoundException e) {
      LOG.error("Word to {} cannot be read", source, e);
    }
  }

  @Override
  public void stopReceiving() {
    List<BlockFeed> open;
    synchronized (this) {
      receiving = false;
      open = List.copyOf(feeds.keySet());
    }
    open.forEach(feed -> feed.stopReceiving(Long.MAX_VALUE));
  }

  @Override
  public synchronized void finishAfter(long lastBatch, boolean readersEnd) {
    this.lastBatch = lastBatch;
    this.readersEnd = readersEnd;
    feeds.keySet().forEach(this::finish);
  }

  @Override
  public void completed(long batchTime) {
    List<BlockFeed> open;
    synchronized (this) {
      open = List.copyOf(feeds.keySet());
    }
    open.forEach(feed -> feed.completedElsewhere(batchTime));
  }

  private void finish(BlockFeed feed) {
    if (readersEnd) {
      feed.finishAfter(lastBatch);
    } else {
      feed.pauseAfter(lastBatch);
    }
  }
}
