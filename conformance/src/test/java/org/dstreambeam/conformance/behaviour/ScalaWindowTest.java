// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.conformance.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.dstreambeam.conformance.behaviour.Batch.batch;
import static org.dstreambeam.conformance.behaviour.Batch.pair;
import static org.dstreambeam.conformance.behaviour.Batch.part;
import static org.dstreambeam.conformance.behaviour.ScalaCalls.any;
import static org.dstreambeam.conformance.behaviour.ScalaCalls.functions;
import static org.dstreambeam.conformance.behaviour.ScalaCalls.java;
import static org.dstreambeam.conformance.behaviour.ScalaCalls.one;
import static org.dstreambeam.conformance.behaviour.ScalaCalls.refused;
import static org.dstreambeam.conformance.behaviour.ScalaCalls.texts;
import static org.dstreambeam.conformance.behaviour.ScalaCalls.two;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.spark.HashPartitioner;
import org.apache.spark.storage.StorageLevel;
import org.apache.spark.streaming.Duration;
import org.apache.spark.streaming.Durations;
import org.apache.spark.streaming.dstream.DStream;
import org.apache.spark.streaming.dstream.PairDStreamFunctions;
import org.dstreambeam.conformance.behaviour.ScalaCalls.Stuck;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scala.Function2;
import scala.Tuple2;

/** Windows as compiled Scala programs declare them. */
class ScalaWindowTest {

  @TempDir private java.nio.file.Path checkpoints;
  private final List<String> journal = new CopyOnWriteArrayList<>();

  private DStream<String> words(Table table) {
    table.context().sparkContext().setCheckpointDir(checkpoints.toString());
    return table.input(batch(part("a", "b"), part("a")), batch(part("c"))).dstream();
  }

  private PairDStreamFunctions<Integer, Integer> pairs(Table table) {
    table.context().sparkContext().setCheckpointDir(checkpoints.toString());
    return functions(
        table.pairs(
            batch(part(pair(1, 1), pair(2, 2)), part(pair(1, 3))), batch(part(pair(1, 5)))));
  }

  private static Duration batches(Table table, int n) {
    return Durations.milliseconds(n * table.batchMillis());
  }

  private static Function2<Integer, Integer, Integer> add() {
    return two(Integer::sum);
  }

  private static Function2<Integer, Integer, Integer> takeAway() {
    return two((all, some) -> all - some);
  }

  @Test
  void countsAndReduces() throws Exception {
    Table.run(
        table -> {
          DStream<String> words = words(table);
          Duration two = batches(table, 2);
          Duration one = batches(table, 1);
          table.expect(
              "countByWindow",
              java(words.countByWindow(two, one)),
              batch(part((Object) 3L)),
              batch(part((Object) 4L)),
              batch(part((Object) 1L)),
              batch(part((Object) 0L)));
          table.expect(
              "countByValueAndWindow, left to its defaults",
              texts(
                  words.countByValueAndWindow(
                      two,
                      one,
                      words.countByValueAndWindow$default$3(),
                      words.countByValueAndWindow$default$4(two, one, 2))),
              batch(part("(b,1)"), part("(a,2)")),
              batch(part("(b,1)"), part("(a,2)", "(c,1)")),
              batch(part(), part("(c,1)")),
              batch(part(), part()));
          table.expect(
              "countByValueAndWindow in one",
              texts(words.countByValueAndWindow(one, one, 1, null)),
              batch(part("(a,2)", "(b,1)")),
              batch(part("(c,1)")),
              batch(part()));
          table.expect(
              "reduceByWindow",
              java(words.reduceByWindow(two((a, b) -> a + b), two, one)),
              batch(part("aba")),
              batch(part("abac")),
              batch(part("c")),
              batch(part()));
          table.expect(
              "reduceByWindow with an inverse",
              java(
                  words
                      .<Integer>map(one(String::length), any())
                      .reduceByWindow(add(), takeAway(), two, one)),
              batch(part(3)),
              batch(part(4)),
              batch(part(1)),
              batch(part(0)),
              batch(part(0)));
        });
  }

  @Test
  void groups() throws Exception {
    Table.run(
        table -> {
          PairDStreamFunctions<Integer, Integer> pairs = pairs(table);
          Duration two = batches(table, 2);
          Duration one = batches(table, 1);
          table.expect(
              "groupByKeyAndWindow(2)",
              texts(pairs.groupByKeyAndWindow(two)),
              batch(part("(2,ArrayBuffer(2))"), part("(1,ArrayBuffer(1, 3))")),
              batch(part("(2,ArrayBuffer(2))"), part("(1,ArrayBuffer(1, 3, 5))")),
              batch(part(), part("(1,ArrayBuffer(5))")),
              batch(part(), part()));
          table.expect(
              "groupByKeyAndWindow(1, 1)",
              texts(pairs.groupByKeyAndWindow(one, one)),
              batch(part("(2,ArrayBuffer(2))"), part("(1,ArrayBuffer(1, 3))")),
              batch(part(), part("(1,ArrayBuffer(5))")),
              batch(part(), part()));
          table.expect(
              "in one",
              texts(pairs.groupByKeyAndWindow(two, one, 1)),
              batch(part("(1,ArrayBuffer(1, 3))", "(2,ArrayBuffer(2))")),
              batch(part("(1,ArrayBuffer(1, 3, 5))", "(2,ArrayBuffer(2))")),
              batch(part("(1,ArrayBuffer(5))")),
              batch(part()));
          table.expect(
              "partitioned",
              texts(pairs.groupByKeyAndWindow(two, one, new HashPartitioner(1))),
              batch(part("(1,ArrayBuffer(1, 3))", "(2,ArrayBuffer(2))")));
        });
  }

