// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.conformance.behaviour;

import static org.dstreambeam.conformance.behaviour.Batch.batch;
import static org.dstreambeam.conformance.behaviour.Batch.none;
import static org.dstreambeam.conformance.behaviour.Batch.pair;
import static org.dstreambeam.conformance.behaviour.Batch.part;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.Optional;
import org.apache.spark.streaming.Duration;
import org.apache.spark.streaming.Durations;
import org.apache.spark.streaming.api.java.JavaDStream;
import org.apache.spark.streaming.api.java.JavaPairDStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scala.Tuple2;

/** The input of {@link GoldenTraceTest} through the operations that remember. */
class StatefulGoldenTraceTest {

  @TempDir private java.nio.file.Path checkpoints;

  private JavaDStream<String> input(Table table) {
    table.context().sparkContext().setCheckpointDir(checkpoints.toString());
    return table.input(
        batch(part(), part()),
        batch(part("a=1"), part("b=2")),
        batch(part(), part()),
        batch(part(), part("a=5")));
  }

  private JavaPairDStream<String, Integer> pairs(Table table) {
    return input(table)
        .mapToPair(
            line -> {
              String[] halves = line.split("=");
              return new Tuple2<>(halves[0], Integer.parseInt(halves[1]));
            });
  }

  private static Duration batches(Table table, int n) {
    return Durations.milliseconds(n * table.batchMillis());
  }

  @Trap(5)
  @Test
  void countByWindowIsNothingAtFirstAndThenANumberForEver() throws Exception {
    Table.run(
        table ->
            table.expect(
                "countByWindow(2, 1)",
                input(table).countByWindow(batches(table, 2), batches(table, 1)),
                batch(part()),
                batch(part(2L)),
                batch(part(2L)),
                batch(part(1L)),
                batch(part(1L)),
                batch(part(0L)),
                batch(part(0L))));
  }

  @Trap(5)
  @Test
  void reduceByWindow() throws Exception {
    Table.run(
        table ->
            table.expect(
                "reduceByWindow(2, 1)",
                input(table)
                    .reduceByWindow((x, y) -> x + "|" + y, batches(table, 2), batches(table, 1)),
                batch(part()),
                batch(part("a=1|b=2")),
                batch(part("a=1|b=2")),
                batch(part("a=5")),
                batch(part("a=5")),
                batch(part()),
                batch(part())));
  }

  @Trap(5)
  @Test
  void reduceByWindowWithAnInverse() throws Exception {
    Table.run(
        table ->
            table.expect(
                "reduceByWindow(+, -, 2, 1)",
                pairs(table)
                    .map(Tuple2::_2)
                    .reduceByWindow(
                        Integer::sum, (x, y) -> x - y, batches(table, 2), batches(table, 1)),
                batch(part()),
                batch(part(3)),
                batch(part(3)),
                batch(part(5)),
                batch(part(5)),
                batch(part(0)),
                batch(part(0))));
  }

  @Test
  void countByValueAndWindow() throws Exception {
    Table.run(
        table ->
            table.expect(
                "countByValueAndWindow(2, 1)",
                input(table).countByValueAndWindow(batches(table, 2), batches(table, 1)),
                batch(part(), part()),
                batch(part(), part(pair("b=2", 1L), pair("a=1", 1L))),
                batch(part(), part(pair("b=2", 1L), pair("a=1", 1L))),
                batch(part(), part(pair("a=5", 1L))),
                batch(part(), part(pair("a=5", 1L))),
                batch(part(), part()),
                batch(part(), part())));
  }

  @Test
  void reduceByKeyAndWindow() throws Exception {
    Table.run(
        table ->
            table.expect(
                "reduceByKeyAndWindow(+, 2, 1)",
                pairs(table)
                    .reduceByKeyAndWindow(Integer::sum, batches(table, 2), batches(table, 1)),
                batch(part(), part()),
                batch(part(pair("b", 2)), part(pair("a", 1))),
                batch(part(pair("b", 2)), part(pair("a", 1))),
                batch(part(), part(pair("a", 5))),
                batch(part(), part(pair("a", 5))),
                batch(part(), part()),
                batch(part(), part())));
  }

