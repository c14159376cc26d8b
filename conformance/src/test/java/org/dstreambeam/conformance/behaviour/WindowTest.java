// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.conformance.behaviour;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.dstreambeam.conformance.behaviour.Batch.batch;
import static org.dstreambeam.conformance.behaviour.Batch.none;
import static org.dstreambeam.conformance.behaviour.Batch.pair;
import static org.dstreambeam.conformance.behaviour.Batch.part;

import org.apache.spark.streaming.Duration;
import org.apache.spark.streaming.Durations;
import org.apache.spark.streaming.api.java.JavaDStream;
import org.junit.jupiter.api.Test;

/** {@code window}, with one slide and another. */
class WindowTest {

  private static Duration batches(Table table, int n) {
    return Durations.milliseconds(n * table.batchMillis());
  }

  private static JavaDStream<String> letters(Table table) {
    return table.input(
        batch(part("a"), part("b")), batch(part("c")), batch(), batch(part("d"), part()));
  }

  @Trap(4)
  @Test
  void theFirstWindowsArePartialAndTheOldestBatchComesFirst() throws Exception {
    Table.run(
        table ->
            table.expect(
                "window(3)",
                letters(table).window(batches(table, 3)),
                batch(part("a"), part("b")),
                batch(part("a"), part("b"), part("c")),
                batch(part("a"), part("b"), part("c")),
                batch(part("c"), part("d"), part()),
                batch(part("d"), part(), part())));
  }

  @Trap(3)
  @Test
  void slidesCountFromTheStartOfTheProgramAndNothingRunsInBetween() throws Exception {
    Table.run(
        table -> {
          JavaDStream<String> letters = letters(table);
          // Somebody has to read every batch: on Spark the queue keeps what nobody asks for.
          letters.foreachRDD(rdd -> {});
          JavaDStream<String> windows = letters.window(batches(table, 2), batches(table, 3));
          table.expect(
              "window(2, 3)",
              windows,
              none(),
              none(),
              batch(part("c")),
              none(),
              none(),
              batch(part(), part()));
          table.expect(
              "its count",
              windows.count(),
              none(),
              none(),
              batch(part(1L), part()),
              none(),
              none(),
              batch(part(0L), part()));
        });
  }

  @Test
  void aWindowOfAWindowCountsItsParentsSlides() throws Exception {
    Table.run(
        table ->
            table.expect(
                "window(2, 2).window(4, 2).count",
                letters(table)
                    .window(batches(table, 2), batches(table, 2))
                    .window(batches(table, 4), batches(table, 2))
                    .count(),
                none(),
                batch(part(3L), part()),
                none(),
                batch(part(4L), part()),
                none(),
                batch(part(1L), part())));
  }

  @Test
  void keepsWhatOnePartitionerMadeTogether() throws Exception {
    Table.run(
        table ->
            table.expect(
                "reduceByKey.window(2)",
                table
                    .pairs(batch(part(pair("a", 1), pair("b", 1))), batch(part(pair("a", 2))))
                    .reduceByKey(Integer::sum)
                    .window(batches(table, 2)),
                batch(part(pair("b", 1)), part(pair("a", 1))),
                batch(part(pair("b", 1)), part(pair("a", 1), pair("a", 2))),
                batch(part(), part(pair("a", 2)))));
  }

  @Test
  void aWindowOfNoLengthHasNoPartitions() throws Exception {
    Table.run(
        table ->
            table.expect(
                "window(0)", letters(table).window(Durations.milliseconds(0)), batch(), batch()));
  }

  @Test
  void refusesDurationsThatAreNoMultiplesOfTheParentsSlide() throws Exception {
    Table.run(
        table -> {
          JavaDStream<String> letters = letters(table);
          Duration half = Durations.milliseconds(table.batchMillis() / 2);
          assertThatThrownBy(() -> letters.window(half))
              .isExactlyInstanceOf(Exception.class)
              .hasMessage(
                  "The window duration of windowed DStream (50 ms) must be a multiple of the slide"
                      + " duration of parent DStream (100 ms)");
          assertThatThrownBy(() -> letters.window(batches(table, 2), half))
              .isExactlyInstanceOf(Exception.class)
              .hasMessage(
                  "The slide duration of windowed DStream (50 ms) must be a multiple of the slide"
                      + " duration of parent DStream (100 ms)");
          assertThatThrownBy(
                  () -> letters.union(letters.window(batches(table, 2), batches(table, 2))))
              .isExactlyInstanceOf(IllegalArgumentException.class)
              .hasMessage(
                  "requirement failed: Some of the DStreams have different slide durations");
        });
  }
}
