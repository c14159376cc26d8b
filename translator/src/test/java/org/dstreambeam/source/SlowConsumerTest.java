// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.spark.SparkConf;
import org.dstreambeam.block.Block;
import org.dstreambeam.block.BlockMemory;
import org.dstreambeam.block.RecordBuffer;
import org.dstreambeam.clock.ManualBatchClock;
import org.dstreambeam.fixture.Plans;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A receiver gets ten times what the outputs can take: a batch is done every ten intervals. */
@Timeout(60)
class SlowConsumerTest {

  private static final long MOST_BYTES = 1 << 20;
  private static final int BATCHES = 50;
  private static final int RECORDS = 400; // of a batch; half of them stored one by one
  private static final String TEXT = "x".repeat(500);

  @TempDir private Path local;
  private final ManualBatchClock clock = new ManualBatchClock();

  /** About 10 MB, of which 9 wait. */
  @Test
  void whatWaitsIsOnDiskBeyondTheLimitAndNothingIsLost() throws IOException {
    SparkConf conf =
        new SparkConf(false)
            .set("spark.local.dir", local.toString())
            .set(BlockMemory.MAX_MEMORY, String.valueOf(MOST_BYTES));
    try (BlockMemory memory = BlockMemory.open(conf)) {
      BatchGrid grid = new BatchGrid(clock, 0, Plans.BATCH_MILLIS);
      BatchGate gate = new BatchGate(grid, 1, memory.most() / 2);
      ReceiverFeed feed = TestFeeds.receiver(conf, clock, new ReaderRounds(), 1);
      feed.behind(gate);
      List<Integer> taken = new ArrayList<>();
      long mostUsed = 0;
      int stored = 0;
      for (int batch = 0; batch < BATCHES; batch++) {
        for (int i = 0; i < RECORDS; i++) {
          if (i % 2 == 0) {
            feed.add(stored++ + TEXT);
          } else {
            RecordBuffer block = memory.newWaitingBuffer(); // as for store(iterator)
            block.add(stored++ + TEXT);
            feed.addBlock(block);
          }
        }
        clock.setTime((batch + 1L) * Plans.BATCH_MILLIS);
        mostUsed = Math.max(mostUsed, memory.used());
        if (batch % 10 == 9) {
          long done = (batch / 10 + 1L) * Plans.BATCH_MILLIS;
          takeUpTo(done, feed, taken);
          gate.completed(memory.batchDone(done));
        }
      }
      long onDisk = bytesOnDisk();
      System.out.printf(
          "slow consumer: %d records stored, %d taken; at most %d KB in memory of %d, %d KB on disk%n",
          stored, taken.size(), mostUsed >> 10, MOST_BYTES >> 10, onDisk >> 10);

      assertThat(mostUsed).isLessThan(2 * MOST_BYTES);
      assertThat(taken).hasSize(BATCHES / 10 * RECORDS);
      for (long done = (BATCHES / 10 + 1L) * Plans.BATCH_MILLIS;
          done <= BATCHES * Plans.BATCH_MILLIS;
          done += Plans.BATCH_MILLIS) {
        takeUpTo(done, feed, taken);
        gate.completed(memory.batchDone(done));
      }
      assertThat(taken.stream().sorted().distinct().count()).isEqualTo(BATCHES * (long) RECORDS);
    }
  }

  private static void takeUpTo(long batchTime, ReceiverFeed feed, List<Integer> taken) {
    while (true) {
      Block block = Objects.requireNonNull(feed.poll(0), "a block of the batch");
      block
          .records()
          .forEach(record -> taken.add(Integer.valueOf(record.toString().replace("x", ""))));
      if (block.isMarker() && block.batchTime() == batchTime) {
        return;
      }
    }
  }

  private long bytesOnDisk() throws IOException {
    try (Stream<Path> files = Files.walk(local)) {
      return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
    }
  }
}
