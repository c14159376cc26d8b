// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dstreambeam.source.Polling.poll;

import java.util.List;
import org.dstreambeam.block.Block;
import org.dstreambeam.clock.ManualBatchClock;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Where the splits of a feed stand, and how another feed goes on there. Batches of a second. */
class BlockFeedResumeTest {

  private static final long BATCH = 1_000;
  private static final int SPLITS = 2;

  private final ManualBatchClock clock = new ManualBatchClock();
  private final BatchGrid grid = new BatchGrid(clock, 0, BATCH);
  private final BatchGate gate = new BatchGate(grid, 1, 1);
  private final TestFeed feed = new TestFeed();

  /** Takes the records that a test gives it. */
  private final class TestFeed extends BlockFeed {
    private int starts;

    TestFeed() {
      super(grid, ReaderRounds.withoutWaiting(), Splits.all(SPLITS));
    }

    @Override
    void start() {
      starts++;
    }

    synchronized void put(int split, String record) {
      closeDueBatches();
      addBlock(split, Block.of(nextBatch(), takePartition(), List.of(record)));
    }

    @Override
    void closeBatch(long batchTime) {}

    /** Stands where it says in both splits. */
    TestFeed resumed(@Nullable SplitPosition first, @Nullable SplitPosition second) {
      awaitPositions();
      resume(0, first);
      resume(1, second);
      return this;
    }
  }

  @Test
  void makesNoBatchBeforeAllSplitsAreBack() {
    feed.awaitPositions();
    clock.setTime(5_000);

    feed.resume(0, at(3_000, 0));

    assertThat(poll(feed, 0)).isEmpty();
    assertThat(feed.watermark(0)).isEqualTo(-1);
    assertThat(feed.watermark(1)).isEqualTo(-1);

    feed.resume(1, at(3_000, 0));
    assertThat(poll(feed, 0)).containsExactly("3000 marker", "4000 marker", "5000 marker");
    assertThat(feed.watermark(0)).isEqualTo(5_999);
  }

  /** A runner may open a reader again before it has opened all. */
  @Test
  void aSplitThatIsBackTwiceDoesNotStandForAnother() {
    feed.awaitPositions();
    clock.setTime(5_000);

    feed.resume(0, at(3_000, 0));
    feed.resume(0, at(3_000, 0));
    assertThat(poll(feed, 0)).isEmpty();

    feed.resume(1, at(2_000, 0));
    assertThat(poll(feed, 0)).startsWith("3000 marker");
  }

  @Test
  void tellsWhereItWasToldToGoOnUntilAllAreBack() {
    feed.awaitPositions();
    feed.resume(0, at(3_000, 2));

    assertThat(feed.position(0)).isEqualTo(at(3_000, 2));
  }

  @Test
  void startsOnceWhenItIsToldToAndAllAreBack() {
    feed.awaitPositions();
    feed.begin();
    feed.resume(0, null);
    assertThat(feed.starts).isZero();

    feed.resume(1, null);
    assertThat(feed.starts).isEqualTo(1);
  }

  @Test
  void startsOnceWhenAllAreBackAndItIsToldTo() {
    feed.resumed(at(3_000, 0), at(3_000, 0));
    assertThat(feed.starts).isZero();

    feed.begin();
    feed.resume(0, at(4_000, 0));
    assertThat(feed.starts).isEqualTo(1);
  }

  @Test
  void aReaderThatIsOpenedAgainChangesNothing() {
    clock.setTime(2_000);
    assertThat(poll(feed, 0)).containsExactly("1000 marker", "2000 marker");

    feed.resume(0, at(1_000, 0));

    assertThat(poll(feed, 0)).isEmpty();
    assertThat(feed.position(0)).isEqualTo(at(3_000, 0));
  }

  @Test
  void splitsThatWereNeverReadBeginWithTheFirstBatch() {
    clock.setTime(2_000);

    feed.resumed(null, null);

    assertThat(poll(feed, 0)).containsExactly("1000 marker", "2000 marker");
  }

  @Test
  void goesOnAtTheEarliestBatchAndGivesNoMarkerTwice() {
    clock.setTime(5_000);

    feed.resumed(at(4_000, 0), at(2_000, 0));
    feed.put(1, "late"); // it is five: what there is no record of comes to the open batch

    assertThat(poll(feed, 0)).containsExactly("4000 marker", "5000 marker");
    assertThat(poll(feed, 1)).containsExactly("6000/0:[late]");
  }

