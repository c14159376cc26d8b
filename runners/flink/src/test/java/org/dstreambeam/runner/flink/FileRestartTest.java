// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.runner.flink;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.apache.spark.streaming.api.java.JavaDStream;
import org.apache.spark.streaming.api.java.JavaStreamingContext;
import org.dstreambeam.runner.flink.StatefulProgram.Counts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A stream of files goes on where it was: each file is in the state once. */
@Timeout(180)
class FileRestartTest {

  private static final int NUMBERS = 100;

  @TempDir private Path checkpoints;
  @TempDir private Path directory;
  @RegisterExtension private final EmbeddedProgram program = new EmbeddedProgram();
  private final Journal<Counts> counts = new Journal<>();
  private final Journal<Contents> contents = new Journal<>();
  private long next;

  /** What a batch read. */
  private record Contents(long batch, List<Long> numbers) {}

  @Test
  void filesOfTheTimeInBetweenAreReadAndNoneTwice() throws Exception {
    write("before"); // the stream is there
    long wanted = 0;
    for (int start = 1; start <= 4; start++) {
      String master = start == 2 ? "local[4]" : "local[2]";
      JavaStreamingContext context =
          program.watch(StatefulProgram.context(checkpoints.toString(), master, this::declare));
      context.start();
      write("running-" + start);
      wanted += start == 1 ? NUMBERS : 2 * NUMBERS;
      awaitTotal(wanted);
      boolean gracefully = start % 2 == 1;
      context.stop(true, gracefully);
      write("between-" + start);
    }

    Map<Long, List<Long>> batches = new TreeMap<>();
    for (Contents read : contents.all()) {
      List<Long> before = batches.putIfAbsent(read.batch(), read.numbers());
      if (before != null) { // after a stop that was not graceful
        assertThat(read.numbers()).as("batch %d ms again", read.batch()).isEqualTo(before);
      }
    }
    assertThat(batches.values().stream().flatMap(List::stream).sorted().toList())
        .as("the numbers of all files but the first and the last, once each")
        .isEqualTo(LongStream.range(NUMBERS, NUMBERS + wanted).boxed().toList());
  }

  private void declare(JavaStreamingContext fresh) {
    Journal<Contents> journal = contents; // not the test itself: functions must be serialisable
    JavaDStream<Long> numbers = fresh.textFileStream(directory.toString()).map(Long::valueOf);
    numbers.foreachRDD(
        (rdd, time) -> journal.add(new Contents(time.milliseconds(), rdd.collect())));
    StatefulProgram.count(numbers, counts);
  }

  private void awaitTotal(long wanted) throws InterruptedException {
    while (counts.all().stream().noneMatch(count -> count.total() == wanted)) {
      counts.await(counts.all().size() + 1);
    }
    assertThat(counts.all()).allMatch(count -> count.total() <= wanted);
  }

  /** The next numbers, in a file that is complete when it can be seen. */
  private void write(String name) throws IOException {
    String lines =
        LongStream.range(next, next + NUMBERS)
            .mapToObj(String::valueOf)
            .collect(Collectors.joining("\n"));
    next += NUMBERS;
    Path unfinished = Files.writeString(directory.resolve("." + name), lines);
    Files.move(unfinished, directory.resolve(name));
  }
}
