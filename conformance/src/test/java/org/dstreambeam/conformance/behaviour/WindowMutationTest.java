// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.conformance.behaviour;

import static org.dstreambeam.conformance.behaviour.Batch.batch;
import static org.dstreambeam.conformance.behaviour.Batch.pair;
import static org.dstreambeam.conformance.behaviour.Batch.part;
import static org.dstreambeam.conformance.behaviour.Windowed.batches;
import static org.dstreambeam.conformance.behaviour.Windowed.checkpointsIn;
import static org.dstreambeam.conformance.behaviour.Windowed.pairs;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.streaming.api.java.JavaPairDStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Functions and outputs that change what they are given: no later window shows it. */
class WindowMutationTest {

  @TempDir private Path checkpoints;

  private static JavaPairDStream<String, ArrayList<String>> lists(Table table) {
    return pairs(
            table,
            batch(part(pair("a", "1"), pair("b", "2"), pair("a", "3")), part(pair("a", "4"))),
            batch(part(pair("a", "5"))),
            batch(part(pair("b", "6"))),
            batch(part(pair("a", "7"))))
        .mapValues(value -> new ArrayList<>(List.of(value)));
  }

  private static ArrayList<String> both(ArrayList<String> first, ArrayList<String> second) {
    first.addAll(second);
    return first;
  }

  private static ArrayList<String> without(ArrayList<String> all, ArrayList<String> some) {
    all.subList(0, some.size()).clear();
    return all;
  }

  private static JavaPairDStream<String, ArrayList<String>> reduced(Table table) {
    return lists(table)
        .reduceByKeyAndWindow(WindowMutationTest::both, batches(table, 3), batches(table, 1), 1);
  }

  private JavaPairDStream<String, ArrayList<String>> inverse(Table table) {
    checkpointsIn(checkpoints, table);
    return lists(table)
        .reduceByKeyAndWindow(
            WindowMutationTest::both,
            WindowMutationTest::without,
            batches(table, 2),
            batches(table, 1),
            1,
            pair -> true);
  }

  private static void spoil(JavaPairDStream<String, ArrayList<String>> stream) {
    stream.foreachRDD(
        rdd ->
            rdd.foreach(
                pair -> {
                  pair._2().clear();
                  pair._2().add("spoilt");
                }));
  }

  @Test
  void aFunctionMayChangeItsFirstArgument() throws Exception {
    Table.run(
        table -> {
          table.expect(
              "mutated reduceByKeyAndWindow",
              text(reduced(table)),
              batch(part(pair("a", "[1, 3, 4]"), pair("b", "[2]"))),
              batch(part(pair("a", "[1, 3, 4, 5]"), pair("b", "[2]"))),
              batch(part(pair("a", "[1, 3, 4, 5]"), pair("b", "[2, 6]"))),
              batch(part(pair("a", "[5, 7]"), pair("b", "[6]"))),
              batch(part(pair("a", "[7]"), pair("b", "[6]"))),
              batch(part(pair("a", "[7]"))),
              batch(part()));
          table.expect(
              "mutated inverse",
              text(inverse(table)),
              batch(part(pair("a", "[1, 3, 4]"), pair("b", "[2]"))),
              batch(part(pair("a", "[1, 3, 4, 5]"), pair("b", "[2]"))),
              batch(part(pair("a", "[5]"), pair("b", "[6]"))),
              batch(part(pair("a", "[7]"), pair("b", "[6]"))),
              batch(part(pair("a", "[7]"), pair("b", "[]"))),
              batch(part(pair("a", "[]"), pair("b", "[]"))),
              batch(part(pair("a", "[]"), pair("b", "[]"))));
        });
  }

  private static JavaPairDStream<String, String> text(
      JavaPairDStream<String, ArrayList<String>> lists) {
    return lists.mapValues(List::toString);
  }

