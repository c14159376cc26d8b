// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.dstreambeam.source.Polling.poll;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.streaming.Duration;
import org.dstreambeam.block.Block;
import org.dstreambeam.clock.ManualBatchClock;
import org.dstreambeam.fixture.Plans;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Batches of a second from the splits of a Beam source; programs that go on where another was. */
@Timeout(60)
class DrainFeedTest {

  /** Of the feed. */
  private static final int SPLITS = 2;

  @TempDir private Path cuts;

  private final ManualBatchClock clock = new ManualBatchClock();
  private final List<DrainFeed> feeds = new ArrayList<>();
  private ScriptedSource source = ScriptedSource.ofSplits(2);

  @AfterEach
  void endAll() {
    feeds.forEach(DrainFeedTest::end);
    assertThat(source.open()).as("readers that are left open").isZero();
  }

  /** As by a stop that drops what is on its way. */
  private static void end(DrainFeed feed) {
    feed.stopReceiving(Long.MAX_VALUE);
    feed.close();
  }

  @Test
  void eachSplitIsAPartitionOfEachBatch() throws Exception {
    DrainFeed feed = started();
    source.read(0, "a", "b");
    source.read(1, "c");
    clock.setTime(1_000);
    source.read(1, "d");
    source.read(1, "e");
    clock.setTime(2_000);

    assertThat(pollUntilMarker(feed, 2_000))
        .containsExactly("1000/0:[a, b]", "1000 marker", "2000/0:[]", "2000 marker");
    assertThat(poll(feed, 1)).containsExactly("1000/1:[c]", "2000/1:[d, e]");
  }

  @Test
  void aBatchWithoutRecordsHasAnEmptyPartitionPerSplit() throws Exception {
    DrainFeed feed = started();
    clock.setTime(2_000);

    assertThat(pollUntilMarker(feed, 2_000))
        .containsExactly("1000/0:[]", "1000 marker", "2000/0:[]", "2000 marker");
    assertThat(poll(feed, 1)).containsExactly("1000/1:[]", "2000/1:[]");
  }

  @Test
  void aSourceMayHaveMoreSplitsThanThereAreReadersAndFewer() throws Exception {
    source = ScriptedSource.ofSplits(3);
    DrainFeed feed = started();
    source.read(0, "a");
    source.read(1, "b");
    source.read(2, "c");
    clock.setTime(1_000);

    assertThat(pollUntilMarker(feed, 1_000))
        .containsExactly("1000/0:[a]", "1000/2:[c]", "1000 marker");
    assertThat(poll(feed, 1)).containsExactly("1000/1:[b]");
    end(feed);

    source = ScriptedSource.ofSplits(1);
    DrainFeed another = feed(null);
    another.begin();
    source.read(0, "a");
    clock.setTime(3_000);
    assertThat(pollUntilMarker(another, 1_000)).startsWith("1000/0:[]", "1000 marker");
    assertThat(poll(another, 1)).isEmpty();
  }

  @Test
  void aSplitThatIsThreeBatchesAheadIsNotRead() throws Exception {
    DrainFeed feed = started();
    for (int second = 1; second <= 3; second++) {
      source.read(0, "a" + second);
      clock.setTime(second * 1_000);
      source.awaitIdle(1);
    }
    source.append(0, "a4");
    source.awaitIdle(1); // it is read by another thread,
    source.awaitIdle(1); // and all batches are closed
    clock.setTime(4_000);
    source.read(1, "others go on");
    clock.setTime(5_000);

    assertThat(feed.poll(0)).isNotNull();
    source.awaitIdle(0);
    clock.setTime(6_000);
    assertThat(pollUntilMarker(feed, 6_000))
        .containsExactly(
            "1000 marker",
            "2000/0:[a2]",
            "2000 marker",
            "3000/0:[a3]",
            "3000 marker",
            "4000/0:[]",
            "4000 marker",
            "5000/0:[]",
            "5000 marker",
            "6000/0:[a4]",
            "6000 marker");
  }