  @Test
  void reducesByKey() throws Exception {
    Table.run(
        table -> {
          PairDStreamFunctions<Integer, Integer> pairs = pairs(table);
          Duration two = batches(table, 2);
          Duration one = batches(table, 1);
          table.expect(
              "reduceByKeyAndWindow(2)",
              texts(pairs.reduceByKeyAndWindow(add(), two)),
              batch(part("(2,2)"), part("(1,4)")),
              batch(part("(2,2)"), part("(1,9)")),
              batch(part(), part("(1,5)")),
              batch(part(), part()));
          table.expect(
              "reduceByKeyAndWindow(1, 1)",
              texts(pairs.reduceByKeyAndWindow(add(), one, one)),
              batch(part("(2,2)"), part("(1,4)")),
              batch(part(), part("(1,5)")),
              batch(part(), part()));
          table.expect(
              "in one",
              texts(pairs.reduceByKeyAndWindow(add(), two, one, 1)),
              batch(part("(1,4)", "(2,2)")),
              batch(part("(1,9)", "(2,2)")),
              batch(part("(1,5)")),
              batch(part()));
          table.expect(
              "partitioned",
              texts(pairs.reduceByKeyAndWindow(add(), two, one, new HashPartitioner(1))),
              batch(part("(1,4)", "(2,2)")));
        });
  }

  @Test
  void reducesByKeyWithAnInverse() throws Exception {
    Table.run(
        table -> {
          PairDStreamFunctions<Integer, Integer> pairs = pairs(table);
          Duration two = batches(table, 2);
          Duration one = batches(table, 1);
          assertThat(pairs.reduceByKeyAndWindow$default$4()).isEqualTo(one);
          assertThat(pairs.reduceByKeyAndWindow$default$5()).isEqualTo(2);
          assertThat(pairs.reduceByKeyAndWindow$default$6()).isNull();
          table.expect(
              "left to its defaults, so without a filter",
              texts(
                  pairs.reduceByKeyAndWindow(
                      add(),
                      takeAway(),
                      two,
                      pairs.reduceByKeyAndWindow$default$4(),
                      pairs.reduceByKeyAndWindow$default$5(),
                      pairs.reduceByKeyAndWindow$default$6())),
              batch(part("(2,2)"), part("(1,4)")),
              batch(part("(2,2)"), part("(1,9)")),
              batch(part("(2,0)"), part("(1,5)")),
              batch(part("(2,0)"), part("(1,0)")),
              batch(part("(2,0)"), part("(1,0)")));
          table.expect(
              "with a filter",
              texts(
                  pairs.reduceByKeyAndWindow(
                      add(), takeAway(), two, one, 2, one(sum -> sum._2() != 0))),
              batch(part("(2,2)"), part("(1,4)")),
              batch(part("(2,2)"), part("(1,9)")),
              batch(part(), part("(1,5)")),
              batch(part(), part()));
          HashPartitioner partitioner = new HashPartitioner(1);
          table.expect(
              "partitioned, without a filter",
              texts(pairs.reduceByKeyAndWindow(add(), takeAway(), two, one, partitioner, null)),
              batch(part("(1,4)", "(2,2)")),
              batch(part("(1,9)", "(2,2)")),
              batch(part("(1,5)", "(2,0)")));
          table.expect(
              "partitioned, with a filter",
              texts(
                  pairs.reduceByKeyAndWindow(
                      add(), takeAway(), two, one, partitioner, one(sum -> sum._2() != 0))),
              batch(part("(1,4)", "(2,2)")),
              batch(part("(1,9)", "(2,2)")),
              batch(part("(1,5)")));
        });
  }

