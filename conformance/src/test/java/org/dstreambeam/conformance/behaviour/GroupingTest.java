// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.conformance.behaviour;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.dstreambeam.conformance.behaviour.Batch.batch;
import static org.dstreambeam.conformance.behaviour.Batch.failed;
import static org.dstreambeam.conformance.behaviour.Batch.pair;
import static org.dstreambeam.conformance.behaviour.Batch.part;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.HashPartitioner;
import org.apache.spark.SparkException;
import org.apache.spark.streaming.api.java.JavaDStream;
import org.apache.spark.streaming.api.java.JavaPairDStream;
import org.junit.jupiter.api.Test;
import scala.Tuple2;

/** {@code groupByKey}, {@code combineByKey}, {@code mapValues}, {@code flatMapValues}. */
class GroupingTest {

  private static JavaPairDStream<Integer, String> letters(Table table) {
    return table.pairs(
        batch(part(pair(1, "a"), pair(2, "b"), pair(1, "c")), part(pair(1, "d"), pair(3, "e"))),
        batch(part()),
        batch(),
        batch(part(pair(null, "f"), pair(2, null)), part(pair(null, null))));
  }

  /** Groups are compared by how they print. */
  private static <K, V> JavaDStream<String> texts(JavaPairDStream<K, V> pairs) {
    return pairs.mapPartitions(
        partition -> {
          List<String> texts = new ArrayList<>();
          partition.forEachRemaining(pair -> texts.add(pair.toString()));
          return texts.iterator();
        });
  }

  @Test
  void groupsTheValuesOfAKeyInTheOrderOfPartitions() throws Exception {
    Table.run(
        table -> {
          JavaPairDStream<Integer, String> letters = letters(table);
          table.expect(
              "default",
              texts(letters.groupByKey()),
              batch(part("(2,[b])"), part("(1,[a, c, d])", "(3,[e])")),
              batch(part(), part()),
              batch(part(), part()),
              batch(part("(null,[f, null])", "(2,[null])"), part()));
          table.expect(
              "three",
              texts(letters.groupByKey(3)),
              batch(part("(3,[e])"), part("(1,[a, c, d])"), part("(2,[b])")),
              batch(part(), part(), part()));
          table.expect(
              "partitioner",
              texts(letters.groupByKey(new HashPartitioner(1))),
              batch(part("(1,[a, c, d])", "(3,[e])", "(2,[b])")),
              batch(part()));
        });
  }

  @Test
  void keysComeInSparksOrder() throws Exception {
    List<Tuple2<String, Integer>> many =
        IntStream.range(0, 200).mapToObj(i -> new Tuple2<>("k" + i % 90 * 31, i)).toList();
    Table.run(
        table ->
            table.expect(
                "keys",
                table
                    .pairs(batch(many.subList(0, 70), many.subList(70, 200)))
                    .groupByKey()
                    .map(group -> String.valueOf(group._1()))
                    .reduce((left, right) -> left + " " + right)
                    .map(text -> Integer.toHexString(text.hashCode())),
                batch(part("113b0255"))));
  }

  @Test
  void groupsCanBeReadTwiceAndCounted() throws Exception {
    Table.run(
        table ->
            table.expect(
                "sizes",
                letters(table)
                    .groupByKey(1)
                    .mapValues(
                        values -> {
                          int size = 0;
                          for (String value : values) {
                            size += value == null ? 0 : 1;
                          }
                          return size + values.spliterator().getExactSizeIfKnown();
                        })
                    .map(Tuple2::toString),
                batch(part("(1,6)", "(3,2)", "(2,2)")),
                batch(part())));
  }

  @Test
  void groupingAgainGroupsTheGroups() throws Exception {
    Table.run(
        table ->
            table.expect(
                "twice",
                texts(letters(table).groupByKey().groupByKey()),
                batch(part("(2,[[b]])"), part("(1,[[a, c, d]])", "(3,[[e]])")),
                batch(part(), part())));
  }

  @Test
  void aFailureBeforeTheShuffleFailsTheBatchWhereverItsKeysAre() throws Exception {
    Table.run(
        table ->
            table.expect(
                "grouped",
                texts(
                    table
                        .pairs(batch(part(pair(1, 1)), part(pair(2, 0))), batch(part(pair(1, 2))))
                        .mapValues(number -> 10 / number)
                        .groupByKey()),
                failed(new ArithmeticException("/ by zero")),
                batch(part(), part("(1,[5])"))));
  }

