// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.beam.sdk.io.UnboundedSource.UnboundedReader;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.util.CoderUtils;
import org.apache.spark.SparkConf;
import org.dstreambeam.block.Block;
import org.dstreambeam.block.HandleCoder;
import org.dstreambeam.clock.BatchClock;
import org.dstreambeam.driver.BatchRunner;
import org.dstreambeam.fixture.Buffers;
import org.dstreambeam.fixture.Plans;
import org.dstreambeam.fixture.Spark;
import org.dstreambeam.plan.QueueSourceNode;
import org.joda.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A source and its readers, against Beam's contract. */
class FeedSourceTest {

  private static final String PROGRAM = "block-source-test";
  private static final int SPLITS = 3;

  /** Counts how often a reader asks how long to wait; never lets it. */
  private static final class ImpatientClock implements BatchClock {
    private long now;
    private int asked;

    @Override
    public long now() {
      return now;
    }

    @Override
    public long realMillisUntil(long time) {
      asked++;
      return 0;
    }

    @Override
    public void onAdvance(Runnable listener) {}
  }

  @RegisterExtension private final Spark spark = new Spark();
  private final PipelineOptions options = PipelineOptionsFactory.create();
  private final ImpatientClock clock = new ImpatientClock();
  private final ReceiverFeed feed =
      TestFeeds.receiver(new SparkConf(false), clock, new ReaderRounds(), SPLITS);
  private final FeedSource source = new FeedSource(PROGRAM, "lines", SPLITS, new HandleCoder<>());

  @BeforeEach
  void register() {
    QueueSourceNode other = Plans.queue(List.of(), true, null);
    BatchRunner batches =
        new BatchRunner(
            Plans.program(
                Plans.of(other, other, (rdd, time) -> {}), spark.context(), clock, e -> {}));
    LocalPrograms.register(new LocalProgram(PROGRAM, Map.of("lines", feed), batches));
  }

  @AfterEach
  void unregister() {
    LocalPrograms.unregister(PROGRAM);
  }

  @Test
  void hasItsSplitsWhateverTheRunnerWants() {
    assertThat(source.split(1, options)).hasSize(SPLITS);
    assertThat(source.split(100, options)).hasSize(SPLITS);
  }

  @Test
  void eachSplitReadsItsOwnBlocks() throws IOException {
    for (int i = 0; i < SPLITS; i++) {
      feed.addBlock(Buffers.of(List.of("record " + i)));
    }

    List<String> read = new ArrayList<>();
    for (FeedSource split : source.split(1, options)) {
      UnboundedReader<Block> reader = split.createReader(options, null);
      assertThat(reader.start()).isTrue();
      read.add(Polling.text(reader.getCurrent()));
      assertThat(reader.getCurrentSource()).isSameAs(split);
    }

    assertThat(read).containsExactly("1000/0:[record 0]", "1000/1:[record 1]", "1000/2:[record 2]");
  }

  @Test
  void saysSoIfItsProgramOrItsStreamIsNotHere() {
    FeedSource unknownStream = new FeedSource(PROGRAM, "words", SPLITS, new HandleCoder<>());
    assertThatThrownBy(() -> unknownStream.createReader(options, null))
        .hasMessage("No input stream words among [lines]");

    LocalPrograms.unregister(PROGRAM);
    assertThatThrownBy(() -> source.createReader(options, null))
        .isExactlyInstanceOf(IllegalStateException.class)
        .hasMessage("Program block-source-test does not run in this JVM (any more)");
  }

  @Test
  void aReaderOpenedFromAMarkGoesOnWhereTheLastStopped() throws IOException {
    feed.addBlock(Buffers.of(List.of("a")));
    FeedSource split = source.split(1, options).get(0);
    UnboundedReader<Block> first = split.createReader(options, null);
    first.start();
    FeedSource.Mark mark = (FeedSource.Mark) first.getCheckpointMark();
    first.close();
    for (int i = 0; i < SPLITS; i++) {
      feed.addBlock(Buffers.of(List.of("b" + i)));
    }

    FeedSource.Mark restored = CoderUtils.clone(split.getCheckpointMarkCoder(), mark);
    UnboundedReader<Block> second = split.createReader(options, restored);

    assertThat(restored.position().toBytes()).isEqualTo(mark.position().toBytes());
    assertThat(second.start()).isTrue();
    assertThat(Polling.text(second.getCurrent())).isEqualTo("1000/3:[b2]");
  }