  @Test
  void whatAReaderThatFailsHasBroughtSinceTheLastBatchIsReadAgain() throws Exception {
    DrainFeed feed = started();
    source.read(0, "a");
    clock.setTime(1_000);
    source.read(0, "b", "c");
    source.failNext(0, new IOException("not now"));
    source.awaitFailed(0);
    source.read(0, "d");
    source.failNext(0, new IllegalStateException("nor now"));
    source.awaitFailed(0);
    source.awaitIdle(0);
    source.read(1, "others go on");
    clock.setTime(2_000);

    assertThat(pollUntilMarker(feed, 2_000))
        .containsExactly("1000/0:[a]", "1000 marker", "2000/0:[b, c, d]", "2000 marker");
    assertThat(poll(feed, 1)).containsExactly("1000/1:[]", "2000/1:[others go on]");
    end(feed);
    assertThat(source.open()).isZero();
  }

  /** It would fail for ever, and nobody would see that nothing comes. */
  @Test
  void anErrorOfAReaderEndsTheProgram() throws Exception {
    DrainFeed feed = started();
    source.failNext(1, new NoClassDefFoundError("some/Client"));

    assertThatThrownBy(() -> pollUntilMarker(feed, 1_000))
        .isExactlyInstanceOf(NoClassDefFoundError.class)
        .hasMessage("some/Client");
  }

  @Test
  void aSourceThatHasComeToItsEndLeavesEmptyBatchesAndIsNotAskedAnyMore() throws Exception {
    DrainFeed feed = started();
    source.append(0, "a");
    source.end(0);
    while (source.reads(0) < 2) {
      source.awaitIdle(1);
    }
    source.awaitIdle(1);
    int reads = source.reads(0);
    clock.setTime(1_000);
    source.awaitIdle(1);
    clock.setTime(3_000);

    assertThat(pollUntilMarker(feed, 3_000))
        .containsExactly(
            "1000/0:[a]", "1000 marker", "2000/0:[]", "2000 marker", "3000/0:[]", "3000 marker");
    assertThat(source.reads(0)).isEqualTo(reads);
  }

  @Test
  void theLastRecordsOfASourceAreReadAgainIfTheyCannotBeMarked() throws Exception {
    DrainFeed feed = started();
    source.append(0, "a", "b");
    source.end(0);
    while (source.reads(0) < 3) {
      source.awaitIdle(1);
    }
    source.awaitIdle(1);
    source.failNextMark(0, new IllegalStateException("not now"));
    clock.setTime(1_000);
    while (source.reads(0) < 6) { // a, b and the end again
      source.awaitIdle(1);
    }
    source.awaitIdle(1);
    clock.setTime(2_000);

    assertThat(pollUntilMarker(feed, 2_000))
        .containsExactly("1000/0:[]", "1000 marker", "2000/0:[a, b]", "2000 marker");
  }

  @Test
  void whatABatchHasIsRecordedBeforeItsMarkerCanBeSeen() throws Exception {
    DrainFeed feed = started();
    List<Long> batches = new ArrayList<>();
    for (int second = 1; second <= 5; second++) {
      source.read(0, "record " + second);
      clock.setTime(second * 1_000);
      source.awaitIdle(0);
      for (Block block = feed.poll(0); block != null; block = feed.poll(0)) {
        if (block.isMarker()) {
          assertThat(cutLog().since(0)).containsKey(block.batchTime());
          batches.add(block.batchTime());
        }
      }
    }

    assertThat(batches).containsExactly(1_000L, 2_000L, 3_000L, 4_000L, 5_000L);
  }

  @Test
  void aProgramThatIsKilledBeforeItsFirstCheckpointRepeatsAllItsBatches() throws Exception {
    DrainFeed killed = started();
    source.read(0, "a", "b");
    source.read(1, "c");
    clock.setTime(1_000);
    source.read(0, "d");
    clock.setTime(2_000);
    pollUntilMarker(killed, 2_000);
    source.read(0, "not in a batch that is over");
    source.read(1, "nor this");

    DrainFeed feed = restarted(null, null);

    assertThat(pollUntilMarker(feed, 2_000))
        .containsExactly("1000/0:[a, b]", "1000 marker", "2000/0:[d]", "2000 marker");
    assertThat(poll(feed, 1)).containsExactly("1000/1:[c]", "2000/1:[]");
    source.awaitIdle(0);
    source.awaitIdle(1);
    clock.setTime(3_000);
    assertThat(pollUntilMarker(feed, 3_000))
        .containsExactly("3000/0:[not in a batch that is over]", "3000 marker");
    assertThat(poll(feed, 1)).containsExactly("3000/1:[nor this]");
  }

