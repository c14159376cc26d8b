// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dstreambeam.testkit.StreamTest.batch;

import java.util.concurrent.CompletableFuture;
import org.apache.spark.streaming.Durations;
import org.apache.spark.streaming.StreamingContext;
import org.apache.spark.streaming.api.java.JavaPairDStream;
import org.dstreambeam.testkit.StreamTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import scala.Tuple2;

@Timeout(120)
class HighestReadingsTest {

  @RegisterExtension final StreamTest test = StreamTest.withBatches(Durations.seconds(1));

  @Test
  void tellsTheHighestReadingsOfTheWindow() {
    JavaPairDStream<String, Integer> readings =
        test.input(batch(new Tuple2<>("a", 3), new Tuple2<>("b", 9)), batch(new Tuple2<>("a", 2)))
            .mapToPair(reading -> reading);

    JavaPairDStream<String, Integer> highest =
        HighestReadings.highest(readings, Durations.seconds(2), Durations.seconds(1));

    test.expect(
        highest.toJavaDStream().map(Tuple2::toString),
        batch("(a,3)", "(b,9)"),
        batch("(a,3)", "(b,9)"),
        batch("(a,2)"));
    test.run();
  }

  @Test
  void readsTheSourceOfBeam() throws Exception {
    try (PrintedCounts printed = new PrintedCounts()) {
      CompletableFuture<Void> program = CompletableFuture.runAsync(HighestReadingsTest::run);
      try {
        while (printed.total().size() < 4 && !program.isDone()) {
          Thread.sleep(50);
        }
      } finally {
        if (StreamingContext.getActive().isDefined()) {
          StreamingContext.getActive().get().stop(true, false);
        }
      }
      program.get();

      assertThat(printed.total().keySet())
          .containsExactly("sensor-0", "sensor-1", "sensor-2", "sensor-3");
      assertThat(printed.batchTimes()).isNotEmpty().allMatch(time -> time % 1_000 == 0);
      assertThat(printed.others()).isEmpty();
    }
  }

  private static void run() {
    try {
      HighestReadings.main(new String[] {"1000"});
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
