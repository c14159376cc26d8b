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
import org.apache.hadoop.conf.Configuration;
import org.dstreambeam.block.Block;
import org.dstreambeam.clock.ManualBatchClock;
import org.dstreambeam.fixture.Plans;
import org.dstreambeam.fixture.Threads;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Batches of a second from a log of two parts; programs that go on where another was. */
@Timeout(60)
class ReplayFeedTest {

  private static final int PARTS = 2;

  @TempDir private Path cuts;

  private final ManualBatchClock clock = new ManualBatchClock();
  private final ScriptedLog log = new ScriptedLog(PARTS, 2);
  private final List<ReplayFeed> feeds = new ArrayList<>();

  @AfterEach
  void endAll() {
    for (ReplayFeed feed : feeds) {
      end(feed);
    }
  }

  /** As by a stop that drops what is on its way. */
  private static void end(ReplayFeed feed) {
    feed.stopReceiving(Long.MAX_VALUE);
    feed.close();
  }

  @Test
  void aBatchHasWhatWasReadBeforeItClosed() throws Exception {
    ReplayFeed feed = started();
    log.read(0, "a", "b");
    log.read(1, "c");
    clock.setTime(1_000);
    log.read(1, "d");

    assertThat(poll(feed, 0)).containsExactly("1000/0:[a, b]", "1000 marker");
    assertThat(poll(feed, 1)).containsExactly("1000/1:[c]", "2000/0:[d]");
  }

