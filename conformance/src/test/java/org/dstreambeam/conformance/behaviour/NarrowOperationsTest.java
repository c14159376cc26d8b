// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.conformance.behaviour;

import static org.dstreambeam.conformance.behaviour.Batch.batch;
import static org.dstreambeam.conformance.behaviour.Batch.failed;
import static org.dstreambeam.conformance.behaviour.Batch.pair;
import static org.dstreambeam.conformance.behaviour.Batch.part;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.streaming.api.java.JavaDStream;
import org.apache.spark.streaming.api.java.JavaPairDStream;
import org.junit.jupiter.api.Test;
import scala.Tuple2;

/** Operations that work on each partition for itself. */
class NarrowOperationsTest {

  @Test
  void mapKeepsPartitionsAndOrderAlsoWhereNothingIs() throws Exception {
    Table.run(
        table -> {
          JavaDStream<String> words =
              table.input(
                  batch(part("one", "three"), part(), part("six")), batch(part(), part()), batch());
          table.expect(
              "length",
              words.map(String::length),
              batch(part(3, 5), part(), part(3)),
              batch(part(), part()),
              batch(),
              batch(part()));
        });
  }

  @Test
  void mapTakesAndGivesNull() throws Exception {
    Table.run(
        table -> {
          JavaDStream<String> words = table.input(batch(part("a", null), part(null, "b")));
          table.expect(
              "null is nil",
              words.map(word -> word == null ? "nil" : word),
              batch(part("a", "nil"), part("nil", "b")));
          table.expect(
              "a is null",
              words.map(word -> "a".equals(word) ? null : word),
              batch(part(null, null), part(null, "b")));
        });
  }

  @Test
  void whatMapThrowsFailsItsBatchOnly() throws Exception {
    Table.run(
        table -> {
          JavaDStream<String> numbers =
              table.input(batch(part("1")), batch(part("2"), part("x")), batch(part("3")));
          table.expect(
              "parsed",
              numbers.map(Integer::valueOf),
              batch(part(1)),
              failed(new NumberFormatException("For input string: \"x\"")),
              batch(part(3)));
        });
  }

  @Test
  void mapAfterMapSeesWhatTheFirstGave() throws Exception {
    Table.run(
        table ->
            table.expect(
                "plus one, doubled, as text",
                table
                    .input(batch(part(1, 2), part(3)))
                    .map(number -> number + 1)
                    .map(number -> number * 2)
                    .map(number -> "<" + number + ">"),
                batch(part("<4>", "<6>"), part("<8>")),
                batch(part())));
  }

  @Test
  void flatMapGivesNoneOneOrManyPerRecord() throws Exception {
    Table.run(
        table -> {
          JavaDStream<String> lines =
              table.input(batch(part("a b", "", "c"), part("d e f")), batch(part(), part()));
          table.expect(
              "words",
              lines.flatMap(NarrowOperationsTest::words),
              batch(part("a", "b", "c"), part("d", "e", "f")),
              batch(part(), part()),
              batch(part()));
          table.expect(
              "nothing",
              lines.flatMap(line -> Collections.<String>emptyIterator()),
              batch(part(), part()),
              batch(part(), part()),
              batch(part()));
        });
  }

  @Test
  void flatMapGivesNulls() throws Exception {
    Table.run(
        table ->
            table.expect(
                "each twice",
                table
                    .input(batch(part("a", null)))
                    .flatMap(word -> Arrays.asList(word, word).iterator()),
                batch(part("a", "a", null, null))));
  }

  @Test
  void aNullIteratorOfFlatMapFailsTheBatch() throws Exception {
    Table.run(
        table -> {
          JavaDStream<String> lines = table.input(batch(part("a")), batch(part("none")));
          JavaDStream<String> letters =
              lines.flatMap(line -> line.equals("none") ? null : List.of(line).iterator());
          table.expect(
              "fails", letters.map(letter -> 1).count().map(n -> "counted"), counted(), npe());
        });
  }

