// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.dstreambeam.source.Polling.poll;

import java.util.List;
import org.apache.spark.SparkConf;
import org.dstreambeam.clock.ManualBatchClock;
import org.dstreambeam.fixture.Buffers;
import org.dstreambeam.fixture.Threads;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The rules of receivers' blocks, and those that {@link BlockFeed} has for all feeds. */
@Timeout(30)
class ReceiverFeedTest {

  private static final long LONG = 60_000;

  private final ManualBatchClock clock = new ManualBatchClock();
  private final SparkConf conf = new SparkConf(false);
  private final ReaderRounds rounds = new ReaderRounds();

  @Test
  void aRecordBelongsToTheBatchThatIsOpenWhenItIsStored() {
    ReceiverFeed feed = feed(1);
    feed.add("at 0");
    clock.setTime(999);
    feed.add("at 999");
    clock.setTime(1000);
    feed.add("at 1000");
    clock.setTime(2000);

    assertThat(poll(feed))
        .containsExactly(
            "1000/0:[at 0]", "1000/1:[at 999]", "1000 marker", "2000/0:[at 1000]", "2000 marker");
  }

  @Test
  void aListBelongsToTheBatchThatIsOpenWhenItIsStored() {
    ReceiverFeed feed = feed(1);
    clock.setTime(999);
    feed.addBlock(Buffers.of(List.of("at 999")));
    clock.setTime(1000);
    feed.addBlock(Buffers.of(List.of("at 1000")));
    clock.setTime(2000);

    assertThat(poll(feed))
        .containsExactly("1000/0:[at 999]", "1000 marker", "2000/0:[at 1000]", "2000 marker");
  }

  @Test
  void theBlockIntervalCutsBlocks() {
    ReceiverFeed feed = feed(1);
    feed.add("at 0");
    clock.setTime(199);
    feed.add("at 199");
    clock.setTime(200);
    feed.add("at 200");
    clock.setTime(1000);

    assertThat(poll(feed))
        .containsExactly("1000/0:[at 0, at 199]", "1000/1:[at 200]", "1000 marker");
  }

  @Test
  void aBlockWhoseIntervalIsOverCanBePickedUpWhileTheBatchIsOpen() {
    ReceiverFeed feed = feed(1);
    feed.add("a");

    clock.setTime(199);
    assertThat(poll(feed)).isEmpty();
    clock.setTime(200);
    assertThat(poll(feed)).containsExactly("1000/0:[a]");
  }

  @Test
  void theBlockIntervalIsConfigurable() {
    conf.set("spark.streaming.blockInterval", "50ms");
    ReceiverFeed feed = feed(1);
    clock.setTime(149);
    feed.add("at 149");
    clock.setTime(150);
    feed.add("at 150");

    assertThat(poll(feed)).containsExactly("1000/0:[at 149]");
  }

