// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.runner.direct;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.streaming.Durations;
import org.apache.spark.streaming.api.java.JavaDStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import scala.Tuple2;

/** Sources that could run ahead of the outputs, by as many batches as there are. */
@Timeout(120)
class BacklogTest {

  private static final int BATCHES = 30;
  private static final int RECORDS = 2_000;
  private static final int ON_THEIR_WAY = 3;

  /** Not in the functions themselves, which are copied. */
  private static final AtomicInteger OUTPUTS = new AtomicInteger();

  private static final AtomicInteger FURTHEST_AHEAD = new AtomicInteger();

  @RegisterExtension final Program program = Program.onManualClock();

  @Test
  void largeBatchesWaitForTheOutputsOfThoseBeforeThem() throws InterruptedException {
    OUTPUTS.set(0);
    FURTHEST_AHEAD.set(0);
    program.set("spark.dstreambeam.blocks.maxMemory", "64k");
    Journal<Long> sums = new Journal<>();
    numbered()
        .map(BacklogTest::noteHowFarAhead)
        .mapToPair(batch -> new Tuple2<>(batch, 1L))
        .repartition(2)
        .map(pair -> pair._1() * pair._2())
        .foreachRDD(
            rdd -> {
              OUTPUTS.incrementAndGet();
              sums.add(rdd.reduce(Long::sum));
            });
    program.context().start();

    program.advance(BATCHES);

    assertThat(sums.first(BATCHES))
        .containsExactlyElementsOf(
            IntStream.rangeClosed(1, BATCHES).mapToObj(batch -> (long) batch * RECORDS).toList());
    assertThat(FURTHEST_AHEAD.get()).isBetween(1, ON_THEIR_WAY);
  }

  private static Long noteHowFarAhead(Integer batch) {
    FURTHEST_AHEAD.accumulateAndGet(batch - OUTPUTS.get(), Math::max);
    return (long) batch;
  }

  /** An output in one batch of many must not wait for what the gate holds back. */
  @Test
  void aWindowThatSlidesSeldomGetsItsBatches() throws InterruptedException {
    Journal<Long> sums = new Journal<>();
    JavaDStream<Integer> numbers = numbered();
    numbers
        .window(Durations.seconds(20), Durations.seconds(10))
        .count()
        .foreachRDD(rdd -> sums.add(rdd.first()));
    program.context().start();

    program.advance(BATCHES);

    assertThat(sums.first(3)).containsExactly(10L * RECORDS, 20L * RECORDS, 20L * RECORDS);
  }

  @Test
  void aGracefulStopBringsWhatIsHeldBack() throws Exception {
    program.set("spark.dstreambeam.blocks.maxMemory", "64k");
    Journal<Long> sums = new Journal<>();
    CountDownLatch stopping = new CountDownLatch(1);
    numbered()
        .repartition(2)
        .foreachRDD(
            rdd -> {
              stopping.await();
              sums.add(rdd.count());
            });
    program.context().start();
    program.advance(BATCHES);
    Thread stop = new Thread(() -> program.context().stop(false, true));
    stop.start();
    stopping.countDown();
    while (stop.isAlive()) { // which batch is the last is up to the stop
      program.advance(1);
      stop.join(10);
    }

    assertThat(sums.first(BATCHES)).containsOnly((long) RECORDS);
  }

  /** Batch n consists of the number n, many times. */
  private JavaDStream<Integer> numbered() {
    List<JavaRDD<Integer>> batches =
        IntStream.rangeClosed(1, BATCHES)
            .mapToObj(
                batch ->
                    program
                        .spark()
                        .parallelize(IntStream.range(0, RECORDS).mapToObj(i -> batch).toList(), 2))
            .toList();
    return program.stream(batches);
  }
}