  @Test
  void filterKeepsPartitionsThatBecomeEmpty() throws Exception {
    Table.run(
        table -> {
          JavaDStream<Integer> numbers =
              table.input(batch(part(1, 2, 3), part(5), part(4)), batch(part(1)), batch(part()));
          table.expect(
              "even",
              numbers.filter(number -> number % 2 == 0),
              batch(part(2), part(), part(4)),
              batch(part()),
              batch(part()));
        });
  }

  @Test
  void filterSeesNulls() throws Exception {
    Table.run(
        table ->
            table.expect(
                "not null",
                table.input(batch(part("a", null, "b"))).filter(word -> word != null),
                batch(part("a", "b"))));
  }

  @Test
  void aNullAnswerOfFilterFailsTheBatch() throws Exception {
    Table.run(
        table ->
            table.expect(
                "fails",
                table.input(batch(part("a"))).filter(word -> null).count().map(n -> "counted"),
                npe(),
                counted()));
  }

  @Test
  void mapToPairGivesPairsWithNullsToo() throws Exception {
    Table.run(
        table -> {
          JavaDStream<String> words = table.input(batch(part("a", null), part("b")), batch(part()));
          table.expect(
              "word and its length",
              words.mapToPair(word -> new Tuple2<>(word, word == null ? null : word.length())),
              batch(part(pair("a", 1), pair(null, null)), part(pair("b", 1))),
              batch(part()),
              batch(part()));
        });
  }

  @Test
  void flatMapToPairGivesNoneOneOrMany() throws Exception {
    Table.run(
        table ->
            table.expect(
                "letter and line",
                table
                    .input(batch(part("ab", ""), part("c")), batch(part(), part()))
                    .flatMapToPair(
                        line -> {
                          List<Tuple2<Character, String>> pairs = new ArrayList<>();
                          for (char letter : line.toCharArray()) {
                            pairs.add(new Tuple2<>(letter, line));
                          }
                          return pairs.iterator();
                        }),
                batch(part(pair('a', "ab"), pair('b', "ab")), part(pair('c', "c"))),
                batch(part(), part()),
                batch(part())));
  }

  @Test
  void mapPartitionsIsCalledOncePerPartitionAlsoForAnEmptyOne() throws Exception {
    Table.run(
        table ->
            table.expect(
                "sizes",
                table
                    .input(batch(part("a", "b"), part(), part("c")), batch(part(), part()), batch())
                    .mapPartitions(NarrowOperationsTest::size),
                batch(part(2), part(0), part(1)),
                batch(part(0), part(0)),
                batch(),
                batch(part(0))));
  }

  @Test
  void mapPartitionsNeedNotReadItsPartition() throws Exception {
    Table.run(
        table -> {
          JavaDStream<Integer> numbers = table.input(batch(part(1, 2, 3), part(4, 5)));
          table.expect(
              "the first only",
              numbers.mapPartitions(records -> List.of(records.next()).iterator()),
              batch(part(1), part(4)));
          table.expect("none", numbers.mapPartitions(records -> part("x").iterator()), xx());
        });
  }

  @Test
  void mapPartitionsGivesItsInputOn() throws Exception {
    Table.run(
        table ->
            table.expect(
                "as it was",
                table.input(batch(part("a", null), part())).mapPartitions(records -> records),
                batch(part("a", null), part())));
  }

  @Test
  void mapPartitionsToPairIsCalledOncePerPartition() throws Exception {
    Table.run(
        table ->
            table.expect(
                "first and size",
                table
                    .input(batch(part("a", "b"), part()), batch(part()))
                    .mapPartitionsToPair(
                        records -> {
                          String first = records.hasNext() ? records.next() : null;
                          int others = size(records).next();
                          return List.of(new Tuple2<>(first, others)).iterator();
                        }),
                batch(part(pair("a", 1)), part(pair(null, 0))),
                batch(part(pair(null, 0)))));
  }