  @Trap(6)
  @Test
  void withAnInverseFunctionKeysStay() throws Exception {
    Table.run(
        table ->
            table.expect(
                "reduceByKeyAndWindow(+, -, 2, 1)",
                pairs(table)
                    .reduceByKeyAndWindow(
                        Integer::sum, (x, y) -> x - y, batches(table, 2), batches(table, 1)),
                batch(part(), part()),
                batch(part(pair("b", 2)), part(pair("a", 1))),
                batch(part(pair("b", 2)), part(pair("a", 1))),
                batch(part(pair("b", 0)), part(pair("a", 5))),
                batch(part(pair("b", 0)), part(pair("a", 5))),
                batch(part(pair("b", 0)), part(pair("a", 0))),
                batch(part(pair("b", 0)), part(pair("a", 0)))));
  }

  @Trap(6)
  @Test
  void unlessAFilterDropsThem() throws Exception {
    Table.run(
        table ->
            table.expect(
                "reduceByKeyAndWindow(+, -, 2, 1, not 0)",
                pairs(table)
                    .reduceByKeyAndWindow(
                        Integer::sum,
                        (x, y) -> x - y,
                        batches(table, 2),
                        batches(table, 1),
                        2,
                        pair -> pair._2() != 0),
                batch(part(), part()),
                batch(part(pair("b", 2)), part(pair("a", 1))),
                batch(part(pair("b", 2)), part(pair("a", 1))),
                batch(part(), part(pair("a", 5))),
                batch(part(), part(pair("a", 5))),
                batch(part(), part()),
                batch(part(), part())));
  }

  @Test
  void groupByKeyAndWindow() throws Exception {
    Table.run(
        table ->
            table.expect(
                "groupByKeyAndWindow(2, 1)",
                pairs(table)
                    .groupByKeyAndWindow(batches(table, 2), batches(table, 1))
                    .mapValues(StatefulGoldenTraceTest::text),
                batch(part(), part()),
                batch(part(pair("b", "2")), part(pair("a", "1"))),
                batch(part(pair("b", "2")), part(pair("a", "1"))),
                batch(part(), part(pair("a", "5"))),
                batch(part(), part(pair("a", "5"))),
                batch(part(), part()),
                batch(part(), part())));
  }

  private static String text(Iterable<Integer> values) {
    List<String> texts = new ArrayList<>();
    values.forEach(value -> texts.add(value.toString()));
    return String.join(" ", texts);
  }

  @Trap(9)
  @Test
  void updateStateByKeyCallsForEveryKeyInEveryBatch() throws Exception {
    Table.run(
        table ->
            table.expect(
                "updateStateByKey(text of the lists)",
                pairs(table)
                    .updateStateByKey(
                        (List<Integer> values, Optional<String> state) ->
                            Optional.of(state.or("") + values)),
                batch(part(), part()),
                batch(part(pair("b", "[2]")), part(pair("a", "[1]"))),
                batch(part(pair("b", "[2][]")), part(pair("a", "[1][]"))),
                batch(part(pair("b", "[2][][]")), part(pair("a", "[1][][5]"))),
                batch(part(pair("b", "[2][][][]")), part(pair("a", "[1][][5][]")))));
  }

  @Test
  void updateStateByKeyForgetsAKeyWithoutAState() throws Exception {
    Table.run(
        table ->
            table.expect(
                "updateStateByKey(sum below 5)",
                pairs(table)
                    .updateStateByKey(
                        (List<Integer> values, Optional<Integer> state) -> {
                          int sum = state.or(0);
                          for (int value : values) {
                            sum += value;
                          }
                          return sum >= 5 ? Optional.<Integer>empty() : Optional.of(sum);
                        }),
                batch(part(), part()),
                batch(part(pair("b", 2)), part(pair("a", 1))),
                batch(part(pair("b", 2)), part(pair("a", 1))),
                batch(part(pair("b", 2)), part()),
                batch(part(pair("b", 2)), part())));
  }

  @Test
  void aWindowOfAWindow() throws Exception {
    Table.run(
        table ->
            table.expect(
                "window(2, 2).countByWindow(4, 2)",
                input(table)
                    .window(batches(table, 2), batches(table, 2))
                    .countByWindow(batches(table, 4), batches(table, 2)),
                none(),
                batch(part(2L)),
                none(),
                batch(part(3L)),
                none(),
                batch(part(1L)),
                none(),
                batch(part(0L))));
  }
}