  @Test
  void refusesDurationsThatAreNoMultiplesOfTheParentsSlide() throws Exception {
    Table.run(
        table -> {
          DStream<String> words = words(table);
          PairDStreamFunctions<Integer, Integer> pairs = pairs(table);
          Duration two = batches(table, 2);
          Duration half = Durations.milliseconds(table.batchMillis() / 2);
          assertThatThrownBy(() -> words.reduceByWindow(two((a, b) -> a + b), half, two))
              .isExactlyInstanceOf(Exception.class)
              .hasMessage(
                  "The window duration of windowed DStream (50 ms) must be a multiple of the slide"
                      + " duration of parent DStream (100 ms)");
          assertThatThrownBy(() -> pairs.reduceByKeyAndWindow(add(), two, half))
              .isExactlyInstanceOf(Exception.class)
              .hasMessage(
                  "The slide duration of windowed DStream (50 ms) must be a multiple of the slide"
                      + " duration of parent DStream (100 ms)");
          assertThatThrownBy(() -> pairs.groupByKeyAndWindow(half))
              .isExactlyInstanceOf(Exception.class)
              .hasMessageStartingWith("The window duration of windowed DStream (50 ms)");
          assertThatThrownBy(() -> words.countByWindow(half, two))
              .isExactlyInstanceOf(IllegalArgumentException.class)
              .hasMessage(
                  "requirement failed: The window duration of ReducedWindowedDStream (50 ms) must"
                      + " be multiple of the slide duration of parent DStream (100 ms)");
          assertThatThrownBy(() -> words.countByValueAndWindow(two, half, 1, null))
              .isExactlyInstanceOf(IllegalArgumentException.class)
              .hasMessage(
                  "requirement failed: The slide duration of ReducedWindowedDStream (50 ms) must"
                      + " be multiple of the slide duration of parent DStream (100 ms)");
          assertThatThrownBy(
                  () -> pairs.reduceByKeyAndWindow(add(), takeAway(), half, two, 1, null))
              .isExactlyInstanceOf(IllegalArgumentException.class);
          table.expect("words", java(words), batch(part("a", "b"), part("a")));
        });
  }

  @Test
  void functionsAreCheckedWhenTheyAreDeclared() throws Exception {
    Table.run(
        table -> {
          DStream<String> words = words(table);
          PairDStreamFunctions<Integer, Integer> pairs = pairs(table);
          Duration one = batches(table, 1);
          refused(() -> words.reduceByWindow(Stuck.two(), one, one));
          refused(() -> words.reduceByWindow(Stuck.two(), two((a, b) -> a), one, one));
          refused(() -> words.reduceByWindow(two((a, b) -> a), Stuck.two(), one, one));
          refused(() -> pairs.reduceByKeyAndWindow(Stuck.two(), one));
          refused(() -> pairs.reduceByKeyAndWindow(Stuck.two(), takeAway(), one, one, 1, null));
          refused(() -> pairs.reduceByKeyAndWindow(add(), Stuck.two(), one, one, 1, null));
          refused(() -> pairs.reduceByKeyAndWindow(add(), takeAway(), one, one, 1, Stuck.one()));
          table.expect("words", java(words), batch(part("a", "b"), part("a")));
        });
  }

  private void journalLevel(String name, DStream<?> stream) {
    java(stream).foreachRDD(rdd -> journal.add(name + ": " + rdd.getStorageLevel().description()));
  }

  @Test
  void streamsKnowTheirParentsSlidesAndLevels() throws Exception {
    Table.run(
        table -> {
          DStream<String> words = words(table);
          PairDStreamFunctions<Integer, Integer> pairs = pairs(table);
          Duration two = batches(table, 2);
          DStream<Object> count = words.countByWindow(two, two);
          DStream<Tuple2<String, Object>> byValue = words.countByValueAndWindow(two, two, 1, null);
          DStream<String> reduced = words.reduceByWindow(two((a, b) -> a + b), two, two);
          DStream<Tuple2<Integer, Integer>> byKey = pairs.reduceByKeyAndWindow(add(), two, two);
          DStream<Tuple2<Integer, Integer>> inverse =
              pairs.reduceByKeyAndWindow(add(), takeAway(), two, two, 1, null);
          DStream<Tuple2<Integer, Integer>> persisted =
              pairs
                  .reduceByKeyAndWindow(add(), takeAway(), two, two, 1, null)
                  .persist(StorageLevel.MEMORY_ONLY());
          var groups = pairs.groupByKeyAndWindow(two, two);
          for (DStream<?> stream : List.of(count, byValue, reduced, byKey, inverse, groups)) {
            assertThat(stream.slideDuration()).isEqualTo(two);
            assertThat(stream.dependencies().size()).isEqualTo(1);
          }
          journalLevel("countByWindow", count);
          journalLevel("countByValueAndWindow", byValue);
          journalLevel("reduceByWindow", reduced);
          journalLevel("reduceByKeyAndWindow", byKey);
          journalLevel("with an inverse", inverse);
          journalLevel("persisted", persisted);
          journalLevel("groupByKeyAndWindow", groups);
          table.until(() -> journal.size() >= 7);
          table.afterwards(
              done ->
                  assertThat(journal)
                      .startsWith(
                          "countByWindow: Serialized 1x Replicated",
                          "countByValueAndWindow: Memory Serialized 1x Replicated",
                          "reduceByWindow: Serialized 1x Replicated",
                          "reduceByKeyAndWindow: Serialized 1x Replicated",
                          "with an inverse: Memory Serialized 1x Replicated",
                          "persisted: Memory Deserialized 1x Replicated",
                          "groupByKeyAndWindow: Serialized 1x Replicated"));
        });
  }
}