  @Test
  void whatABatchHasIsRecordedBeforeItsMarkerCanBeSeen() throws Exception {
    ReplayFeed feed = started();
    List<Long> batches = new ArrayList<>();
    for (int second = 1; second <= 5; second++) {
      log.read(0, "record " + second);
      clock.setTime(second * 1_000);
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
    ReplayFeed killed = started();
    log.read(0, "a", "b");
    log.read(1, "c");
    log.read(0, "d");
    clock.setTime(2_000);
    poll(killed, 0);
    log.read(1, "e", "f", "g");
    clock.setTime(3_000);
    log.read(0, "not in a batch that is over");

    ReplayFeed feed = restarted(null, null);

    assertThat(pollUntilMarker(feed, 3_000))
        .containsExactly(
            "1000/0:[a, b]", "1000/2:[d]", "1000 marker", "2000 marker", "3000 marker");
    assertThat(poll(feed, 1)).containsExactly("1000/1:[c]", "3000/0:[e, f]", "3000/1:[g]");
    log.awaitAsked(0, 4);
    clock.setTime(4_000);
    assertThat(pollUntilMarker(feed, 4_000))
        .containsExactly("4000/0:[not in a batch that is over]", "4000 marker");
  }

  @Test
  void goesOnInTheMiddleOfABatch() throws Exception {
    ReplayFeed killed = started();
    log.read(0, "a");
    log.read(1, "b");
    log.read(1, "c");
    killed.poll(1);
    SplitPosition first = killed.position(0);
    SplitPosition second = killed.position(1);
    log.read(0, "d");
    clock.setTime(2_000);
    poll(killed, 0);

    ReplayFeed feed = restarted(first, second);

    assertThat(pollUntilMarker(feed, 2_000))
        .containsExactly("1000/0:[a]", "1000/3:[d]", "1000 marker", "2000 marker");
    assertThat(poll(feed, 1)).as("1000/1:[b] was handed out").containsExactly("1000/2:[c]");
  }

  @Test
  void aBatchThatWasNotCutIsFilledUpUnderOtherPartitionNumbers() throws Exception {
    ReplayFeed killed = started();
    log.read(0, "a");
    log.read(1, "b");
    killed.poll(1);
    SplitPosition first = killed.position(0);
    SplitPosition second = killed.position(1);
    end(killed);

    ReplayFeed feed = restarted(first, second);
    log.awaitAsked(0, 1);
    log.read(1, "c");
    clock.setTime(1_000);

    assertThat(pollUntilMarker(feed, 1_000)).containsExactly("1000/2:[a]", "1000 marker");
    assertThat(poll(feed, 1)).containsExactly("1000/3:[c]");
  }

  /** It has what the first program handed out of it as well. */
  @Test
  void theCutOfABatchThatWasFilledUpIsGoodForOlderCheckpointsToo() throws Exception {
    ReplayFeed killed = started();
    log.read(0, "a");
    log.read(1, "b");
    killed.poll(1);
    SplitPosition first = killed.position(0);
    SplitPosition second = killed.position(1);
    end(killed);
    ReplayFeed killedToo = restarted(first, second);
    log.awaitAsked(0, 1);
    log.read(1, "c");
    clock.setTime(1_000);
    pollUntilMarker(killedToo, 1_000);

    ReplayFeed feed = restarted(null, null);

    assertThat(pollUntilMarker(feed, 1_000)).containsExactly("1000/2:[a]", "1000 marker");
    assertThat(poll(feed, 1)).containsExactly("1000/1:[b]", "1000/3:[c]");
  }

  @Test
  void splitsThatStandInDifferentBatchesGetTheRestOfThose() throws Exception {
    ReplayFeed killed = started();
    for (int second = 1; second <= 3; second++) {
      log.read(0, "a" + second);
      log.read(1, "b" + second);
      clock.setTime(second * 1_000);
      killed.poll(0);
    }
    poll(killed, 0);
    killed.poll(1);
    SplitPosition ahead = killed.position(0);
    SplitPosition behind = killed.position(1);
    assertThat(ahead.batchTime()).isEqualTo(4_000);
    assertThat(behind.batchTime()).isEqualTo(2_000);

    ReplayFeed feed = restarted(ahead, behind);
    log.awaitAsked(0, 3);

    assertThat(poll(feed, 0)).isEmpty();
    assertThat(poll(feed, 1)).containsExactly("2000/1:[b2]", "3000/1:[b3]");
  }

  @Test
  void batchesThatCameDueInTheMeantimeAreEmpty() throws Exception {
    ReplayFeed killed = started();
    log.read(0, "a");
    clock.setTime(1_000);
    poll(killed, 0);
    end(killed);
    log.append(0, "b");
    clock.setTime(4_000);

    ReplayFeed feed = restarted(killed.position(0), killed.position(1));

    assertThat(pollUntilMarker(feed, 4_000))
        .containsExactly("2000 marker", "3000 marker", "4000 marker");
    log.awaitAsked(0, 2);
    assertThat(poll(feed, 0)).containsExactly("5000/0:[b]");
  }

  @Test
  void aCutThatIsMissingIsAnErrorThatNamesTheBatch() throws Exception {
    ReplayFeed killed = started();
    clock.setTime(3_000);
    poll(killed, 0);
    end(killed);
    Files.delete(cuts.resolve("2000"));

    ReplayFeed feed = restarted(null, null);

    assertThatThrownBy(() -> pollUntilMarker(feed, 3_000))
        .isExactlyInstanceOf(IOException.class)
        .hasMessage("The cut of batch 2000 ms is missing, that of 3000 ms is there");
  }

  @Test
  void aCheckpointOlderThanTheCutsIsAnErrorThatNamesTheBatch() throws Exception {
    ReplayFeed killed = started();
    clock.setTime(3_000);
    poll(killed, 0);
    end(killed);
    cutLog().forgetBefore(3_000);

    ReplayFeed feed = restarted(null, null);

    assertThatThrownBy(() -> pollUntilMarker(feed, 3_000))
        .hasMessage("The cut of batch 1000 ms is missing, that of 3000 ms is there");
  }

  @Test
  void aDamagedCutIsAnErrorThatNamesTheFile() throws Exception {
    ReplayFeed killed = started();
    clock.setTime(1_000);
    poll(killed, 0);
    end(killed);
    Files.delete(cuts.resolve(".1000.crc"));
    Files.write(cuts.resolve("1000"), new byte[20]);

    ReplayFeed feed = restarted(null, null);

    assertThatThrownBy(() -> pollUntilMarker(feed, 1_000))
        .hasMessage("Cannot read file:" + cuts.resolve("1000") + ": its checksum is wrong");
  }

  @Test
  void aPartThatFailsIsReadAgainAndOthersGoOn() throws Exception {
    ReplayFeed feed = started();
    log.failNext(0, new IOException("not now"));
    log.awaitFailed(0);
    log.read(1, "b");
    log.read(0, "a");
    clock.setTime(1_000);

    assertThat(poll(feed, 1)).containsExactly("1000/0:[b]");
    assertThat(poll(feed, 0)).containsExactly("1000/1:[a]", "1000 marker");
  }

  @Test
  void aPartThatCannotSayWhereToBeginIsAskedAgain() throws Exception {
    log.failNextStart(new IOException("not now"));
    log.append(0, "a");
    log.append(1, "b");
    ReplayFeed feed = started();

    log.awaitAsked(0, 1);
    log.awaitAsked(1, 1);

    assertThat(poll(feed, 0)).hasSize(1);
    assertThat(poll(feed, 1)).hasSize(1);
  }

  /** It would fail for ever, and nobody would see that nothing comes. */
  @Test
  void anErrorOfAPartEndsTheProgram() throws Exception {
    ReplayFeed feed = started();
    log.failNext(1, new NoClassDefFoundError("some/Client"));

    assertThatThrownBy(() -> pollUntilMarker(feed, 1_000))
        .isExactlyInstanceOf(NoClassDefFoundError.class)
        .hasMessage("some/Client");
  }

  @Test
  void aLogThatCannotBeWrittenEndsTheProgramAndNoMarkerIsSeen() throws Exception {
    ReplayFeed feed = started();
    log.read(0, "a");
    log.read(1, "b");
    assertThat(poll(feed, 1)).containsExactly("1000/1:[b]");
    Files.delete(cuts);
    Files.createFile(cuts);
    clock.setTime(1_000);

    for (int attempt = 0; attempt < 3; attempt++) {
      assertThatThrownBy(() -> feed.poll(0))
          .isExactlyInstanceOf(IllegalStateException.class)
          .hasMessageStartingWith("What batch 1000 ms consists of cannot be recorded: ");
    }
    assertThat(feed.position(1))
        .as("no checkpoint says that the batch is over")
        .satisfies(position -> assertThat(position.batchTime()).isEqualTo(1_000))
        .satisfies(position -> assertThat(position.partitions()).isEqualTo(2));
  }

  @Test
  void aPartThatIsInterruptedCutsTheBatchAllTheSame() throws Exception {
    ReplayFeed feed = started();
    log.awaitAsked(0, 0);
    Thread part = threadOf(0);
    log.interruptReaders();
    clock.setTime(1_000);
    log.append(0, "a"); // the batch is over: whoever adds this records it

    part.join();

    assertThat(poll(feed, 0)).containsExactly("1000 marker", "2000/0:[a]");
    assertThat(cutLog().since(0)).containsOnlyKeys(1_000L);
  }

  @Test
  void noPartRunsAheadByMoreThanSixteenBlocks() throws Exception {
    ReplayFeed feed = started();
    for (int i = 0; i < 20; i++) {
      log.append(0, "first " + i, "second " + i);
    }
    log.awaitAsked(0, 30);
    Threads.awaitWaiting(threadOf(0));
    assertThat(log.asked(0)).as("the sixteenth block").isEqualTo(30);
    log.read(1, "others go on");

    feed.poll(0);
    log.awaitAsked(0, 32);
    Threads.awaitWaiting(threadOf(0));
    assertThat(log.asked(0)).isEqualTo(32);

    assertThat(poll(feed, 0)).hasSizeGreaterThanOrEqualTo(16);
    log.awaitAsked(0, 40);
  }

  private static Thread threadOf(int part) {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals("source-scripted-" + part))
        .findAny()
        .orElseThrow();
  }