  /** A source may begin at its end: at a restart that is somewhere else. */
  @Test
  void whereASplitBeginsIsRecordedAsSoonAsItIsKnown() throws Exception {
    source.append(0, "of old");
    source.beginsAtTheEnd();
    source.failNext(0, new IOException("not yet"));
    DrainFeed killed = started();
    source.awaitFailed(0);
    clock.setTime(1_000);
    source.awaitIdle(0);
    source.read(0, "a");
    clock.setTime(2_000);
    assertThat(pollUntilMarker(killed, 2_000)).contains("2000/0:[a]");
    source.append(0, "b");

    DrainFeed feed = restarted(null, null);

    assertThat(pollUntilMarker(feed, 2_000))
        .containsExactly("1000/0:[]", "1000 marker", "2000/0:[a]", "2000 marker");
  }

  @Test
  void goesOnBetweenTheSplitsOfABatch() throws Exception {
    source = ScriptedSource.ofSplits(3);
    DrainFeed killed = started();
    for (int second = 1; second <= 2; second++) {
      for (int split = 0; split < 3; split++) {
        source.read(split, second + "-" + split);
      }
      clock.setTime(second * 1_000);
      source.awaitIdle(0);
    }
    assertThat(killed.poll(0)).extracting(Polling::text).isEqualTo("1000/0:[1-0]");
    SplitPosition first = killed.position(0);
    poll(killed, 1);
    SplitPosition second = killed.position(1);

    DrainFeed feed = restarted(first, second);

    assertThat(pollUntilMarker(feed, 2_000))
        .containsExactly(
            "1000/2:[1-2]", "1000 marker", "2000/0:[2-0]", "2000/2:[2-2]", "2000 marker");
    assertThat(poll(feed, 1)).isEmpty();
  }

  @Test
  void whatIsTooLargeIsSeveralPartitionsAndTheSameOnesIfItIsRepeated() throws Exception {
    DrainFeed killed = started();
    for (int i = 0; i < 40; i++) {
      source.append(0, i + "x".repeat(1 << 20));
    }
    source.awaitIdle(0);
    source.read(1, "b");
    clock.setTime(1_000);
    List<String> partitions =
        pollUntilMarker(killed, 1_000).stream().map(DrainFeedTest::brief).toList();
    assertThat(partitions)
        .containsExactly("1000/0: 0 to 15", "1000/2: 16 to 31", "1000/4: 32 to 39", "1000 marker");
    assertThat(poll(killed, 1)).containsExactly("1000/1:[b]");

    DrainFeed again = restarted(null, null);
    assertThat(brief(again)).isEqualTo("1000/0: 0 to 15");
    assertThat(brief(again)).isEqualTo("1000/2: 16 to 31");
    SplitPosition inTheMiddle = again.position(0);
    source.append(0, "later");

    DrainFeed feed = restarted(inTheMiddle, again.position(1));
    assertThat(brief(feed)).isEqualTo("1000/4: 32 to 39");
    source.awaitIdle(0);
    clock.setTime(2_000);
    assertThat(pollUntilMarker(feed, 2_000))
        .containsExactly("1000 marker", "2000/0:[later]", "2000 marker");
  }

  @SuppressWarnings("ThreadPriorityCheck") // a hint, nothing depends on it
  private static String brief(DrainFeed feed) {
    Block block = feed.poll(0);
    while (block == null) {
      assertThat(Thread.interrupted()).as("timed out").isFalse();
      Thread.yield();
      block = feed.poll(0);
    }
    return brief(Polling.text(block));
  }

  /** With the numbers of the first record and the last. */
  private static String brief(String text) {
    String[] numbers = text.substring(text.indexOf('[') + 1).split("x+(, |])");
    return text.indexOf('[') < 0
        ? text
        : text.substring(0, text.indexOf('['))
            + " "
            + numbers[0]
            + " to "
            + numbers[numbers.length - 1];
  }

