// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.SparkConf;
import org.dstreambeam.block.Block;
import org.dstreambeam.block.HandleCoder;
import org.dstreambeam.clock.ManualBatchClock;
import org.dstreambeam.fixture.Buffers;
import org.dstreambeam.fixture.Threads;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Several threads store while the readers poll and the clock runs. */
@Timeout(60)
class ReceiverFeedStressTest {

  private static final int WRITERS = 4;
  private static final int RECORDS = 5_000; // of each writer
  private static final int SPLITS = 3;
  private static final int LIST_EVERY = 50;
  private static final int RECORDS_PER_TICK = 40;
  private static final long TICK_MILLIS = 130;

  private final ManualBatchClock clock = new ManualBatchClock();
  private final ReaderRounds rounds = new ReaderRounds();
  private final ReceiverFeed feed = TestFeeds.receiver(new SparkConf(false), clock, rounds, SPLITS);
  private final AtomicInteger added = new AtomicInteger();

  private static final class Stored {
    final long before;
    volatile long after;

    Stored(long before) {
      this.before = before;
    }
  }

  /** What a reader saw, in order; checked when all is over. */
  private record Seen(Block block, long watermarkBefore) {}

  @Test
  void losesNothingRepeatsNothingAndStampsEveryRecordWithTheBatchThatWasOpen() throws Exception {
    clock.onAdvance(rounds::lookAgain);
    List<List<Seen>> seen = new ArrayList<>();
    List<Thread> readers = new ArrayList<>();
    for (int split = 0; split < SPLITS; split++) {
      int ofReader = split;
      List<Seen> ofSplit = new ArrayList<>();
      seen.add(ofSplit);
      readers.add(Threads.start(() -> read(ofReader, ofSplit)));
    }
    List<Thread> writers = new ArrayList<>();
    for (int i = 0; i < WRITERS; i++) {
      writers.add(Threads.start(this::write));
    }
    runTheClock();
    for (Thread writer : writers) {
      writer.join();
    }
    long last = new BatchGrid(clock, 0, 1000).openBatch();
    feed.finishAfter(last);
    clock.setTime(last);
    for (Thread reader : readers) {
      reader.join();
    }

    checkOrderWithinSplits(seen);
    checkBatches(seen, last);
    checkRecords(seen);
  }

  private void write() {
    for (int i = 0; i < RECORDS; i++) {
      Stored record = new Stored(clock.now());
      if (i % LIST_EVERY == 0) {
        feed.addBlock(Buffers.of(List.of(record)));
      } else {
        feed.add(record);
      }
      record.after = clock.now();
      added.incrementAndGet();
    }
  }

  @SuppressWarnings("ThreadPriorityCheck") // a hint, nothing depends on it
  private void runTheClock() {
    for (int i = RECORDS_PER_TICK; i < WRITERS * RECORDS; i += RECORDS_PER_TICK) {
      while (added.get() < i) {
        Thread.yield();
      }
      clock.advance(TICK_MILLIS);
    }
  }

  private void read(int split, List<Seen> seen) {
    BlockReader reader =
        new BlockReader(
            new FeedSource("none", "none", 1, new HandleCoder<>()),
            feed,
            split,
            () -> {},
            () -> {});
    long watermark = Long.MIN_VALUE;
    do {
      while (reader.advance()) {
        seen.add(new Seen(reader.getCurrent(), watermark));
      }
      watermark = feed.watermark(split);
      reader.getWatermark(); // ends the bundle
    } while (watermark != BlockFeed.NEVER);
  }

  private static void checkOrderWithinSplits(List<List<Seen>> splits) {
    for (List<Seen> split : splits) {
      long lastBatch = 0;
      for (Seen seen : split) {
        assertThat(seen.block.batchTime()).isGreaterThanOrEqualTo(lastBatch);
        assertThat(seen.block.batchTime() - 1).isGreaterThanOrEqualTo(seen.watermarkBefore);
        lastBatch = seen.block.batchTime();
      }
    }
  }

  private static void checkBatches(List<List<Seen>> splits, long last) {
    List<Long> markers = new ArrayList<>();
    TreeMap<Long, Set<Long>> partitions = new TreeMap<>();
    for (List<Seen> split : splits) {
      for (Seen seen : split) {
        Block block = seen.block;
        if (block.isMarker()) {
          markers.add(block.batchTime());
        } else {
          boolean isNew =
              partitions
                  .computeIfAbsent(block.batchTime(), batch -> new HashSet<>())
                  .add(block.partition());
          assertThat(isNew).isTrue();
        }
      }
    }
    List<Long> batches = new ArrayList<>();
    for (long batch = 1000; batch <= last; batch += 1000) {
      batches.add(batch);
    }
    assertThat(markers).isEqualTo(batches);
    partitions.forEach(
        (batch, numbers) ->
            assertThat(numbers).allMatch(number -> number >= 0 && number < numbers.size()));
  }

  private static void checkRecords(List<List<Seen>> splits) {
    Set<Object> records = new HashSet<>();
    int count = 0;
    for (List<Seen> split : splits) {
      for (Seen seen : split) {
        for (Object record : seen.block.records()) {
          Stored stored = (Stored) record;
          assertThat(seen.block.batchTime())
              .isBetween(batchOpenAt(stored.before), batchOpenAt(stored.after));
          records.add(stored);
          count++;
        }
      }
    }
    assertThat(count).isEqualTo(WRITERS * RECORDS);
    assertThat(records).hasSize(count);
  }

  private static long batchOpenAt(long time) {
    return time / 1000 * 1000 + 1000;
  }
}
