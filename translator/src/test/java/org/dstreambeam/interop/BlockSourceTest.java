// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.io.GenerateSequence;
import org.apache.beam.sdk.io.TextIO;
import org.apache.beam.sdk.io.UnboundedSource;
import org.apache.beam.sdk.io.UnboundedSource.UnboundedReader;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.transforms.Filter;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.util.CoderUtils;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;
import org.apache.spark.streaming.Durations;
import org.apache.spark.streaming.api.java.JavaInputDStream;
import org.apache.spark.streaming.api.java.JavaStreamingContext;
import org.dstreambeam.BlockSource;
import org.dstreambeam.fixture.Spark;
import org.dstreambeam.source.BeamSourceNode;
import org.joda.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What becomes an input stream, and of how many splits. Nothing is started. */
class BlockSourceTest {

  @RegisterExtension private final Spark spark = new Spark();
  @TempDir private Path directory;

  @Test
  void aSourceIsDividedByTheDefaultParallelismUnlessTheProgramSaysOtherwise() {
    PTransform<PBegin, PCollection<Long>> numbers = unbounded();

    assertThat(splitsOf(BlockSource.of(numbers))).hasSize(2);
    assertThat(splitsOf(BlockSource.of(numbers).withSplits(5))).hasSize(5);
    assertThatThrownBy(() -> BlockSource.of(numbers).withSplits(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("A source has one split at least, not 0");
  }

  @Test
  void aStreamIsNamedAfterWhatReads() {
    JavaInputDStream<Long> stream = BlockSource.of(unbounded()).stream(context());

    assertThat(nodeOf(stream).operation()).isEqualTo("stream");
    assertThat(nodeOf(stream).details()).isEqualTo("GenerateSequence");
    assertThat(nodeOf(stream).callSite().file()).isEqualTo("BlockSourceTest.java");
  }

  @Test
  void aSourceThatCannotBeDividedIsRefusedByName() {
    BlockSource<Integer> broken = BlockSource.of(new BrokenSource());
    JavaStreamingContext context = context();

    assertThatThrownBy(() -> broken.stream(context))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("BrokenSource cannot be divided into 2 splits: no broker there");
  }

  @Test
  void aTransformThatDoesMoreThanToReadIsRefused() {
    assertThatThrownBy(() -> BlockSource.of(new EvenNumbers()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(
            "BlockSourceTest.EvenNumbers does more than to read from one source: it is made of [")
        .hasMessageEndingWith(
            "Give BlockSource the transform that reads, and do the rest to the stream");
    assertThatThrownBy(
            () ->
                BlockSource.of(GenerateSequence.from(0).to(9).withMaxReadTime(Duration.millis(1))))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void whatIsBoundedIsReadOnceFromSeveralSplitsInOrder() throws IOException {
    Path file = Files.write(directory.resolve("lines"), List.of("a", "b", "c", "d", "e"));
    List<String> lines = new ArrayList<>();

    for (UnboundedSource<?, ?> split :
        splitsOf(BlockSource.of(TextIO.read().from(file.toString())))) {
      try (Reading reading = new Reading(split, null)) {
        reading.rest().forEach(line -> lines.add((String) line));
        assertThat(reading.isOver()).isTrue();
      }
    }

    assertThat(lines).containsExactly("a", "b", "c", "d", "e");
  }

  @Test
  void aBoundedSplitGoesOnBehindItsMark() throws IOException {
    UnboundedSource<?, ?> split =
        splitsOf(BlockSource.of(GenerateSequence.from(0).to(100)).withSplits(3)).get(1);
    List<Object> all;
    try (Reading reading = new Reading(split, null)) {
      all = reading.rest();
    }
    assertThat(all).hasSizeBetween(30, 40);
    for (int before = 0; before <= all.size(); before += 7) {
      byte[] mark;
      try (Reading reading = new Reading(split, null)) {
        assertThat(reading.take(before)).isEqualTo(all.subList(0, before));
        assertThat(reading.isOver()).isFalse();
        mark = reading.mark();
      }
      try (Reading reading = new Reading(split, mark)) {
        assertThat(reading.rest()).isEqualTo(all.subList(before, all.size()));
        assertThat(reading.isOver()).isTrue();
      }
    }
  }

  @Test
  void anEmptyBoundedSourceIsOverAtOnce() throws IOException {
    Path file = Files.createFile(directory.resolve("empty"));
    List<? extends UnboundedSource<?, ?>> splits =
        splitsOf(BlockSource.of(TextIO.read().from(file.toString())));

    for (UnboundedSource<?, ?> split : splits) {
      try (Reading reading = new Reading(split, null)) {
        assertThat(reading.rest()).isEmpty();
        assertThat(reading.isOver()).isTrue();
      }
    }
  }

  private static PTransform<PBegin, PCollection<Long>> unbounded() {
    return GenerateSequence.from(0).withRate(1, Duration.standardSeconds(1));
  }

  private <T> List<? extends UnboundedSource<?, ?>> splitsOf(BlockSource<T> source) {
    return nodeOf(source.stream(context())).splits();
  }

  private static BeamSourceNode nodeOf(JavaInputDStream<?> stream) {
    return (BeamSourceNode) stream.inputDStream().node();
  }

  private JavaStreamingContext context() {
    return new JavaStreamingContext(
        new org.apache.spark.api.java.JavaSparkContext(spark.context()), Durations.seconds(1));
  }

  /** A reader, as a runner would use it. */
  private static final class Reading implements AutoCloseable {
    private final Coder<UnboundedSource.CheckpointMark> coder;
    private final UnboundedReader<?> reader;
    private boolean started;

    @SuppressWarnings("unchecked") // a source makes the marks that it takes
    Reading(UnboundedSource<?, ?> split, byte @Nullable [] mark) throws IOException {
      var source = (UnboundedSource<?, UnboundedSource.CheckpointMark>) split;
      coder = source.getCheckpointMarkCoder();
      PipelineOptions options = PipelineOptionsFactory.create();
      reader =
          source.createReader(
              options, mark == null ? null : CoderUtils.decodeFromByteArray(coder, mark));
    }

    List<Object> take(int count) throws IOException {
      List<Object> records = new ArrayList<>();
      while (records.size() < count && (started ? reader.advance() : reader.start())) {
        started = true;
        records.add(reader.getCurrent());
      }
      return records;
    }

    List<Object> rest() throws IOException {
      return take(Integer.MAX_VALUE);
    }

    boolean isOver() {
      return reader.getWatermark().equals(BoundedWindow.TIMESTAMP_MAX_VALUE);
    }

    byte[] mark() throws IOException {
      return CoderUtils.encodeToByteArray(coder, reader.getCheckpointMark());
    }

    @Override
    public void close() throws IOException {
      reader.close();
    }
  }

  private static final class EvenNumbers extends PTransform<PBegin, PCollection<Long>> {
    private static final long serialVersionUID = 1L;

    @Override
    public PCollection<Long> expand(PBegin begin) {
      return begin.apply(unbounded()).apply(Filter.by(number -> number % 2 == 0));
    }
  }

  /** Its system is not there. */
  private static final class BrokenSource
      extends UnboundedSource<Integer, UnboundedSource.CheckpointMark> {
    private static final long serialVersionUID = 1L;

    @Override
    public List<BrokenSource> split(int desired, PipelineOptions options) throws IOException {
      throw new IOException("no broker there");
    }

    @Override
    public UnboundedReader<Integer> createReader(
        PipelineOptions options, @Nullable CheckpointMark mark) {
      throw new UnsupportedOperationException();
    }

    @Override
    @SuppressWarnings("NullAway") // as sources do that keep no marks
    public Coder<CheckpointMark> getCheckpointMarkCoder() {
      return null;
    }
  }
}
