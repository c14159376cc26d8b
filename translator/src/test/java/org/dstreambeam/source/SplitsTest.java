// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dstreambeam.source.Polling.poll;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.rdd.RDD;
import org.apache.spark.streaming.Duration;
import org.dstreambeam.clock.ManualBatchClock;
import org.dstreambeam.fixture.Plans;
import org.dstreambeam.fixture.Spark;
import org.dstreambeam.plan.DeclaredReceiver;
import org.dstreambeam.plan.ReceiverSourceNode;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A source of two splits, each with a feed of its own, as in two JVMs. */
@Timeout(60)
class SplitsTest {

  @RegisterExtension private final Spark spark = new Spark();
  @TempDir private Path cuts;

  private final ManualBatchClock clock = new ManualBatchClock();
  private final BatchGrid grid = new BatchGrid(clock, 0, Plans.BATCH_MILLIS);
  private final ScriptedLog log = new ScriptedLog(2, 2);
  private final List<BlockFeed> feeds = new ArrayList<>();

  @AfterEach
  void endAll() {
    for (BlockFeed feed : feeds) {
      feed.stopReceiving(Long.MAX_VALUE);
      feed.close();
    }
  }

  @Test
  void theMarkerComesFromTheFirstAndPartitionsHaveNumbersOfTheirOwn() throws Exception {
    BlockFeed first = replay(0, null);
    BlockFeed second = replay(1, null);
    log.read(0, "a");
    log.read(0, "b");
    log.read(1, "c");
    log.read(1, "d");
    clock.setTime(1_000);

    assertThat(poll(first, 0)).containsExactly("1000/0:[a]", "1000/2:[b]", "1000 marker");
    assertThat(poll(second, 1)).containsExactly("1000/1:[c]", "1000/3:[d]");
    assertThat(first.watermark(0)).isEqualTo(1_999);
    assertThat(second.watermark(1)).isEqualTo(1_999);
  }

  @Test
  void eachGoesOnWhereItWas() throws Exception {
    BlockFeed killed = replay(1, null);
    log.read(1, "a");
    log.read(1, "b");
    killed.poll(1);
    SplitPosition position = killed.position(1);
    clock.setTime(1_000);
    poll(killed, 1);
    killed.stopReceiving(Long.MAX_VALUE);
    killed.close();
    log.forgetAsked();

    BlockFeed feed = replay(1, SplitPosition.of(position.toBytes()));
    log.awaitAsked(1, 2);
    clock.setTime(2_000);

    assertThat(poll(feed, 1)).as("1000/1:[a] was handed out").containsExactly("1000/3:[b]");
    assertThat(feed.watermark(1)).isEqualTo(2_999);
  }

  @Test
  void eachTakesItsPartitionsOfAQueuesRdd() {
    List<RDD<?>> rdds =
        List.of(spark.rdd(List.of("a"), List.of("b"), List.of("c")), spark.rdd(List.of("d")));
    BlockFeed first = queue(rdds, 0);
    BlockFeed second = queue(rdds, 1);
    clock.setTime(2_000);

    assertThat(poll(first, 0))
        .containsExactly("1000/0:[a]", "1000/2:[c]", "1000 marker", "2000/0:[d]", "2000 marker");
    assertThat(poll(second, 1)).containsExactly("1000/1:[b]");
  }

  @Test
  void whereTheReceiverIsNotOnlyTheTimeIsTold() {
    BlockFeed feed =
        Feeds.of(
            receiver(),
            new FeedSettings(
                "program",
                "lines",
                spark.context(),
                grid,
                rounds(),
                Splits.one(2, 1),
                true,
                0,
                null));
    feed.begin();
    clock.setTime(3_000);

    assertThat(feed).isInstanceOf(IdleFeed.class);
    assertThat(poll(feed, 1)).isEmpty();
    assertThat(feed.watermark(1)).isEqualTo(3_999);
  }

  private BlockFeed replay(int split, @Nullable SplitPosition from) throws Exception {
    CutLog cutLog = CutLog.in(cuts.resolve("" + split).toString(), new Configuration(false));
    BlockFeed feed = new ReplayFeed(log.node(), cutLog, grid, rounds(), Splits.one(2, split));
    feed.awaitPositions();
    feed.begin();
    feed.resume(split, from);
    feeds.add(feed);
    return feed;
  }

  private BlockFeed queue(List<RDD<?>> rdds, int split) {
    return new QueueFeed(Plans.queue(rdds, true, null), grid, rounds(), Splits.one(2, split));
  }

  private static ReceiverSourceNode receiver() {
    return new ReceiverSourceNode(
        "receiverStream",
        DeclaredReceiver.of(new ScriptedReceiver(receiver -> {}), 0),
        0,
        new Duration(Plans.BATCH_MILLIS),
        Plans.callSite("receiverStream"));
  }

  private static ReaderRounds rounds() {
    return ReaderRounds.withoutWaiting();
  }
}
