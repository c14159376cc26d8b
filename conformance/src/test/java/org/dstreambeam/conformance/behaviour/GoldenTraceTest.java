// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.conformance.behaviour;

import static org.dstreambeam.conformance.behaviour.Batch.batch;
import static org.dstreambeam.conformance.behaviour.Batch.pair;
import static org.dstreambeam.conformance.behaviour.Batch.part;
import static org.dstreambeam.conformance.behaviour.PrintTest.block;

import org.apache.spark.streaming.Duration;
import org.apache.spark.streaming.Durations;
import org.apache.spark.streaming.api.java.JavaDStream;
import org.apache.spark.streaming.api.java.JavaPairDStream;
import org.junit.jupiter.api.Test;
import scala.Tuple2;

/**
 * One input through all operations: a queue of two partitions per batch, {@code a=1} and {@code
 * b=2} in the second batch, {@code a=5} in the fourth, nothing else. Operations are added here as
 * they come.
 */
class GoldenTraceTest {

  @Test
  void theRecordsThemselves() throws Exception {
    Table.run(
        table ->
            table.expect(
                "records",
                input(table),
                batch(part(), part()),
                batch(part("a=1"), part("b=2")),
                batch(part(), part()),
                batch(part(), part("a=5")),
                batch(part()),
                batch(part())));
  }

  @Test
  void count() throws Exception {
    Table.run(
        table ->
            table.expect(
                "count",
                input(table).count(),
                batch(part(0L), part()),
                batch(part(2L), part()),
                batch(part(0L), part()),
                batch(part(1L), part()),
                batch(part(0L), part()),
                batch(part(0L), part()),
                batch(part(0L), part())));
  }

  @Test
  void reduceByKey() throws Exception {
    Table.run(
        table ->
            table.expect(
                "reduceByKey",
                pairs(table).reduceByKey(Integer::sum),
                batch(part(), part()),
                batch(part(pair("b", 2)), part(pair("a", 1))),
                batch(part(), part()),
                batch(part(), part(pair("a", 5))),
                batch(part(), part())));
  }

  @Test
  void printOfOne() throws Exception {
    Table.run(
        table -> {
          input(table).print(1);
          table.batches(5);
          table.expectPrinted(
              block(1) + block(2, "a=1", "...") + block(3) + block(4, "a=5") + block(5));
        });
  }

  @Test
  void windowOfTwoBatchesCounted() throws Exception {
    Table.run(
        table ->
            table.expect(
                "window(2).count",
                input(table).window(batches(table, 2)).count(),
                batch(part(0L), part()),
                batch(part(2L), part()),
                batch(part(2L), part()),
                batch(part(1L), part()),
                batch(part(1L), part()),
                batch(part(0L), part())));
  }

  @Test
  void windowOfTwoBatchesEveryTwo() throws Exception {
    Table.run(
        table ->
            table.expect(
                "window(2, 2)",
                input(table).window(batches(table, 2), batches(table, 2)),
                Batch.none(),
                batch(part(), part(), part("a=1"), part("b=2")),
                Batch.none(),
                batch(part(), part(), part(), part("a=5")),
                Batch.none(),
                batch(part(), part())));
  }

  private static Duration batches(Table table, int n) {
    return Durations.milliseconds(n * table.batchMillis());
  }

  private static JavaDStream<String> input(Table table) {
    return table.input(
        batch(part(), part()),
        batch(part("a=1"), part("b=2")),
        batch(part(), part()),
        batch(part(), part("a=5")));
  }

  private static JavaPairDStream<String, Integer> pairs(Table table) {
    return input(table)
        .mapToPair(text -> new Tuple2<>(text.substring(0, 1), Integer.valueOf(text.substring(2))));
  }
}
