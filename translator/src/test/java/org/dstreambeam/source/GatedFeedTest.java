// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dstreambeam.source.Polling.poll;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.SparkConf;
import org.apache.spark.rdd.RDD;
import org.dstreambeam.block.Block;
import org.dstreambeam.clock.ManualBatchClock;
import org.dstreambeam.fixture.Plans;
import org.dstreambeam.fixture.Spark;
import org.dstreambeam.fixture.Threads;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Feeds behind a gate that lets three batches in, and one more for each that is done. */
@Timeout(60)
class GatedFeedTest {

  private static final long LARGE = 1_000;

  @RegisterExtension private final Spark spark = new Spark();
  private final ManualBatchClock clock = new ManualBatchClock();
  private final ReaderRounds rounds = new ReaderRounds();
  private final BatchGrid grid = new BatchGrid(clock, 0, Plans.BATCH_MILLIS);
  private final BatchGate gate = new BatchGate(grid, 1, LARGE);

  @Test
  void batchesBehindTheGateWaitUntilOthersAreDone() {
    BlockFeed feed = queue(5, 1);
    clock.setTime(5000);

    assertThat(poll(feed))
        .containsExactly(
            "1000/0:[1]", "1000 marker", "2000/0:[2]", "2000 marker", "3000/0:[3]", "3000 marker");

    gate.completed(LARGE);
    assertThat(poll(feed)).containsExactly("4000/0:[4]", "4000 marker");
    assertThat(poll(feed)).isEmpty();

    gate.completed(LARGE);
    assertThat(poll(feed)).containsExactly("5000/0:[5]", "5000 marker");
  }

  /** Or else the last batch before the gate would never get done. */
  @Test
  void theWatermarkOfEverySplitPassesWhatWasReadAndNoMore() {
    BlockFeed feed = queue(5, 2);
    clock.setTime(5000);
    poll(feed, 0);
    poll(feed, 1);

    assertThat(feed.watermark(0)).isEqualTo(3999);
    assertThat(feed.watermark(1)).isEqualTo(3999);

    gate.completed(LARGE);
    assertThat(feed.watermark(0)).isEqualTo(3999);
    poll(feed, 0);
    assertThat(feed.watermark(0)).isEqualTo(4999);
  }

  @Test
  void batchesAreCutInTimeWhileTheyWait() {
    List<Long> cut = new ArrayList<>();
    ReceiverFeed feed = TestFeeds.receiver(new SparkConf(false), clock, rounds, 1);
    feed.onBatch(blocks -> cut.add(blocks.get(blocks.size() - 1).batchTime()));
    feed.behind(gate);
    for (int second = 0; second < 5; second++) {
      clock.setTime(second * 1000L);
      feed.add("stored at " + second);
    }

    assertThat(cut).containsExactly(1000L, 2000L, 3000L, 4000L);
    assertThat(poll(feed)).endsWith("3000/0:[stored at 2]", "3000 marker");

    gate.completed(LARGE);
    gate.completed(LARGE);
    clock.setTime(5000);
    assertThat(poll(feed))
        .containsExactly(
            "4000/0:[stored at 3]", "4000 marker", "5000/0:[stored at 4]", "5000 marker");
  }

  @Test
  void noSourceRunsAheadOfAnother() {
    BlockFeed one = queue(5, 1);
    BlockFeed other = queue(5, 1);
    clock.setTime(5000);

    assertThat(poll(one)).endsWith("3000 marker");
    assertThat(poll(other)).endsWith("3000 marker");
    gate.completed(LARGE);
    assertThat(poll(one)).endsWith("4000 marker");
    assertThat(poll(other)).endsWith("4000 marker");
  }

  @Test
  void aReaderWaitsForTheGateAlsoAtTheEndOfTheProgram() throws Exception {
    BlockFeed feed = queue(5, 1);
    feed.finishAfter(4000);
    clock.setTime(5000);
    poll(feed);
    Thread reader = Threads.start(() -> feed.await(Long.MAX_VALUE));
    Threads.awaitWaiting(reader);

    gate.completed(LARGE);

    reader.join();
    assertThat(poll(feed)).containsExactly("4000/0:[4]", "4000 marker");
    assertThat(feed.watermark(0)).isEqualTo(BlockFeed.NEVER);
  }

  @Test
  void whatIsBehindTheLastBatchIsDroppedAtTheGateToo() {
    BlockFeed feed = queue(5, 1);
    clock.setTime(5000);
    assertThat(poll(feed)).endsWith("3000 marker");

    feed.finishAfter(3000);
    gate.completed(LARGE);
    gate.completed(LARGE);

    assertThat(poll(feed)).isEmpty();
    assertThat(feed.watermark(0)).isEqualTo(BlockFeed.NEVER);
  }

  @Test
  void withoutAGateNothingIsHeldBack() {
    BlockFeed feed = TestFeeds.receiver(new SparkConf(false), clock, rounds, 1);
    clock.setTime(100_000);

    int markers = 0;
    for (Block block = feed.poll(0); block != null; block = feed.poll(0)) {
      markers++;
    }

    assertThat(markers).isEqualTo(100);
  }

  /** The RDDs [1], [2], ... with as many partitions as there are splits, all but one empty. */
  private BlockFeed queue(int batches, int splits) {
    List<RDD<?>> rdds = new ArrayList<>();
    for (int i = 1; i <= batches; i++) {
      List<List<Object>> partitions = new ArrayList<>();
      partitions.add(List.of(i));
      IntStream.range(1, splits).forEach(empty -> partitions.add(List.of()));
      rdds.add(spark.rdd(partitions.<List<?>>toArray(new List<?>[0])));
    }
    BlockFeed feed = new QueueFeed(Plans.queue(rdds, true, null), grid, rounds, Splits.all(splits));
    feed.behind(gate);
    return feed;
  }
}