  @Test
  void stampsABlockWithTheLastMillisecondOfItsBatch() {
    BlockReader reader = new BlockReader(source, feed, 0, () -> {}, () -> {});
    feed.addBlock(Buffers.of(List.of("a")));

    assertThat(reader.advance()).isTrue();

    assertThat(reader.getCurrentTimestamp()).isEqualTo(Instant.ofEpochMilli(999));
  }

  @Test
  void theWatermarkNeverGoesBackAndNeverPassesABlockToCome() {
    BlockReader reader = new BlockReader(source, feed, 0, () -> {}, () -> {});
    Instant watermark = reader.getWatermark();
    for (long now = 0; now < 5000; now += 300) {
      clock.now = now;
      feed.add("at " + now);
      while (reader.advance()) {
        assertThat(reader.getCurrentTimestamp()).isGreaterThanOrEqualTo(watermark);
      }
      Instant next = reader.getWatermark();
      assertThat(next).isGreaterThanOrEqualTo(watermark);
      watermark = next;
    }
    assertThat(watermark).isEqualTo(Instant.ofEpochMilli(4999));

    feed.finishAfter(0);
    assertThat(reader.advance()).isFalse();
    assertThat(reader.getWatermark()).isEqualTo(BoundedWindow.TIMESTAMP_MAX_VALUE);
  }

  @Test
  void neverWaitsWithABlockInHand() {
    ReceiverFeed alone = TestFeeds.receiver(new SparkConf(false), clock, new ReaderRounds(), 1);
    BlockReader reader = new BlockReader(source, alone, 0, () -> {}, () -> {});
    alone.addBlock(Buffers.of(List.of("a")));

    assertThat(reader.start()).isTrue();
    assertThat(reader.advance()).isFalse();
    assertThat(clock.asked).isZero();

    reader.getWatermark(); // the bundle ends
    assertThat(reader.advance()).isFalse();
    assertThat(clock.asked).isPositive();
  }

  @Test
  void hasNoCurrentBlockWhenThereIsNone() {
    BlockReader reader = new BlockReader(source, feed, 0, () -> {}, () -> {});

    assertThat(reader.start()).isFalse();
    assertThatThrownBy(reader::getCurrent).isInstanceOf(NoSuchElementException.class);
  }

  @Test
  void aReaderThatHasNothingAtTheEndLeavesTheRounds() {
    BlockReader second = new BlockReader(source, feed, 1, () -> {}, () -> {});
    BlockReader third = new BlockReader(source, feed, 2, () -> {}, () -> {});
    feed.finishAfter(1000);
    clock.now = 1000;
    feed.poll(0); // the marker

    assertThat(second.advance()).isFalse();
    assertThat(second.getWatermark()).isEqualTo(BoundedWindow.TIMESTAMP_MAX_VALUE);
    assertThat(third.advance()).isFalse();
    assertThat(third.getWatermark()).isEqualTo(BoundedWindow.TIMESTAMP_MAX_VALUE);

    feed.rounds().returned(); // the only one left begins a new round
    AtomicBoolean waits = new AtomicBoolean();
    feed.rounds()
        .await(
            () -> {
              waits.set(true);
              return 0;
            });
    assertThat(waits).isTrue();
  }

  @Test
  void aReaderWithABlockAtTheEndIsCalledOnceMore() {
    BlockReader reader = new BlockReader(source, feed, 0, () -> {}, () -> {});
    feed.finishAfter(1000);
    clock.now = 1000;

    assertThat(reader.advance()).isTrue();
    assertThat(reader.getWatermark()).isEqualTo(BoundedWindow.TIMESTAMP_MAX_VALUE);

    assertThat(reader.advance()).isFalse();
    assertThat(reader.getWatermark()).isEqualTo(BoundedWindow.TIMESTAMP_MAX_VALUE);
  }
}
