// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkException;
import org.apache.spark.streaming.Duration;
import org.dstreambeam.block.Block;
import org.dstreambeam.clock.ManualBatchClock;
import org.dstreambeam.fixture.Buffers;
import org.dstreambeam.fixture.Plans;
import org.dstreambeam.plan.DeclaredReceiver;
import org.dstreambeam.plan.ReceiverSourceNode;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is stored outlives its feed. Batches of a second, from 0; the test is the receiver. */
@Timeout(60)
class LoggedReceiverFeedTest {

  @TempDir private Path directory;
  private final ManualBatchClock clock = new ManualBatchClock();
  private final SparkConf conf =
      new SparkConf(false).set("spark.streaming.receiver.writeAheadLog.rollingIntervalSecs", "0");
  private final List<LoggedReceiverFeed> feeds = new ArrayList<>();

  /** Also waits until nothing is written any more to the directory, which is about to go. */
  @AfterEach
  void closeAll() throws InterruptedException {
    feeds.forEach(BlockFeed::close);
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (thread.getName().equals("receiver-0-log")) {
        thread.join();
      }
    }
  }

  @Test
  void aListIsInTheLogAndInTheBatchWhenItIsStored() throws IOException {
    LoggedReceiverFeed feed = begin(Splits.all(1));
    store(feed, "a", "b");
    assertThat(logged()).containsExactly("[a, b]");
    assertThat(Polling.poll(feed)).containsExactly("1000/0:[a, b]");

    store(feed, "c");
    clock.setTime(1_000);
    assertThat(await(feed, 0, 2)).containsExactly("1000/1:[c]", "1000 marker");
    store(feed, "d");
    assertThat(Polling.poll(feed)).containsExactly("2000/0:[d]");
    assertThat(logged()).containsExactly("[a, b]", "[c]", "[d]");
  }

  @Test
  void singleRecordsAreInTheLogWhenTheirBlockIsOver() throws Exception {
    LoggedReceiverFeed feed = begin(Splits.all(1));
    feed.add("a");
    clock.setTime(199);
    feed.add("b");
    clock.setTime(200);

    assertThat(await(feed, 0, 1)).containsExactly("1000/0:[a, b]");
    assertThat(logged()).containsExactly("[a, b]");
  }

  @Test
  void aSingleRecordBelongsToTheBatchThatIsOpenWhenItIsStored() throws Exception {
    LoggedReceiverFeed feed = begin(Splits.all(1));
    feed.add("at 0");
    clock.setTime(999);
    feed.add("at 999");
    clock.setTime(1_000);
    feed.add("at 1000");
    clock.setTime(2_000);

    assertThat(await(feed, 0, 5))
        .containsExactly(
            "1000/0:[at 0]", "1000/1:[at 999]", "1000 marker", "2000/0:[at 1000]", "2000 marker");
  }

  @Test
  void partitionsAreDealtOutToAllSplitsOrStayInTheOneThatIsServed() {
    LoggedReceiverFeed all = begin(Splits.all(2));
    for (String record : List.of("a", "b", "c")) {
      store(all, record);
    }
    assertThat(Polling.poll(all, 0)).containsExactly("1000/0:[a]", "1000/2:[c]");
    assertThat(Polling.poll(all, 1)).containsExactly("1000/1:[b]");

    LoggedReceiverFeed one = resume(Splits.one(2, 0), List.of(SplitPosition.before(1_000)));
    assertThat(await(one, 0, 3)).containsExactly("1000/0:[a]", "1000/1:[b]", "1000/2:[c]");
  }

  /** The other feed begins at the beginning. */
  @Test
  void batchesAreMadeAgainAndWhatIsLeftIsInTheNextOne() throws Exception {
    LoggedReceiverFeed killed = begin(Splits.all(1));
    store(killed, "a");
    store(killed, "b");
    clock.setTime(1_000);
    assertThat(await(killed, 0, 3)).hasSize(3);
    store(killed, "c");
    closeAll();
    clock.setTime(5_000);

    LoggedReceiverFeed feed = resume(Splits.all(1), List.of(SplitPosition.before(1_000)));
    List<String> again = await(feed, 0, 5 + 3);

    assertThat(again)
        .startsWith("1000/0:[a]", "1000/1:[b]", "1000 marker", "2000/0:[c]", "2000 marker")
        .endsWith("3000 marker", "4000 marker", "5000 marker");
    store(feed, "d");
    assertThat(Polling.poll(feed)).containsExactly("6000/0:[d]");
  }

  @Test
  void whatWasHandedOutBeforeTheCheckpointIsNotHandedOutAgain() throws Exception {
    LoggedReceiverFeed killed = begin(Splits.all(2));
    for (int i = 0; i < 3; i++) {
      store(killed, i);
    }
    clock.setTime(1_000);
    assertThat(await(killed, 0, 3)).containsExactly("1000/0:[0]", "1000/2:[2]", "1000 marker");
    store(killed, 3);
    store(killed, 4);
    store(killed, 5);
    assertThat(text(killed.poll(0))).isEqualTo("2000/0:[3]");
    List<SplitPosition> checkpoint = List.of(killed.position(0), killed.position(1));
    store(killed, 6);

    LoggedReceiverFeed feed = resume(Splits.all(2), checkpoint);

    assertThat(await(feed, 1, 3)).containsExactly("1000/1:[1]", "2000/1:[4]", "2000/3:[6]");
    store(feed, 7);
    assertThat(await(feed, 0, 2)).containsExactly("2000/2:[5]", "2000/4:[7]");
  }

  @Test
  void itGoesOnBehindItsMarkerWhenTheCutsBeforeAreForgotten() throws Exception {
    LoggedReceiverFeed killed = begin(Splits.all(1));
    for (int batch = 1; batch <= 8; batch++) {
      store(killed, batch);
      clock.setTime(batch * 1_000L);
      assertThat(await(killed, 0, 2)).endsWith(batch * 1_000 + " marker");
      killed.checkpointed(0, killed.position(0));
    }
    SplitPosition checkpoint = killed.position(0);
    for (int i = 0; i < 5; i++) {
      killed.checkpointed(0, checkpoint); // so that no earlier one is kept
    }
    assertThat(segments()).isEqualTo(1);
    store(killed, 9);

    LoggedReceiverFeed feed = resume(Splits.all(1), List.of(checkpoint));

    assertThat(await(feed, 0, 1)).containsExactly("9000/0:[9]");
  }

  @Test
  void whatIsStoredBehindTheLastBatchIsInTheNextRun() throws Exception {
    LoggedReceiverFeed stopped = begin(Splits.all(1));
    stopped.pauseAfter(1_000);
    clock.setTime(1_000);
    assertThat(await(stopped, 0, 1)).containsExactly("1000 marker");
    SplitPosition last = stopped.position(0);
    store(stopped, "late");
    assertThat(Polling.poll(stopped)).isEmpty();

    LoggedReceiverFeed feed = resume(Splits.all(1), List.of(last));

    assertThat(await(feed, 0, 1)).containsExactly("2000/0:[late]");
  }

  @Test
  void aListThatCannotBeWrittenIsRefusedAndOthersAreNot() throws Exception {
    conf.set("spark.serializer", "org.apache.spark.serializer.JavaSerializer");
    LoggedReceiverFeed feed = begin(Splits.all(1));

    assertThatThrownBy(() -> store(feed, new Object()))
        .isExactlyInstanceOf(SparkException.class)
        .hasMessageContaining("A block of receiver 0 is not known to be in the write-ahead log")
        .hasMessageContaining("java.lang.Object")
        .hasMessageEndingWith("Store it again");

    store(feed, "a");
    assertThat(Polling.poll(feed)).containsExactly("1000/0:[a]");
    assertThat(logged()).containsExactly("[a]");
  }

  @Test
  void aFeedThatAnotherHasFollowedStoresNothingAndFails() throws Exception {
    LoggedReceiverFeed followed = begin(Splits.all(1));
    store(followed, "a");
    LoggedReceiverFeed feed = resume(Splits.all(1), List.of(SplitPosition.before(1_000)));
    assertThat(await(feed, 0, 1)).containsExactly("1000/0:[a]");

    assertThatThrownBy(() -> store(followed, "b"))
        .isExactlyInstanceOf(SparkException.class)
        .hasMessageContaining("another run of the program writes to");
    assertThatThrownBy(() -> await(followed, 0, 2)) // [a], and then nothing for ever
        .isInstanceOf(ReceivedLog.SupersededException.class);

    store(feed, "c");
    assertThat(Polling.poll(feed)).containsExactly("1000/1:[c]");
  }

  @Test
  void aMissingBlockOfABatchEndsTheProgram() throws Exception {
    LoggedReceiverFeed killed = begin(Splits.all(1));
    store(killed, "a");
    clock.setTime(1_000);
    assertThat(await(killed, 0, 2)).hasSize(2);
    try (Stream<Path> files = Files.list(directory.resolve("received"))) {
      for (Path file : files.filter(f -> !f.toString().contains("run-")).toList()) {
        Files.delete(file);
      }
    }

    LoggedReceiverFeed feed = resume(Splits.all(1), List.of(SplitPosition.before(1_000)));

    assertThatThrownBy(() -> await(feed, 0, 1))
        .hasMessage(
            "Batch 1000 ms cannot be made again: of its blocks 1 are missing in the write-ahead"
                + " log");
  }

  @Test
  void nothingIsStoredInAStreamThatHasEnded() {
    LoggedReceiverFeed feed = begin(Splits.all(1));
    store(feed, "a");
    feed.close();

    assertThatThrownBy(
            () -> IntStream.iterate(0, i -> i + 1).forEach(i -> store(feed, i))) // until it knows
        .isExactlyInstanceOf(SparkException.class)
        .hasMessageContaining("the stream has ended");
  }

  private LoggedReceiverFeed begin(Splits splits) {
    LoggedReceiverFeed feed = feed(splits);
    feed.begin();
    return feed;
  }

  private LoggedReceiverFeed resume(Splits splits, List<SplitPosition> positions) {
    LoggedReceiverFeed feed = feed(splits);
    feed.awaitPositions();
    feed.begin();
    for (int split = 0; split < positions.size(); split++) {
      feed.resume(split, positions.get(split));
    }
    return feed;
  }

  private LoggedReceiverFeed feed(Splits splits) {
    ReceiverSourceNode node =
        new ReceiverSourceNode(
            "receiverStream",
            DeclaredReceiver.of(new ScriptedReceiver(receiver -> {}), 0),
            0,
            new Duration(Plans.BATCH_MILLIS),
            Plans.callSite("receiverStream"));
    BatchGrid grid = new BatchGrid(clock, 0, Plans.BATCH_MILLIS);
    try {
      LoggedReceiverFeed feed =
          new LoggedReceiverFeed(
              node,
              conf,
              log(),
              CutLog.in(directory.toString(), new Configuration(false)),
              grid,
              ReaderRounds.withoutWaiting(),
              splits);
      feeds.add(feed);
      return feed;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private ReceivedLog log() throws IOException {
    return ReceivedLog.in(
        directory.resolve("received").toString(), new Configuration(false), LogSettings.of(conf));
  }

  private static void store(LoggedReceiverFeed feed, Object... records) {
    feed.addBlock(Buffers.of(List.of(records)));
  }

  private List<String> logged() throws IOException {
    List<String> blocks = new ArrayList<>();
    try (ReceivedLog.Reader reader = log().read(1)) {
      for (var next = reader.next(); next != null; next = reader.next()) {
        blocks.add(Buffers.records(next).toString());
      }
    }
    return blocks;
  }

  private long segments() throws IOException {
    try (Stream<Path> files = Files.list(directory.resolve("received"))) {
      return files.filter(f -> String.valueOf(f.getFileName()).matches("\\d+-\\d+-\\d+")).count();
    }
  }

  /** The next blocks, as soon as the feed's thread has made them. */
  @SuppressWarnings("ThreadPriorityCheck") // a hint, nothing depends on it
  private static List<String> await(LoggedReceiverFeed feed, int split, int count) {
    List<String> blocks = new ArrayList<>();
    while (blocks.size() < count) {
      @Nullable Block block = feed.poll(split);
      if (block == null) {
        Thread.yield();
      } else {
        blocks.add(Polling.text(block));
      }
    }
    return blocks;
  }

  private static String text(@Nullable Block block) {
    return block == null ? "none" : Polling.text(block);
  }
}