  @Test
  void aProgramKeepsTheSplitsItBeganWith() throws Exception {
    DrainFeed killed = started();
    source.read(0, "a");
    clock.setTime(1_000);
    pollUntilMarker(killed, 1_000);
    source.moreSplits(1);
    source.append(2, "of a split that is new");

    DrainFeed feed = restarted(killed.position(0), killed.position(1));
    source.awaitIdle(0);
    source.read(0, "b");
    clock.setTime(2_000);

    assertThat(pollUntilMarker(feed, 2_000)).containsExactly("2000/0:[b]", "2000 marker");
  }

  @Test
  void batchesThatCameDueInTheMeantimeAreEmpty() throws Exception {
    DrainFeed killed = started();
    source.read(0, "a");
    clock.setTime(1_000);
    pollUntilMarker(killed, 1_000);
    end(killed);
    source.append(0, "b");
    clock.setTime(4_000);

    DrainFeed feed = restarted(killed.position(0), killed.position(1));

    assertThat(pollUntilMarker(feed, 4_000)).contains("2000/0:[]", "3000/0:[]", "4000/0:[]");
    source.awaitIdle(0);
    clock.setTime(5_000);
    assertThat(pollUntilMarker(feed, 5_000)).containsExactly("5000/0:[b]", "5000 marker");
  }

  @Test
  void aCutThatIsMissingIsAnErrorThatNamesTheBatch() throws Exception {
    DrainFeed killed = started();
    clock.setTime(3_000);
    pollUntilMarker(killed, 3_000);
    end(killed);
    Files.delete(cuts.resolve("2000"));

    DrainFeed feed = restarted(null, null);

    assertThatThrownBy(() -> pollUntilMarker(feed, 3_000))
        .hasMessage("The cut of batch 2000 ms is missing, that of 3000 ms is there");
  }

  @Test
  void aSourceThatHasLessThanBeforeIsAnErrorThatNamesIt() throws Exception {
    DrainFeed killed = started();
    source.read(0, "a", "b");
    clock.setTime(1_000);
    pollUntilMarker(killed, 1_000);
    end(killed);
    ScriptedSource before = source;
    source.truncate(0, 1);
    source.end(0);

    DrainFeed feed = restarted(null, null);

    assertThatThrownBy(() -> pollUntilMarker(feed, 1_000))
        .hasMessageStartingWith("Split 0 of scripted (stream at ")
        .hasMessageContaining(" ends 1 records before the end of batch 1000 ms, which it has");
    assertThat(source).isSameAs(before);
  }

  @Test
  void marksAreFinalisedWhenACheckpointBehindTheirBatchIsComplete() throws Exception {
    DrainFeed feed = started();
    source.read(0, "a", "b");
    source.read(1, "c");
    clock.setTime(1_000);
    source.read(0, "d");
    clock.setTime(2_000);
    pollUntilMarker(feed, 2_000);
    SplitPosition second = feed.position(1);
    feed.completed(1_000);
    feed.checkpointed(1, second);
    assertThat(feed.poll(1)).isNotNull();

    feed.checkpointed(0, feed.position(0));
    assertThat(source.awaitFinalized(2)).containsExactly("0:2", "0:3");
    feed.checkpointed(1, feed.position(1));

    assertThat(source.awaitFinalized(3)).containsExactly("0:2", "0:3", "1:1");
  }

  @Test
  void withoutCheckpointsMarksAreFinalisedWhenTheOutputsAreDone() throws Exception {
    DrainFeed feed = feed(null);
    feed.begin();
    for (int second = 1; second <= 3; second++) {
      source.read(0, "a" + second);
      clock.setTime(second * 1_000);
      source.awaitIdle(1);
    }
    pollUntilMarker(feed, 3_000);
    feed.checkpointed(0, feed.position(0));
    feed.completed(2_000);
    source.awaitIdle(0);
    assertThat(source.finalized()).as("of batch 1000 ms there are outputs left").isEmpty();

    feed.completed(1_000);

    assertThat(source.awaitFinalized(2)).containsExactly("0:1", "0:2");
    assertThat(cuts).isEmptyDirectory();
  }