  @Test
  void outputsMayChangeWhatTheyRead() throws Exception {
    Table.run(
        table -> {
          JavaPairDStream<String, ArrayList<String>> inverse = inverse(table);
          JavaPairDStream<String, ArrayList<String>> reduced = reduced(table);
          spoil(inverse);
          spoil(reduced);
          table.expect(
              "spoilt inverse",
              text(inverse),
              batch(part(pair("a", "[1, 3, 4]"), pair("b", "[2]"))),
              batch(part(pair("a", "[1, 3, 4, 5]"), pair("b", "[2]"))),
              batch(part(pair("a", "[5]"), pair("b", "[6]"))),
              batch(part(pair("a", "[7]"), pair("b", "[6]"))),
              batch(part(pair("a", "[7]"), pair("b", "[]"))),
              batch(part(pair("a", "[]"), pair("b", "[]"))),
              batch(part(pair("a", "[]"), pair("b", "[]"))));
          table.expect(
              "spoilt reduceByKeyAndWindow",
              text(reduced),
              batch(part(pair("a", "[1, 3, 4]"), pair("b", "[2]"))),
              batch(part(pair("a", "[1, 3, 4, 5]"), pair("b", "[2]"))),
              batch(part(pair("a", "[1, 3, 4, 5]"), pair("b", "[2, 6]"))),
              batch(part(pair("a", "[5, 7]"), pair("b", "[6]"))),
              batch(part(pair("a", "[7]"), pair("b", "[6]"))),
              batch(part(pair("a", "[7]"))),
              batch(part()));
        });
  }

  @Test
  void aMapOfTheResultMayChangeIt() throws Exception {
    Table.run(
        table -> {
          JavaPairDStream<String, ArrayList<String>> inverse = inverse(table);
          table.expect(
              "mapped inverse",
              text(inverse.mapValues(list -> both(list, new ArrayList<>(List.of("x"))))),
              batch(part(pair("a", "[1, 3, 4, x]"), pair("b", "[2, x]"))),
              batch(part(pair("a", "[1, 3, 4, 5, x]"), pair("b", "[2, x]"))),
              batch(part(pair("a", "[5, x]"), pair("b", "[6, x]"))),
              batch(part(pair("a", "[7, x]"), pair("b", "[6, x]"))),
              batch(part(pair("a", "[7, x]"), pair("b", "[x]"))),
              batch(part(pair("a", "[x]"), pair("b", "[x]"))));
          table.expect(
              "mapped reduceByKeyAndWindow",
              text(reduced(table).mapValues(list -> both(list, new ArrayList<>(List.of("x"))))),
              batch(part(pair("a", "[1, 3, 4, x]"), pair("b", "[2, x]"))),
              batch(part(pair("a", "[1, 3, 4, 5, x]"), pair("b", "[2, x]"))),
              batch(part(pair("a", "[1, 3, 4, 5, x]"), pair("b", "[2, 6, x]"))),
              batch(part(pair("a", "[5, 7, x]"), pair("b", "[6, x]"))),
              batch(part(pair("a", "[7, x]"), pair("b", "[6, x]"))),
              batch(part(pair("a", "[7, x]"))),
              batch(part()));
          table.expect(
              "mapped window",
              text(
                  lists(table)
                      .window(batches(table, 2))
                      .mapValues(list -> both(list, new ArrayList<>(List.of("x"))))),
              batch(
                  part(pair("a", "[1, x]"), pair("b", "[2, x]"), pair("a", "[3, x]")),
                  part(pair("a", "[4, x]"))),
              batch(
                  part(pair("a", "[1, x]"), pair("b", "[2, x]"), pair("a", "[3, x]")),
                  part(pair("a", "[4, x]")),
                  part(pair("a", "[5, x]"))),
              batch(part(pair("a", "[5, x]")), part(pair("b", "[6, x]"))),
              batch(part(pair("b", "[6, x]")), part(pair("a", "[7, x]"))),
              batch(part(pair("a", "[7, x]")), part()),
              batch(part(), part()));
          table.expect(
              "mapped groupByKeyAndWindow",
              text(
                  lists(table)
                      .groupByKeyAndWindow(batches(table, 2), batches(table, 1), 1)
                      .mapValues(
                          group -> {
                            ArrayList<String> all = new ArrayList<>();
                            group.forEach(list -> all.addAll(both(list, all)));
                            return all;
                          })),
              batch(part(pair("a", "[1, 3, 1, 4, 1, 3, 1]"), pair("b", "[2]"))),
              batch(
                  part(
                      pair("a", "[1, 3, 1, 4, 1, 3, 1, 5, 1, 3, 1, 4, 1, 3, 1]"),
                      pair("b", "[2]"))),
              batch(part(pair("a", "[5]"), pair("b", "[6]"))),
              batch(part(pair("a", "[7]"), pair("b", "[6]"))),
              batch(part(pair("a", "[7]"))),
              batch(part()));
        });
  }
}
