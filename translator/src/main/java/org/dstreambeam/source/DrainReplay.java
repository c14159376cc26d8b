// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.source;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.apache.beam.sdk.metrics.MetricsEnvironment;
import org.jspecify.annotations.Nullable;

/**
 * Makes the batches of another run of the program again, from what its log says of them. Then the
 * feed reads on.
 */
final class DrainReplay implements Runnable {

  private static final long LOOK_MILLIS = 20;

  private final DrainFeed feed;
  private final @Nullable CutLog log;

  DrainReplay(DrainFeed feed, @Nullable CutLog log) {
    this.feed = feed;
    this.log = log;
  }

  @Override
  public void run() {
    MetricsEnvironment.setCurrentContainer(new DroppedMetrics());
    try {
      NavigableMap<Long, Cut> cuts = log == null ? new TreeMap<>() : log.since(openBatch());
      for (Map.Entry<Long, Cut> next : cuts.entrySet()) {
        if (next.getKey() != openBatch()) {
          throw new IOException(
              "The cut of batch %d ms is missing, that of %d ms is there"
                  .formatted(openBatch(), next.getKey()));
        }
        replay(next.getKey(), next.getValue());
      }
      feed.replayed();
    } catch (Throwable e) { // the source's
      feed.notReplayed(e);
    }
  }

  private long openBatch() {
    synchronized (feed) {
      return feed.nextBatch();
    }
  }

  private void replay(long batchTime, Cut cut) throws Exception {
    for (Cut.Taken taken : cut.blocks()) {
      if (taken.isStart()) {
        feed.began(taken.split(), taken.until());
      }
    }
    Map<Integer, List<Cut.Taken>> ofSplits = new TreeMap<>();
    for (Cut.Taken taken : cut.blocks()) {
      if (!taken.isStart()) {
        int split = SplitPlace.of(taken.until()).get(0).number();
        ofSplits.computeIfAbsent(split, first -> new ArrayList<>()).add(taken);
      }
    }
    for (Map.Entry<Integer, List<Cut.Taken>> ofSplit : ofSplits.entrySet()) {
      awaitRoom(ofSplit.getKey());
      feed.drained(ofSplit.getKey()).replay(batchTime, ofSplit.getValue());
    }
    synchronized (feed) {
      feed.closeNextBatch();
    }
  }

  private void awaitRoom(int split) throws InterruptedException {
    while (!feed.hasRoomFor(split)) {
      Thread.sleep(LOOK_MILLIS);
    }
  }
}
