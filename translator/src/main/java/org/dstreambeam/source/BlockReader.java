// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.source;

import java.util.NoSuchElementException;
import org.apache.beam.sdk.io.UnboundedSource;
import org.apache.beam.sdk.io.UnboundedSource.UnboundedReader;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.dstreambeam.block.Block;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Picks up the blocks of one split. When there is none it waits a while before it says so, which is
 * what keeps the DirectRunner from spinning; with a block in hand it never waits.
 */
final class BlockReader extends UnboundedReader<Block> {

  /** Bounds what a step of the wall clock can cost; blocks and batch boundaries wake it anyway. */
  private static final long LONGEST_WAIT_MILLIS = 1_000;

  private final FeedSource source;
  private final BlockFeed feed;
  private final int split;
  private final Runnable check;
  private final Runnable onClose;
  private boolean closed;
  private @Nullable Block current;
  private boolean handedOut;

  /**
   * @param check run at each attempt to read
   * @param onClose run once
   */
  BlockReader(FeedSource source, BlockFeed feed, int split, Runnable check, Runnable onClose) {
    this.source = source;
    this.feed = feed;
    this.split = split;
    this.check = check;
    this.onClose = onClose;
  }

  @Override
  public boolean start() {
    return advance();
  }

  @Override
  public boolean advance() {
    check.run();
    current = feed.poll(split);
    if (current == null && !handedOut) {
      feed.await(LONGEST_WAIT_MILLIS);
      current = feed.poll(split);
    }
    handedOut |= current != null;
    return current != null;
  }

  @Override
  public Block getCurrent() {
    Block block = current;
    if (block == null) {
      throw new NoSuchElementException();
    }
    return block;
  }

  @Override
  public Instant getCurrentTimestamp() {
    return Instant.ofEpochMilli(getCurrent().batchTime() - 1);
  }

  /** Called once at the end of each bundle, which is when this reader returns to the runner. */
  @Override
  public Instant getWatermark() {
    long watermark = feed.watermark(split);
    boolean atEnd = watermark >= BoundedWindow.TIMESTAMP_MAX_VALUE.getMillis();
    if (atEnd && !handedOut) {
      feed.rounds().left(); // a runner calls a reader no more that has nothing and is at the end
    } else {
      feed.rounds().returned();
    }
    handedOut = false;
    return atEnd ? BoundedWindow.TIMESTAMP_MAX_VALUE : Instant.ofEpochMilli(watermark);
  }

  @Override
  public UnboundedSource.CheckpointMark getCheckpointMark() {
    SplitPosition position = feed.position(split);
    return new FeedSource.Mark(position, () -> feed.checkpointed(split, position));
  }

  @Override
  public UnboundedSource<Block, ?> getCurrentSource() {
    return source;
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      onClose.run();
    }
  }
}
