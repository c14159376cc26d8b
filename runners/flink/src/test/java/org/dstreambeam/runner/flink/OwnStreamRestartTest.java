// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.runner.flink;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.rdd.RDD;
import org.apache.spark.streaming.StreamingContext;
import org.apache.spark.streaming.Time;
import org.apache.spark.streaming.api.java.JavaDStream;
import org.apache.spark.streaming.api.java.JavaStreamingContext;
import org.apache.spark.streaming.dstream.InputDStream;
import org.dstreambeam.runner.flink.StatefulProgram.Counts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import scala.Option;
import scala.reflect.ClassTag$;

/**
 * A stream that the program has written itself is asked for every batch, also of the time in
 * between.
 */
@Timeout(180)
class OwnStreamRestartTest {

  private static final int WITHOUT = 3;

  @TempDir private Path checkpoints;
  @RegisterExtension private final EmbeddedProgram program = new EmbeddedProgram();
  private final Journal<Counts> counts = new Journal<>();
  private final Journal<Long> seen = new Journal<>();

  /** Its number in each batch, but no RDD at all in every third. */
  private static final class Ticks extends InputDStream<Long> {
    private static final long serialVersionUID = 1L;

    Ticks(StreamingContext context) {
      super(context, ClassTag$.MODULE$.apply(Long.class));
    }

    @Override
    public void start() {}

    @Override
    public void stop() {}

    @Override
    public Option<RDD<Long>> compute(Time time) {
      long number = time.milliseconds() / slideDuration().milliseconds();
      return number % WITHOUT == 0
          ? Option.empty()
          : Option.apply(
              JavaSparkContext.fromSparkContext(context().sparkContext())
                  .parallelize(List.of(number), 2)
                  .rdd());
    }
  }

  @Test
  void batchesAreMadeAgainAndMadeUpFor() throws Exception {
    for (int start = 1; start <= 3; start++) {
      JavaStreamingContext context =
          program.watch(StatefulProgram.context(checkpoints.toString(), "local[2]", this::declare));
      int known = seen.all().size();
      context.start();
      seen.await(known + 8);
      context.stop(true, start == 1);
    }

    List<Long> numbers = seen.all().stream().distinct().sorted().toList();
    long first = numbers.get(0);
    long last = numbers.get(numbers.size() - 1);
    assertThat(numbers)
        .isEqualTo(
            java.util.stream.LongStream.rangeClosed(first, last)
                .filter(number -> number % WITHOUT != 0)
                .boxed()
                .toList());
    Map<Long, Long> totals = new TreeMap<>();
    for (Counts count : counts.all()) {
      Long before = totals.putIfAbsent(count.batch() / EmbeddedProgram.BATCH, count.total());
      if (before != null) {
        assertThat(count.total()).as("batch %d ms again", count.batch()).isEqualTo(before);
      }
    }
    totals.forEach(
        (batch, total) ->
            assertThat(total)
                .as("the numbers up to %d", batch)
                .isEqualTo(numbers.stream().filter(number -> number <= batch).count()));
    assertThat(totals.keySet()).containsAll(numbers);
  }

  private void declare(JavaStreamingContext fresh) {
    Journal<Long> journal = seen; // not the test itself: functions must be serialisable
    JavaDStream<Long> numbers =
        JavaDStream.fromDStream(new Ticks(fresh.ssc()), ClassTag$.MODULE$.<Long>apply(Long.class));
    StatefulProgram.count(numbers, counts);
    numbers.foreachRDD(rdd -> rdd.collect().forEach(journal::add));
  }
}