  /** A source may begin at its end: at a restart that is somewhere else. */
  @Test
  void whereAPartBeganIsRecordedWithTheFirstBatch() throws Exception {
    log.append(0, "of old");
    log.startAtTheEnd();
    ReplayFeed killed = started();
    log.awaitAsked(0, 1);
    log.read(0, "a");
    clock.setTime(1_000);
    poll(killed, 0);
    end(killed);
    log.append(0, "b");

    ReplayFeed feed = restarted(null, null);

    assertThat(pollUntilMarker(feed, 1_000)).containsExactly("1000/0:[a]", "1000 marker");
    log.awaitAsked(0, 3);
    clock.setTime(2_000);
    assertThat(poll(feed, 0)).containsExactly("2000/0:[b]", "2000 marker");
  }

  @Test
  void whereAPartBeganIsPartOfAPositionBeforeAnythingWasRead() throws Exception {
    log.append(1, "of old");
    log.startAtTheEnd();
    ReplayFeed killed = started();
    log.awaitAsked(0, 0);
    log.awaitAsked(1, 1);
    clock.setTime(3_000);
    poll(killed, 0);
    end(killed);
    log.append(1, "b");

    ReplayFeed feed = restarted(killed.position(0), killed.position(1));
    log.awaitAsked(1, 2);

    assertThat(poll(feed, 1)).containsExactly("4000/0:[b]");
  }

