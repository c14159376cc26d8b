// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.dstreambeam.block.Block;
import org.dstreambeam.clock.ManualBatchClock;
import org.dstreambeam.driver.Batches;
import org.dstreambeam.driver.States;
import org.dstreambeam.driver.Transforms;
import org.dstreambeam.fixture.Plans;
import org.dstreambeam.fixture.Spark;
import org.dstreambeam.rdd.Dataset;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class CutFeedTest {

  private static final String PROGRAM = "cut-feed-test";

  @RegisterExtension private final Spark spark = new Spark();
  @TempDir private Path cuts;

  private final ManualBatchClock clock = new ManualBatchClock();
  private final List<CutFeed> feeds = new ArrayList<>();
  private ScriptedCuts log;

  @BeforeEach
  void register() {
    log = new ScriptedCuts(spark, 3);
    LocalPrograms.register(
        new HostedProgram() {
          @Override
          public String id() {
            return PROGRAM;
          }

          @Override
          public BlockFeed open(String source, int split) {
            throw new UnsupportedOperationException();
          }

          @Override
          public Dataset<?> read(String source, byte[] cut) {
            return log.read(spark.context(), cut);
          }

          @Override
          public void close(BlockFeed feed) {}

          @Override
          public Batches batches() {
            throw new UnsupportedOperationException();
          }

          @Override
          public Transforms transforms() {
            return Transforms.none();
          }

          @Override
          public States states() {
            return States.none();
          }
        });
  }

  @AfterEach
  void endAll() {
    feeds.forEach(CutFeed::close);
    LocalPrograms.unregister(PROGRAM);
  }

  @Test
  void aBatchIsWhatHasComeSinceTheLastOne() throws Exception {
    CutFeed feed = started();
    log.growTo(6);
    clock.setTime(1_000);

    assertThat(until(feed, 1_000)).containsExactly("1000/0:[3, 4]", "1000/1:[5]", "1000 marker");
    clock.setTime(3_000);
    assertThat(until(feed, 3_000))
        .containsExactly(
            "2000/0:[]", "2000/1:[]", "2000 marker", "3000/0:[]", "3000/1:[]", "3000 marker");
  }

  @Test
  void aBatchThatCannotBeCutIsLostAndNotTheRecords() throws Exception {
    CutFeed feed = started();
    log.failWith(new IOException("no such log"));
    clock.setTime(1_000);
    Block marker = next(feed);
    assertThat(marker.isMarker()).isTrue();
    assertThat(marker.failure()).hasMessage("no such log");

    log.failWith(null);
    log.growTo(4);
    clock.setTime(2_000);
    assertThat(until(feed, 2_000)).containsExactly("2000/0:[3]", "2000/1:[]", "2000 marker");
  }

  @Test
  void aStartThatDoesNotKnowWhereToBeginFails() {
    log.failWith(new IOException("no such log"));

    assertThatThrownBy(this::started).isInstanceOf(IOException.class).hasMessage("no such log");
    assertThat(log.notes()).containsExactly("close");
  }

  @Test
  void aProgramThatIsKilledBeforeItsFirstBatchBeginsWhereItBegan() throws Exception {
    started().close();
    log.growTo(5);

    CutFeed feed = restarted(null);
    clock.setTime(1_000);

    assertThat(until(feed, 1_000)).containsExactly("1000/0:[3]", "1000/1:[4]", "1000 marker");
    assertThat(log.notes()).containsExactly("begin 3", "close", "cut 1000");
  }

  @Test
  void repeatedBatchesAreTheSameAndNeedNoLog() throws Exception {
    CutFeed killed = started();
    log.growTo(5);
    clock.setTime(1_000);
    until(killed, 1_000);
    log.growTo(6);
    clock.setTime(2_000);
    until(killed, 2_000);
    killed.close();
    log.growTo(7);
    log.failWith(new IOException("away"));

    CutFeed feed = restarted(null);

    assertThat(until(feed, 2_000))
        .containsExactly(
            "1000/0:[3]", "1000/1:[4]", "1000 marker", "2000/0:[5]", "2000/1:[]", "2000 marker");
    log.failWith(null);
    clock.setTime(3_000);
    assertThat(until(feed, 3_000)).containsExactly("3000/0:[6]", "3000/1:[]", "3000 marker");
  }

  @Test
  void aBatchThatCouldNotBeCutIsEmptyWhenItIsRepeated() throws Exception {
    CutFeed killed = started();
    log.failWith(new IOException("away"));
    clock.setTime(1_000);
    next(killed);
    log.failWith(null);
    log.growTo(4);
    clock.setTime(2_000);
    until(killed, 2_000);
    killed.close();
    log.growTo(9);

    CutFeed feed = restarted(null);

    assertThat(until(feed, 2_000))
        .containsExactly(
            "1000/0:[]", "1000/1:[]", "1000 marker", "2000/0:[3]", "2000/1:[]", "2000 marker");
  }

  @Test
  void goesOnBehindWhatWasHandedOut() throws Exception {
    CutFeed killed = started();
    log.growTo(5);
    clock.setTime(1_000);
    until(killed, 1_000);
    SplitPosition position = killed.position(0);
    killed.close();
    log.growTo(6);

    CutFeed feed = restarted(position);
    clock.setTime(2_000);

    assertThat(until(feed, 2_000)).containsExactly("2000/0:[5]", "2000/1:[]", "2000 marker");
  }

  @Test
  void theCutterHearsOfTheProgramAndOfTheEnd() throws Exception {
    CutFeed feed = started();
    assertThat(feed.told(new ScriptedCuts.Word("commit 3"))).isTrue();
    feed.close();
    while (log.notes().size() < 3) {
      Thread.onSpinWait();
    }

    assertThat(log.notes()).containsExactly("begin 3", "told commit 3", "close");
  }

  private CutFeed started() throws Exception {
    CutFeed feed = feed();
    feed.begin();
    return feed;
  }

  /**
   * @param position of the checkpoint; null if there was none
   */
  private CutFeed restarted(@Nullable SplitPosition position) throws Exception {
    CutFeed feed = feed();
    feed.awaitPositions();
    feed.begin();
    feed.resume(0, position);
    return feed;
  }

  private CutFeed feed() throws IOException {
    CutFeed feed =
        new CutFeed(
            log,
            new FeedSettings(
                PROGRAM,
                "numbers",
                spark.context(),
                new BatchGrid(clock, 0, Plans.BATCH_MILLIS),
                ReaderRounds.withoutWaiting(),
                Splits.all(1),
                true,
                0,
                null),
            CutLog.in(cuts.toString(), new Configuration(false)));
    feeds.add(feed);
    return feed;
  }

  private static Block next(CutFeed feed) {
    Block block = feed.poll(0);
    while (block == null) {
      Thread.onSpinWait();
      block = feed.poll(0);
    }
    return block;
  }

  /** The blocks up to the marker of that batch. */
  private static List<String> until(CutFeed feed, long batchTime) {
    List<String> blocks = new ArrayList<>();
    Block block;
    do {
      block = next(feed);
      blocks.add(Polling.text(block));
    } while (!block.isMarker() || block.batchTime() < batchTime);
    return blocks;
  }
}
