// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.runner.direct;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.streaming.api.java.JavaDStream;
import org.apache.spark.util.LongAccumulator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import scala.Tuple2;

/**
 * What a program keeps does not grow with the number of its batches. In full size: {@code
 * -Dretention.batches=10000}.
 */
@Timeout(600)
class RetentionTest {

  /** More than there are jobs in the history, which is bounded. */
  private static final int WARM_UP = 400;

  private static final int BATCHES = Integer.getInteger("retention.batches", 1_200);

  /** A few kB per batch: a batch's records are more, so is an RDD with what belongs to it. */
  private static final long MOST_GROWTH = 3_000_000;

  private static final int RECORDS = 100;

  @RegisterExtension final Program program = Program.onManualClock().withVirtualClock();

  private final List<Long> heap = new CopyOnWriteArrayList<>();
  private final CountDownLatch measured = new CountDownLatch(2);
  private int batches;

  @Test
  void theHeapIsTheSameAfterThousandsOfBatches() throws InterruptedException {
    JavaRDD<Integer> numbers =
        program.spark().parallelize(IntStream.range(0, RECORDS).boxed().toList(), 2);
    JavaDStream<Integer> input =
        program.context().queueStream(new ArrayDeque<>(Collections.nCopies(BATCHES + 1, numbers)));
    LongAccumulator seen = program.spark().sc().longAccumulator();
    JavaDStream<String> texts =
        input
            .transform(rdd -> rdd.map(n -> n + 1))
            .map(
                n -> {
                  seen.add(1);
                  return "record " + n;
                });
    texts.cache();
    texts.foreachRDD(
        rdd -> rdd.mapToPair(s -> new Tuple2<>(s, 1)).reduceByKey((a, b) -> a + b).count());
    texts.foreachRDD(
        rdd -> {
          assertThat(rdd.sortBy(s -> s, true, 2).collect())
              .hasSize(batches < BATCHES ? RECORDS : 0);
        });
    texts.foreachRDD(
        rdd -> {
          batches++;
          if (batches == WARM_UP || batches == BATCHES) {
            heap.add(usedHeap());
            measured.countDown();
          }
        });
    program.context().start();

    measured.await();

    program.context().stop(false, false);
    assertThat(seen.value()).isGreaterThanOrEqualTo((long) BATCHES * RECORDS);
    assertThat(heap.get(1) - heap.get(0)).as("growth in bytes").isLessThan(MOST_GROWTH);
  }

  /** The least of several measures: the collector decides what it looks at. */
  private static long usedHeap() {
    Runtime runtime = Runtime.getRuntime();
    long least = Long.MAX_VALUE;
    for (int i = 0; i < 5; i++) {
      System.gc();
      least = Math.min(least, runtime.totalMemory() - runtime.freeMemory());
    }
    return least;
  }
}