  /** Batches that are known must not be cut otherwise because the program is to end. */
  @Test
  void batchesAreMadeAgainAlsoIfTheProgramIsStoppedMeanwhile() throws Exception {
    ReplayFeed killed = started();
    log.read(0, "a");
    clock.setTime(1_000);
    log.read(0, "b");
    clock.setTime(2_000);
    poll(killed, 0);
    end(killed);
    log.append(0, "c");
    log.holdUpReplays(true);
    ReplayFeed feed = restarted(null, null);
    log.awaitAsked(0, 0);

    feed.stopReceiving(Long.MAX_VALUE);
    feed.pauseAfter(4_000);
    clock.setTime(9_000);
    assertThat(poll(feed, 0)).isEmpty();
    log.holdUpReplays(false);

    assertThat(pollUntilMarker(feed, 4_000))
        .containsExactly(
            "1000/0:[a]", "1000 marker", "2000/0:[b]", "2000 marker", "3000 marker", "4000 marker");
    log.append(0, "d");
    assertThat(poll(feed, 0)).as("no more is taken").isEmpty();
  }

  @Test
  void aRepetitionThatIsHeldUpEndsWithTheProgramAndClosesItsParts() throws Exception {
    ReplayFeed killed = started();
    log.read(0, "a");
    clock.setTime(1_000);
    poll(killed, 0);
    end(killed);
    assertThat(log.open()).isZero();
    log.holdUpReplays(true);
    ReplayFeed feed = restarted(null, null);
    log.awaitAsked(0, 0);

    feed.stopReceiving(Long.MAX_VALUE);
    feed.close();

    awaitAllClosed();
    assertThat(poll(feed, 0)).isEmpty();
    assertThat(cutLog().since(0)).containsOnlyKeys(1_000L);
  }

  @SuppressWarnings("ThreadPriorityCheck") // a hint, nothing depends on it
  private void awaitAllClosed() {
    while (log.open() > 0) {
      Thread.yield();
    }
  }

  @Test
  void cutsOfTheLastCheckpointsAreKeptAndEarlierOnesForgotten() throws Exception {
    ReplayFeed feed = started();
    List<List<SplitPosition>> checkpoints = new ArrayList<>();
    for (int second = 1; second <= 8; second++) {
      log.read(0, "a" + second);
      log.read(1, "b" + second);
      clock.setTime(second * 1_000);
      poll(feed, 0); // the other one lags
      if (second > 2) {
        feed.poll(1);
      }
      checkpoints.add(List.of(feed.position(0), feed.position(1)));
      feed.checkpointed(0, feed.position(0));
      feed.checkpointed(1, feed.position(1));
    }
    end(feed);

    List<SplitPosition> oldest = checkpoints.get(checkpoints.size() - 3);
    long earliest = Math.min(oldest.get(0).batchTime(), oldest.get(1).batchTime());
    assertThat(cutLog().since(0)).containsKey(earliest).doesNotContainKey(1_000L);
    ReplayFeed restarted = restarted(oldest.get(0), oldest.get(1));
    assertThat(pollUntilMarker(restarted, 8_000)).isNotEmpty();
  }

  @Test
  void withoutALogThereIsNothingToRepeat() throws Exception {
    ReplayFeed feed = feed(null);
    feed.begin();
    log.read(0, "a");
    clock.setTime(1_000);

    assertThat(poll(feed, 0)).containsExactly("1000/0:[a]", "1000 marker");
    assertThat(cuts).isEmptyDirectory();
  }

  private ReplayFeed started() throws IOException {
    ReplayFeed feed = feed(cutLog());
    feed.begin();
    return feed;
  }

  /** The one before it has ended, or is killed: it shall do nothing that counts any more. */
  private ReplayFeed restarted(@Nullable SplitPosition first, @Nullable SplitPosition second)
      throws IOException {
    end(feeds.get(feeds.size() - 1));
    log.forgetAsked();
    ReplayFeed feed = feed(cutLog());
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

  private ReplayFeed feed(@Nullable CutLog cutLog) {
    BatchGrid grid = new BatchGrid(clock, 0, Plans.BATCH_MILLIS);
    ReplayFeed feed =
        new ReplayFeed(log.node(), cutLog, grid, ReaderRounds.withoutWaiting(), Splits.all(PARTS));
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
