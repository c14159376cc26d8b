// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.runner.direct;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.apache.spark.SparkException;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.streaming.StreamingContextState;
import org.apache.spark.streaming.api.java.JavaStreamingContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import scala.Tuple2;

/** How long spilled batches live, and what happens if there is no place for them. */
@Timeout(60)
class SpillDirectoryTest {

  private static final List<Integer> MANY = IntStream.range(0, 50_000).boxed().toList();

  @RegisterExtension final Program program = Program.onManualClock();

  @TempDir Path local;

  private final Journal<String> journal = new Journal<>();

  @Test
  void aBatchWithoutAPlaceFailsAndLaterOnesGoOn() throws Exception {
    Path file = Files.createFile(local.resolve("file"));
    program
        .set("spark.dstreambeam.blocks.maxMemory", "0")
        .set("spark.local.dir", file.toString())
        .batches(MANY, List.of(1), MANY)
        .map(number -> number + 1)
        .foreachRDD(
            (rdd, time) -> {
              journal.add("begin " + time.milliseconds());
              journal.add("count " + rdd.count());
            });
    JavaStreamingContext context = program.context();
    context.start();
    program.advance(4);

    assertThat(journal.first(6))
        .containsExactly(
            "begin 1000", "begin 2000", "count 1", "begin 3000", "begin 4000", "count 0");
    assertThatThrownBy(context::awaitTermination)
        .isExactlyInstanceOf(SparkException.class)
        .cause()
        .hasMessageStartingWith(
            "Records that exceed spark.dstreambeam.blocks.maxMemory cannot be written to " + file)
        .hasMessageContaining("spark.local.dir");
    assertThat(context.getState()).isEqualTo(StreamingContextState.ACTIVE);
  }

  @Test
  void aBatchThatIsKeptCanBeReadUntilTheSparkContextStops() throws Exception {
    List<JavaRDD<Integer>> kept = new CopyOnWriteArrayList<>();
    program
        .set("spark.dstreambeam.blocks.maxMemory", "0")
        .set("spark.local.dir", local.toString())
        .batches(MANY)
        .map(number -> number + 1)
        .foreachRDD(
            rdd -> {
              kept.add(rdd);
              journal.add("batch");
            });
    program.context().start();
    program.advance(1);
    journal.first(1);
    program.context().stop(false, false);

    assertThat(local).isNotEmptyDirectory();
    assertThat(kept.get(0).collect()).isEqualTo(MANY.stream().map(number -> number + 1).toList());

    program.spark().stop();
    assertThat(local).isEmptyDirectory();
  }

  @Test
  void theResultsAreTheSameWhenEverythingIsSpilled() throws Exception {
    program
        .set("spark.dstreambeam.blocks.maxMemory", "0")
        .set("spark.local.dir", local.toString())
        .batches(MANY, List.of(), MANY)
        .mapToPair(number -> new Tuple2<>(number % 20_000, 1))
        .reduceByKey(Integer::sum)
        .foreachRDD(
            rdd -> {
              List<Integer> sums = rdd.values().collect();
              journal.add(sums.size() + " keys, " + Collections.frequency(sums, 3) + " thrice");
            });
    program.context().start();
    program.advance(3);

    assertThat(journal.first(3))
        .containsExactly(
            "20000 keys, 10000 thrice", "0 keys, 0 thrice", "20000 keys, 10000 thrice");
  }
}