  @Test
  void refusesABlockIntervalThatIsNotPositive() {
    conf.set("spark.streaming.blockInterval", "0");

    assertThatThrownBy(() -> feed(1))
        .isExactlyInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "requirement failed: 'spark.streaming.blockInterval' should be a positive value");
  }

  @Test
  void aListOvertakesTheSingleRecordsStoredJustBeforeIt() {
    ReceiverFeed feed = feed(1);
    feed.add("single");
    feed.addBlock(Buffers.of(List.of("l", "ist")));
    feed.add("single too");
    clock.setTime(1000);

    assertThat(poll(feed))
        .containsExactly("1000/0:[l, ist]", "1000/1:[single, single too]", "1000 marker");
  }

  @Test
  void anEmptyListIsAnEmptyPartitionAndNullIsARecord() {
    ReceiverFeed feed = feed(1);
    feed.addBlock(Buffers.of(List.of()));
    feed.add(null);
    clock.setTime(1000);

    assertThat(poll(feed)).containsExactly("1000/0:[]", "1000/1:[null]", "1000 marker");
  }

  @Test
  void partitionsAreNumberedInOrderAcrossTheSplitsAndTheMarkerIsLastOnTheFirst() {
    ReceiverFeed feed = feed(3);
    for (String record : List.of("a", "b", "c", "d", "e")) {
      feed.addBlock(Buffers.of(List.of(record)));
    }
    clock.setTime(1000);
    feed.addBlock(Buffers.of(List.of("next")));

    assertThat(poll(feed, 0))
        .containsExactly("1000/0:[a]", "1000/3:[d]", "1000 marker", "2000/0:[next]");
    assertThat(poll(feed, 1)).containsExactly("1000/1:[b]", "1000/4:[e]");
    assertThat(poll(feed, 2)).containsExactly("1000/2:[c]");
  }

  @Test
  void everyMissedBatchHasAMarkerInOrder() {
    ReceiverFeed feed = feed(2);
    feed.add("a");
    clock.setTime(3999);

    assertThat(poll(feed, 0))
        .containsExactly("1000/0:[a]", "1000 marker", "2000 marker", "3000 marker");
    assertThat(poll(feed, 1)).isEmpty();
  }

  @Test
  void aRecordStoredAfterAPauseComesBehindTheMissedBatches() {
    ReceiverFeed feed = feed(1);
    clock.setTime(2500);
    feed.add("late riser");
    clock.setTime(3000);

    assertThat(poll(feed))
        .containsExactly("1000 marker", "2000 marker", "3000/0:[late riser]", "3000 marker");
  }

  @Test
  void aClockThatStepsBackNeverStampsBehindAClosedBatch() {
    ReceiverFeed feed = feed(1);
    clock.setTime(1500);
    assertThat(poll(feed)).containsExactly("1000 marker");

    clock.setTime(300);
    feed.add("back");
    feed.addBlock(Buffers.of(List.of("list")));
    assertThat(feed.watermark(0)).isEqualTo(1999);
    clock.setTime(2000);

    assertThat(poll(feed)).containsExactly("2000/0:[list]", "2000/1:[back]", "2000 marker");
  }

  @Test
  void theWatermarkStaysAtTheOldestBlockThatWasNotPickedUp() {
    ReceiverFeed feed = feed(2);
    assertThat(feed.watermark(0)).isEqualTo(999);
    feed.addBlock(Buffers.of(List.of("of 1000")));
    clock.setTime(1000);
    feed.addBlock(Buffers.of(List.of("of 2000")));

    assertThat(feed.watermark(0)).isEqualTo(999); // the block
    feed.poll(0);
    assertThat(feed.watermark(0)).isEqualTo(999); // the marker
    feed.poll(0);
    assertThat(feed.watermark(0)).isEqualTo(1999); // the block of the next batch
    feed.poll(0);
    assertThat(feed.watermark(0)).isEqualTo(1999); // what may come yet
    assertThat(feed.watermark(1)).isEqualTo(1999);
  }

  @Test
  void theWatermarkIsMaximalOnceTheLastBatchIsPickedUp() {
    ReceiverFeed feed = feed(2);
    feed.finishAfter(1000);
    assertThat(feed.watermark(1)).isEqualTo(999);
    clock.setTime(1000);

    feed.poll(1);

    assertThat(feed.watermark(0)).isEqualTo(999);
    assertThat(feed.watermark(1)).isEqualTo(BlockFeed.NEVER);
    assertThat(poll(feed, 0)).containsExactly("1000 marker");
    assertThat(feed.watermark(0)).isEqualTo(BlockFeed.NEVER);
  }

  @Test
  void finishingDropsTheBlocksOfLaterBatches() {
    ReceiverFeed feed = feed(1);
    feed.addBlock(Buffers.of(List.of("a")));
    clock.setTime(1500);
    feed.addBlock(Buffers.of(List.of("b")));
    feed.add("c");

    feed.finishAfter(1000);
    clock.setTime(5000);

    assertThat(poll(feed)).containsExactly("1000/0:[a]", "1000 marker");
    assertThat(feed.watermark(0)).isEqualTo(BlockFeed.NEVER);
  }

  @Test
  void finishingBeforeTheFirstBatchEndsAtOnce() {
    ReceiverFeed feed = feed(1);
    feed.add("a");

    feed.finishAfter(0);

    assertThat(poll(feed)).isEmpty();
    assertThat(feed.watermark(0)).isEqualTo(BlockFeed.NEVER);
  }

  @Test
  void whatIsStoredAfterTheLastBatchIsDropped() {
    ReceiverFeed feed = feed(1);
    feed.finishAfter(1000);
    clock.setTime(1000);
    feed.add("late");
    feed.addBlock(Buffers.of(List.of("later")));
    clock.setTime(2000);

    assertThat(poll(feed)).containsExactly("1000 marker");
  }

  @Test
  void aWaitEndsWithABlock() throws Exception {
    ReceiverFeed feed = feed(1);
    Thread waiting = Threads.start(() -> feed.await(LONG));
    Threads.awaitWaiting(waiting);

    feed.addBlock(Buffers.of(List.of("a")));

    waiting.join();
    assertThat(poll(feed)).containsExactly("1000/0:[a]");
  }

  @Test
  void aWaitEndsWhenTheClockReachesTheEndOfTheOpenBlockOrOfTheBatch() throws Exception {
    clock.onAdvance(rounds::lookAgain);
    ReceiverFeed feed = feed(1);
    feed.add("a");
    Thread waiting = Threads.start(() -> feed.await(LONG));
    Threads.awaitWaiting(waiting);

    clock.setTime(200);

    waiting.join();
    assertThat(poll(feed)).containsExactly("1000/0:[a]");
    waiting = Threads.start(() -> feed.await(LONG));
    Threads.awaitWaiting(waiting);
    clock.setTime(1000);
    waiting.join();
    assertThat(poll(feed)).containsExactly("1000 marker");
  }

  @Test
  void aWaitEndsAtTheLastBatchAndAfterTheLongestTime() throws Exception {
    ReceiverFeed feed = feed(1);
    Thread waiting = Threads.start(() -> feed.await(LONG));
    Threads.awaitWaiting(waiting);

    feed.finishAfter(0);

    waiting.join();
    feed(1).await(1);
  }

  /** At the initial rate it would take an hour: a million a second are what batches teach. */
  @Test
  void withBackPressureTheReceiverIsAsFastAsItsBatchesAreProcessed() throws Exception {
    conf.set("spark.streaming.backpressure.enabled", "true")
        .set("spark.streaming.backpressure.initialRate", "10");
    ReceiverFeed feed =
        TestFeeds.receiver(
            conf,
            clock,
            rounds,
            1,
            receiver ->
                receiver.inBackground(
                    () -> {
                      receiver.store("first");
                      ScriptedReceiver.say("begun");
                      for (int i = 0; i < 36_000; i++) {
                        receiver.store("record");
                      }
                      ScriptedReceiver.say("stored");
                    }));
    feed.begin();
    assertThat(ScriptedReceiver.hear(2)).containsExactly("start 1", "begun");
    for (int batch = 1; batch <= 2; batch++) {
      for (int i = 0; i < 1_000; i++) {
        feed.add(i);
      }
      clock.setTime(batch * 1_000L);
      poll(feed);
      clock.setTime(batch * 1_000L + 1);
      feed.completed(batch * 1_000L);
    }

    assertThat(ScriptedReceiver.hear(1)).containsExactly("stored");
    feed.stopReceiving(LONG);
  }

  @Test
  void aBlockThatIsEndedIsInTheBatchAtOnce() {
    ReceiverFeed feed = feed(1);
    feed.endBlock();
    feed.add("a");
    feed.endBlock();
    feed.endBlock();
    feed.add("b");

    assertThat(poll(feed)).containsExactly("1000/0:[a]");
    clock.setTime(1_000);
    assertThat(poll(feed)).containsExactly("1000/1:[b]", "1000 marker");
  }

  private ReceiverFeed feed(int splits) {
    return TestFeeds.receiver(conf, clock, rounds, splits);
  }
}