  @Test
  void whereNobodyTellsOfOutputsMarksAreFinalisedWhenTheirBatchIsHandedOut() throws Exception {
    DrainFeed feed = feed(null);
    feed.forgetsWhatIsHandedOut();
    feed.begin();
    source.read(0, "a");
    clock.setTime(1_000);
    source.awaitIdle(0);
    assertThat(source.finalized()).isEmpty();

    pollUntilMarker(feed, 1_000);

    assertThat(source.awaitFinalized(1)).containsExactly("0:1");
  }

  @Test
  void whatWasReadWhenTheProgramIsStoppedIsInTheLastBatch() throws Exception {
    DrainFeed feed = started();
    source.awaitIdle(1);
    source.read(0, "a");

    feed.stopReceiving(Long.MAX_VALUE);
    feed.finishAfter(2_000);
    source.append(0, "b");
    assertThat(source.open()).as("marks may need their readers").isEqualTo(2);
    clock.setTime(3_000);

    assertThat(pollUntilMarker(feed, 2_000))
        .containsExactly("1000/0:[a]", "1000 marker", "2000/0:[]", "2000 marker");
    feed.close();
    assertThat(source.open()).isZero();
  }

  @Test
  void aReaderThatDoesNotComeBackIsInterruptedByTheStop() throws Exception {
    DrainFeed feed = started();
    source.getStuck(0);
    source.read(1, "b");

    feed.stopReceiving(Long.MAX_VALUE);
    clock.setTime(1_000);

    assertThat(pollUntilMarker(feed, 1_000)).containsExactly("1000/0:[]", "1000 marker");
    assertThat(poll(feed, 1)).containsExactly("1000/1:[b]");
  }

  @Test
  void ofASourceWithoutDurableMarksWhatWasNotComputedIsLost() throws Exception {
    source = ScriptedSource.withoutDurableMarks(2);
    DrainFeed killed = started();
    source.read(0, "a");
    source.failNext(0, new IOException("not now"));
    source.awaitFailed(0);
    source.awaitIdle(0);
    clock.setTime(1_000);
    assertThat(pollUntilMarker(killed, 1_000)).containsExactly("1000/0:[a]", "1000 marker");

    DrainFeed feed = restarted(null, null);

    assertThat(pollUntilMarker(feed, 1_000)).containsExactly("1000/0:[]", "1000 marker");
  }

  private DrainFeed started() throws IOException {
    DrainFeed feed = feed(cutLog());
    feed.begin();
    return feed;
  }

  /** The one before it has ended, or is killed: it shall do nothing that counts any more. */
  private DrainFeed restarted(@Nullable SplitPosition first, @Nullable SplitPosition second)
      throws IOException {
    end(feeds.get(feeds.size() - 1));
    DrainFeed feed = feed(cutLog());
    feed.awaitPositions();
    feed.begin();
    feed.resume(0, restored(first));
    feed.resume(1, restored(second));
    return feed;
  }

  private static @Nullable SplitPosition restored(@Nullable SplitPosition position)
      throws IOException {
    return position == null ? null : SplitPosition.of(position.toBytes());
  }

  private DrainFeed feed(@Nullable CutLog cutLog) {
    BatchGrid grid = new BatchGrid(clock, 0, Plans.BATCH_MILLIS);
    BeamSourceNode node =
        new BeamSourceNode(
            "scripted",
            source.split(SPLITS, PipelineOptionsFactory.create()),
            new Duration(Plans.BATCH_MILLIS),
            Plans.callSite("stream"));
    DrainFeed feed =
        new DrainFeed(node, 1, cutLog, grid, ReaderRounds.withoutWaiting(), Splits.all(SPLITS));
    feeds.add(feed);
    return feed;
  }

  private CutLog cutLog() throws IOException {
    return CutLog.in(cuts.toString(), new Configuration(false));
  }

  /** The blocks of split 0 up to that marker. */
  @SuppressWarnings("ThreadPriorityCheck") // a hint, nothing depends on it
  private static List<String> pollUntilMarker(BlockFeed feed, long batchTime) {
    List<String> blocks = new ArrayList<>();
    String last = batchTime + " marker";
    while (!blocks.contains(last)) {
      assertThat(Thread.interrupted()).as("timed out behind %s", blocks).isFalse();
      Block block = feed.poll(0);
      if (block == null) {
        Thread.yield();
      } else {
        blocks.add(Polling.text(block));
      }
    }
    return blocks;
  }
}
