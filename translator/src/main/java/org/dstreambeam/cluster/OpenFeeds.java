// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.cluster;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.dstreambeam.link.LinkClient;
import org.dstreambeam.source.BlockFeed;

/** The feeds of a program in this JVM, which do what the client asks for. */
final class OpenFeeds implements LinkClient.Listener {

  /** What Spark gives receivers to stop. */
  private static final long RECEIVERS_MILLIS = 10_000;

  private final Set<BlockFeed> feeds = new HashSet<>();
  private boolean receiving = true;
  private long lastBatch = Long.MAX_VALUE;
  private boolean readersEnd;

  synchronized void add(BlockFeed feed) {
    feeds.add(feed);
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

  @Override
  public void stopReceiving() {
    List<BlockFeed> open;
    synchronized (this) {
      receiving = false;
      open = List.copyOf(feeds);
    }
    open.forEach(feed -> feed.stopReceiving(Long.MAX_VALUE));
  }

  @Override
  public synchronized void finishAfter(long lastBatch, boolean readersEnd) {
    this.lastBatch = lastBatch;
    this.readersEnd = readersEnd;
    feeds.forEach(this::finish);
  }

  @Override
  public void completed(long batchTime) {
    List<BlockFeed> open;
    synchronized (this) {
      open = List.copyOf(feeds);
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
