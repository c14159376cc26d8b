// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.runner.flink;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.apache.beam.sdk.io.GenerateSequence;
import org.apache.spark.streaming.api.java.JavaDStream;
import org.apache.spark.streaming.api.java.JavaStreamingContext;
import org.dstreambeam.BlockSource;
import org.dstreambeam.runner.flink.StatefulProgram.Counts;
import org.joda.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A source of Beam's goes on at its marks: each record is in the state once. */
@Timeout(180)
class BlockSourceRestartTest {

  private static final int PER_SECOND = 2_000;
  private static final int MORE_PER_START = 500;

  @TempDir private Path checkpoints;
  @RegisterExtension private final EmbeddedProgram program = new EmbeddedProgram();
  private final Journal<Counts> counts = new Journal<>();
  private final Journal<Contents> contents = new Journal<>();

  /** What a batch read. */
  private record Contents(long batch, List<List<Long>> partitions) {}

  @Test
  void numbersAreReadOnceAcrossRestarts() throws Exception {
    long total = 0;
    for (int start = 1; start <= 3; start++) {
      String master = start == 2 ? "local[4]" : "local[2]";
      JavaStreamingContext context =
          program.watch(StatefulProgram.context(checkpoints.toString(), master, this::declare));
      context.start();
      long wanted = total + MORE_PER_START;
      total = counts.await(count -> count.total() >= wanted).total();
      context.stop(true, start % 2 == 1);
      total = Math.max(total, last());
    }

    Map<Long, List<List<Long>>> batches = new TreeMap<>();
    for (Contents read : contents.all()) {
      List<List<Long>> before = batches.putIfAbsent(read.batch(), read.partitions());
      if (before != null) { // after a stop that was not graceful
        assertThat(read.partitions()).as("batch %d ms again", read.batch()).isEqualTo(before);
      }
    }
    assertThat(batches.values()).allMatch(partitions -> partitions.size() == 2);
    for (int split = 0; split < 2; split++) {
      int number = split;
      List<Long> read =
          batches.values().stream().flatMap(batch -> batch.get(number).stream()).toList();
      assertThat(read)
          .as("every other number, in order")
          .isEqualTo(LongStream.range(0, read.size()).map(n -> 2 * n + number).boxed().toList());
    }
    long read = batches.values().stream().flatMap(List::stream).mapToLong(List::size).sum();
    assertThat(read).isEqualTo(last());
  }

  /** How many there are in the last state. */
  private long last() {
    return counts.all().stream().mapToLong(Counts::total).max().orElse(0);
  }

  private void declare(JavaStreamingContext fresh) {
    Journal<Contents> journal = contents; // not the test itself: functions must be serialisable
    JavaDStream<Long> numbers =
        BlockSource.of(GenerateSequence.from(0).withRate(PER_SECOND, Duration.standardSeconds(1)))
            .withSplits(2)
            .stream(fresh);
    numbers.foreachRDD(
        (rdd, time) -> journal.add(new Contents(time.milliseconds(), rdd.glom().collect())));
    StatefulProgram.count(numbers, counts);
  }
}