  @Test
  void numbersPartitionsBehindThoseThatWereHandedOut() {
    feed.resumed(at(1_000, 3), at(1_000, 7));

    feed.put(0, "a");
    feed.put(1, "b");

    assertThat(poll(feed, 0)).containsExactly("1000/7:[a]");
    assertThat(poll(feed, 1)).containsExactly("1000/8:[b]");

    clock.setTime(1_000);
    feed.put(0, "c");
    assertThat(poll(feed, 0)).containsExactly("1000 marker", "2000/0:[c]");
  }

  /** It took partitions of the earlier batch, nobody knows how many. */
  @Test
  void numbersPartitionsBeyondAllThatASplitAheadMayHaveTaken() {
    feed.resumed(at(1_000, 0), at(2_000, 2));

    feed.put(0, "a");
    clock.setTime(1_000);
    feed.put(0, "b");
    clock.setTime(2_000);
    feed.put(0, "c");

    assertThat(poll(feed, 0))
        .containsExactly(
            "1000/1048576:[a]", "1000 marker", "2000/2:[b]", "2000 marker", "3000/0:[c]");
  }

  @Test
  void theGateIsOpenForTheBatchAtWhichItGoesOn() {
    feed.behind(gate);
    clock.setTime(20_000);

    feed.resumed(at(15_000, 0), at(15_000, 0));

    assertThat(poll(feed, 0)).containsExactly("15000 marker", "16000 marker", "17000 marker");
  }

  @Test
  void aSplitStandsBehindWhatItHasHandedOut() {
    feed.put(1, "a");
    feed.put(1, "b");
    assertThat(feed.position(1)).isEqualTo(at(1_000, 0));

    feed.poll(1);
    assertThat(feed.position(1)).isEqualTo(at(1_000, 1));

    feed.poll(1);
    assertThat(feed.position(1)).isEqualTo(at(1_000, 2));
  }

  @Test
  void aSplitStandsAtTheBatchOfTheBlockThatIsNext() {
    feed.put(1, "a");
    clock.setTime(2_000);
    feed.put(1, "b");
    clock.setTime(4_000);
    poll(feed, 0);

    feed.poll(1);

    assertThat(feed.position(1)).as("1000 and 2000 are over for it").isEqualTo(at(3_000, 0));
  }

  @Test
  void aSplitWithoutBlocksStandsAtTheOpenBatch() {
    clock.setTime(4_000);
    poll(feed, 0);

    assertThat(feed.position(0)).isEqualTo(at(5_000, 0));
    assertThat(feed.position(1)).isEqualTo(at(5_000, 0));
  }

  @Test
  void aSplitStandsAtTheBatchOfItsFirstBlockAtTheGate() {
    feed.behind(gate); // lets three in
    clock.setTime(4_000);
    feed.put(1, "in the fifth");
    poll(feed, 0);
    poll(feed, 1);

    assertThat(feed.position(0)).isEqualTo(at(4_000, 0));
    assertThat(feed.position(1)).isEqualTo(at(5_000, 0));
  }

  @Test
  void pausedReadersHaveWhatIsLeftAndDoNotEnd() {
    feed.put(0, "a");

    feed.pauseAfter(2_000);
    clock.setTime(9_000);

    assertThat(poll(feed, 0)).containsExactly("1000/0:[a]", "1000 marker", "2000 marker");
    assertThat(feed.watermark(0)).isEqualTo(2_999);
    assertThat(feed.watermark(1)).isEqualTo(2_999);
    assertThat(feed.position(0)).isEqualTo(at(3_000, 0));
    assertThat(feed.position(1)).isEqualTo(at(3_000, 0));
  }

  @Test
  void whatIsBehindTheLastBatchIsForTheNextStart() {
    clock.setTime(2_000);
    feed.put(1, "in the third");

    feed.pauseAfter(2_000);
    clock.setTime(9_000);

    assertThat(poll(feed, 0)).containsExactly("1000 marker", "2000 marker");
    assertThat(poll(feed, 1)).isEmpty();
    assertThat(feed.position(1)).isEqualTo(at(3_000, 0));
  }

  private static SplitPosition at(long batchTime, int partitions) {
    return new SplitPosition(batchTime, partitions, SplitPosition.NO_PLACE);
  }
}
