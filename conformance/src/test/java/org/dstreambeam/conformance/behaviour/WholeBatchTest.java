// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.conformance.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.dstreambeam.conformance.behaviour.Batch.batch;
import static org.dstreambeam.conformance.behaviour.Batch.failed;
import static org.dstreambeam.conformance.behaviour.Batch.pair;
import static org.dstreambeam.conformance.behaviour.Batch.part;

import java.util.List;
import org.apache.spark.SparkException;
import org.apache.spark.streaming.Durations;
import org.apache.spark.streaming.api.java.JavaDStream;
import org.apache.spark.streaming.api.java.JavaPairDStream;
import org.junit.jupiter.api.Test;
import scala.Tuple2;

/** {@code reduce}, {@code countByValue}, {@code glom}, {@code repartition}. */
class WholeBatchTest {

  private static JavaDStream<String> words(Table table) {
    return table.input(
        batch(part("a", "b"), part("a"), part()),
        batch(part(), part()),
        batch(),
        batch(part((String) null, "c"), part((String) null)));
  }

  @Test
  void reducesToOneRecordInOnePartitionAndNothingToNothing() throws Exception {
    Table.run(
        table -> {
          table.expect(
              "reduce",
              words(table).reduce((left, right) -> "(" + left + right + ")"),
              batch(part("((ab)a)")),
              batch(part()),
              batch(part()),
              batch(part("((nullc)null)")),
              batch(part()));
          table.expect(
              "of pairs",
              table
                  .pairs(batch(part(pair("a", 1)), part(pair("b", 2))), batch(part()))
                  .reduce((left, right) -> pair(left._1() + right._1(), left._2() + right._2()))
                  .map(Tuple2::toString),
              batch(part("(ab,3)")),
              batch(part()));
        });
  }

  @Test
  void doesNotReduceASingleRecord() throws Exception {
    Table.run(
        table ->
            table.expect(
                "fails if called",
                table
                    .input(batch(part(), part("a")), batch(part("b", "c")))
                    .reduce(
                        (left, right) -> {
                          throw new IllegalStateException("called");
                        }),
                batch(part("a")),
                failed(new IllegalStateException("called")),
                batch(part())));
  }

  @Test
  void countsEachValue() throws Exception {
    Table.run(
        table -> {
          JavaDStream<String> words = words(table);
          table.expect(
              "default",
              words.countByValue(),
              batch(part(pair("b", 1L)), part(pair("a", 2L))),
              batch(part(), part()),
              batch(part(), part()),
              batch(part(pair(null, 2L)), part(pair("c", 1L))));
          table.expect(
              "three",
              words.countByValue(3),
              batch(part(), part(pair("a", 2L)), part(pair("b", 1L))),
              batch(part(), part(), part()));
          table.expect(
              "of pairs",
              words.mapToPair(word -> pair(word, 1)).countByValue(1).map(Tuple2::toString),
              batch(part("((b,1),1)", "((a,1),2)")),
              batch(part()));
        });
  }

  @Test
  void glomGivesAListPerPartition() throws Exception {
    Table.run(
        table -> {
          JavaDStream<String> words = words(table);
          table.expect(
              "records",
              words.glom(),
              batch(part(List.of("a", "b")), part(List.of("a")), part(List.of())),
              batch(part(List.of()), part(List.of())),
              batch(),
              batch(part(part(null, "c")), part(part((String) null))));
          table.expect(
              "printed",
              words.mapToPair(word -> pair(word, 1)).glom().map(List::toString),
              batch(part("[(a,1), (b,1)]"), part("[(a,1)]"), part("[]")));
          table.expect(
              "cannot be changed",
              words
                  .glom()
                  .map(
                      list -> {
                        list.add("x");
                        return list.size();
                      }),
              failed(new UnsupportedOperationException()));
        });
  }

  @Test
  void repartitionDealsEachPartitionInTurn() throws Exception {
    Table.run(
        table -> {
          JavaDStream<Integer> numbers =
              table.input(
                  batch(part(1, 2, 3, 4, 5), part(6), part(7, 8)),
                  batch(part()),
                  batch(),
                  batch(part((Integer) null)));
          table.expect(
              "three",
              numbers.repartition(3),
              batch(part(1, 4, 8), part(2, 5, 6), part(3, 7)),
              batch(part(), part(), part()),
              batch(part(), part(), part()),
              batch(part((Integer) null), part(), part()));
          table.expect(
              "one", numbers.repartition(1), batch(part(1, 2, 3, 4, 5, 6, 7, 8)), batch(part()));
          table.expect(
              "five",
              numbers.repartition(5),
              batch(part(2, 8), part(3), part(4), part(5), part(1, 6, 7)));
          JavaPairDStream<Integer, Integer> pairs = numbers.mapToPair(n -> pair(n, n));
          table.expect(
              "pairs lose their partitioner",
              pairs.reduceByKey(Integer::sum).repartition(2).groupByKey().map(Tuple2::toString),
              batch(
                  part("(4,[4])", "(6,[6])", "(8,[8])", "(2,[2])"),
                  part("(1,[1])", "(3,[3])", "(7,[7])", "(5,[5])")));
        });
  }

  @Test
  void repartitionOfAUnionAndOfAWindowGoesByTheIndexAmongAllPartitions() throws Exception {
    Table.run(
        table -> {
          JavaDStream<Integer> first = table.input(batch(part(1, 2), part(3)), batch(part(10)));
          JavaDStream<Integer> second =
              table.input(batch(part(4, 5), part(6), part(7)), batch(part(11), part(12, 13)));
          table.expect(
              "union",
              first.union(second).repartition(4),
              batch(part(4), part(1, 3, 5), part(2), part(6, 7)));
          table.expect(
              "window",
              second.window(Durations.milliseconds(2 * table.batchMillis())).repartition(4),
              batch(part(7), part(4, 6), part(5), part()),
              batch(part(7, 13), part(4, 6), part(5), part(11, 12)));
        });
  }

  @Test
  void refusesWhatCannotWork() throws Exception {
    Table.run(
        table -> {
          JavaDStream<String> words = words(table);
          assertThatThrownBy(() -> words.countByValue(-1))
              .isExactlyInstanceOf(IllegalArgumentException.class)
              .hasMessage("requirement failed: Number of partitions (-1) cannot be negative.");
          Object notSerializable = new Object();
          assertThatThrownBy(() -> words.reduce((left, right) -> left + notSerializable))
              .isExactlyInstanceOf(SparkException.class)
              .hasMessage("Task not serializable");
          table.expect("words", words.count(), batch(part(3L), part()));
          assertThat(words.dstream().dependencies().isEmpty()).isTrue();
          assertThat(words.count().dstream().dependencies().size()).isEqualTo(1);
        });
  }
}