  @Test
  void combinesInThreeSteps() throws Exception {
    Table.run(
        table -> {
          JavaPairDStream<Integer, String> letters = letters(table);
          HashPartitioner two = new HashPartitioner(2);
          table.expect(
              "on the map side, too",
              letters.combineByKey(v -> "<" + v, (c, v) -> c + v, (c, d) -> c + "|" + d, two),
              batch(part(pair(2, "<b")), part(pair(1, "<ac|<d"), pair(3, "<e"))),
              batch(part(), part()),
              batch(part(), part()),
              batch(part(pair(null, "<f|<null"), pair(2, "<null")), part()));
          table.expect(
              "true",
              letters.combineByKey(v -> "<" + v, (c, v) -> c + v, (c, d) -> c + "|" + d, two, true),
              batch(part(pair(2, "<b")), part(pair(1, "<ac|<d"), pair(3, "<e"))));
          table.expect(
              "false",
              letters.combineByKey(
                  v -> "<" + v, (c, v) -> c + v, (c, d) -> c + "|" + d, two, false),
              batch(part(pair(2, "<b")), part(pair(1, "<acd"), pair(3, "<e"))),
              batch(part(), part()),
              batch(part(), part()),
              batch(part(pair(null, "<fnull"), pair(2, "<null")), part()));
          table.expect(
              "in place",
              letters
                  .reduceByKey(String::concat, two)
                  .combineByKey(v -> "<" + v, (c, v) -> c + v, (c, d) -> c + "|" + d, two),
              batch(part(pair(2, "<b")), part(pair(1, "<acd"), pair(3, "<e"))));
        });
  }

  @Test
  void mapsValuesAndLeavesKeysWhereTheyAre() throws Exception {
    Table.run(
        table -> {
          JavaPairDStream<Integer, String> letters = letters(table);
          table.expect(
              "mapValues",
              letters.mapValues(value -> value == null ? null : value + value),
              batch(
                  part(pair(1, "aa"), pair(2, "bb"), pair(1, "cc")),
                  part(pair(1, "dd"), pair(3, "ee"))),
              batch(part()),
              batch(),
              batch(part(pair(null, "ff"), pair(2, null)), part(pair(null, null))));
          table.expect(
              "flatMapValues",
              letters.flatMapValues(
                  value ->
                      (value == null || value.equals("b")
                              ? List.<String>of()
                              : List.of(value, value + "!"))
                          .iterator()),
              batch(
                  part(pair(1, "a"), pair(1, "a!"), pair(1, "c"), pair(1, "c!")),
                  part(pair(1, "d"), pair(1, "d!"), pair(3, "e"), pair(3, "e!"))),
              batch(part()),
              batch(),
              batch(part(pair(null, "f"), pair(null, "f!")), part()));
          table.expect(
              "still partitioned",
              letters
                  .reduceByKey(String::concat)
                  .mapValues(value -> value + "-")
                  .flatMapValues(value -> List.of(value, value).iterator())
                  .reduceByKey(String::concat)
                  .map(Tuple2::toString),
              batch(part("(2,b-b-)"), part("(1,acd-acd-)", "(3,e-e-)")),
              batch(part(), part()));
        });
  }

  @Test
  void aNullIteratorOfFlatMapValuesFailsTheBatch() throws Exception {
    Table.run(
        table ->
            table.expect(
                "flatMapValues",
                table.pairs(batch(part(pair(1, "a")))).flatMapValues(value -> null),
                failed(new NullPointerException()),
                batch(part())));
  }

  @Test
  void refusesWhatCannotWork() throws Exception {
    Table.run(
        table -> {
          JavaPairDStream<Integer, String> letters = letters(table);
          assertThatThrownBy(() -> letters.groupByKey(-1))
              .isExactlyInstanceOf(IllegalArgumentException.class)
              .hasMessage("requirement failed: Number of partitions (-1) cannot be negative.");
          Object notSerializable = new Object();
          assertThatThrownBy(() -> letters.mapValues(value -> notSerializable))
              .isExactlyInstanceOf(SparkException.class)
              .hasMessage("Task not serializable");
          assertThatThrownBy(
                  () -> letters.flatMapValues(value -> List.of(notSerializable).iterator()))
              .isExactlyInstanceOf(SparkException.class)
              .hasMessage("Task not serializable");
          assertThatThrownBy(
                  () ->
                      letters.combineByKey(
                          value -> notSerializable,
                          (c, v) -> c,
                          (c, d) -> c,
                          new HashPartitioner(1)))
              .isExactlyInstanceOf(SparkException.class)
              .hasMessage("Task not serializable");
          table.expect("letters", letters.count(), batch(part(5L), part()));
        });
  }
}