  @Test
  void pairsHaveTheOperationsOfRecords() throws Exception {
    Table.run(
        table -> {
          JavaPairDStream<String, Integer> pairs =
              table.pairs(
                  batch(part(pair("a", 1), pair("b", 2)), part(pair(null, 3))), batch(part()));
          table.expect(
              "filter",
              pairs.filter(pair -> pair._2() != 2),
              batch(part(pair("a", 1)), part(pair(null, 3))),
              batch(part()));
          table.expect(
              "map",
              pairs.map(pair -> pair._1() + pair._2()),
              batch(part("a1", "b2"), part("null3")),
              batch(part()));
          table.expect(
              "mapToPair",
              pairs.mapToPair(Tuple2::swap),
              batch(part(pair(1, "a"), pair(2, "b")), part(pair(3, null))),
              batch(part()));
          table.expect(
              "flatMap",
              pairs.flatMap(pair -> Arrays.asList(pair._1(), "-").iterator()),
              batch(part("a", "-", "b", "-"), part(null, "-")),
              batch(part()));
          table.expect(
              "flatMapToPair",
              pairs.flatMapToPair(pair -> Arrays.asList(pair, pair).iterator()),
              batch(
                  part(pair("a", 1), pair("a", 1), pair("b", 2), pair("b", 2)),
                  part(pair(null, 3), pair(null, 3))),
              batch(part()));
          table.expect(
              "mapPartitions",
              pairs.mapPartitions(NarrowOperationsTest::size),
              batch(part(2), part(1)),
              batch(part(0)));
          table.expect(
              "mapPartitionsToPair",
              pairs.mapPartitionsToPair(records -> records),
              batch(part(pair("a", 1), pair("b", 2)), part(pair(null, 3))),
              batch(part()));
          table.expect("count", pairs.count(), batch(part(3L), part()), batch(part(0L), part()));
          table.expect(
              "toJavaDStream",
              pairs.toJavaDStream(),
              batch(part(pair("a", 1), pair("b", 2)), part(pair(null, 3))),
              batch(part()));
        });
  }

  @Test
  void countIsOneNumberPerBatchAndZeroForNone() throws Exception {
    Table.run(
        table -> {
          JavaDStream<String> words =
              table.input(batch(part("a", "b"), part(), part("c")), batch(part(), part()), batch());
          table.expect(
              "count",
              words.count(),
              batch(part(3L), part()),
              batch(part(0L), part()),
              batch(part(0L), part()),
              batch(part(0L), part()));
        });
  }

  @Test
  void countCountsNulls() throws Exception {
    Table.run(
        table ->
            table.expect(
                "count",
                table.input(batch(part("a", null), part(null, null))).count(),
                batch(part(4L), part())));
  }

  @Test
  void countOfACountIsOne() throws Exception {
    Table.run(
        table ->
            table.expect(
                "count of count",
                table.input(batch(part("a", "b"))).count().count(),
                batch(part(1L), part()),
                batch(part(1L), part())));
  }

  @Test
  void countHasAsManyPartitionsAsTheDefaultParallelism() throws Exception {
    Table.run(
        Table.conf().set("spark.default.parallelism", "3"),
        table ->
            table.expect(
                "count", table.input(batch(part("a"))).count(), batch(part(1L), part(), part())));
  }

  private static Batch<String> counted() {
    return batch(part("counted"), part());
  }

  private static Batch<String> xx() {
    return batch(part("x"), part("x"));
  }

  private static Batch<String> npe() {
    return failed(new NullPointerException());
  }

  private static Iterator<String> words(String line) {
    return Arrays.stream(line.split(" ")).filter(word -> !word.isEmpty()).iterator();
  }

  private static <T> Iterator<Integer> size(Iterator<T> records) {
    int size = 0;
    for (; records.hasNext(); records.next()) {
      size++;
    }
    return List.of(size).iterator();
  }
}
