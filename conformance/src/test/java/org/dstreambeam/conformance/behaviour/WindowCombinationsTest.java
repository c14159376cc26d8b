// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.conformance.behaviour;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.dstreambeam.conformance.behaviour.Batch.batch;
import static org.dstreambeam.conformance.behaviour.Batch.none;
import static org.dstreambeam.conformance.behaviour.Batch.pair;
import static org.dstreambeam.conformance.behaviour.Batch.part;
import static org.dstreambeam.conformance.behaviour.Windowed.batches;
import static org.dstreambeam.conformance.behaviour.Windowed.checkpointsIn;
import static org.dstreambeam.conformance.behaviour.Windowed.input;
import static org.dstreambeam.conformance.behaviour.Windowed.pairs;
import static org.dstreambeam.conformance.behaviour.Windowed.powersOfTen;

import java.nio.file.Path;
import org.apache.spark.HashPartitioner;
import org.apache.spark.streaming.api.java.JavaDStream;
import org.apache.spark.streaming.api.java.JavaPairDStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scala.Tuple2;

/** Windows of windows, and windows together with other streams. */
class WindowCombinationsTest {

  @TempDir private Path checkpoints;

  private static JavaPairDStream<String, Integer> left(Table table) {
    return pairs(
        table,
        batch(part(pair("a", 1), pair("b", 2))),
        batch(part(pair("a", 3))),
        batch(),
        batch(part(pair("c", 4))));
  }

  private static JavaPairDStream<String, String> right(Table table) {
    return pairs(
        table,
        batch(),
        batch(part(pair("a", "x")), part(pair("d", "y"))),
        batch(part(pair("b", "z"))));
  }

  @Trap(14)
  @Test
  void joinsOfWindows() throws Exception {
    Table.run(
        table -> {
          JavaPairDStream<String, Integer> left = left(table).window(batches(table, 2));
          JavaPairDStream<String, String> right = right(table).window(batches(table, 2));
          table.expect(
              "join",
              left.join(right).mapValues(Tuple2::toString),
              batch(part(), part()),
              batch(part(), part(pair("a", "(1,x)"), pair("a", "(3,x)"))),
              batch(part(), part(pair("a", "(3,x)"))),
              batch(part(), part()),
              batch(part(), part()),
              batch(part(), part()));
          table.expect(
              "leftOuterJoin",
              left.leftOuterJoin(right, 1).mapValues(Tuple2::toString),
              batch(part(pair("a", "(1,Optional.empty)"), pair("b", "(2,Optional.empty)"))),
              batch(
                  part(
                      pair("a", "(1,Optional[x])"),
                      pair("a", "(3,Optional[x])"),
                      pair("b", "(2,Optional.empty)"))),
              batch(part(pair("a", "(3,Optional[x])"))),
              batch(part(pair("c", "(4,Optional.empty)"))),
              batch(part(pair("c", "(4,Optional.empty)"))),
              batch(part()));
          table.expect(
              "fullOuterJoin",
              left.fullOuterJoin(right, new HashPartitioner(1)).mapValues(Tuple2::toString),
              batch(
                  part(
                      pair("a", "(Optional[1],Optional.empty)"),
                      pair("b", "(Optional[2],Optional.empty)"))),
              batch(
                  part(
                      pair("d", "(Optional.empty,Optional[y])"),
                      pair("a", "(Optional[1],Optional[x])"),
                      pair("a", "(Optional[3],Optional[x])"),
                      pair("b", "(Optional[2],Optional.empty)"))),
              batch(
                  part(
                      pair("d", "(Optional.empty,Optional[y])"),
                      pair("a", "(Optional[3],Optional[x])"),
                      pair("b", "(Optional.empty,Optional[z])"))),
              batch(
                  part(
                      pair("b", "(Optional.empty,Optional[z])"),
                      pair("c", "(Optional[4],Optional.empty)"))),
              batch(part(pair("c", "(Optional[4],Optional.empty)"))),
              batch(part()));
          table.expect(
              "cogroup",
              left.cogroup(right).mapValues(Tuple2::toString),
              batch(part(pair("b", "([2],[])")), part(pair("a", "([1],[])"))),
              batch(
                  part(pair("d", "([],[y])"), pair("b", "([2],[])")),
                  part(pair("a", "([1, 3],[x])"))),
              batch(
                  part(pair("d", "([],[y])"), pair("b", "([],[z])")), part(pair("a", "([3],[x])"))),
              batch(part(pair("b", "([],[z])")), part(pair("c", "([4],[])"))),
              batch(part(), part(pair("c", "([4],[])"))),
              batch(part(), part()));
          table.expect(
              "with batch",
              left(table).join(right).mapValues(Tuple2::toString),
              batch(part(), part()),
              batch(part(), part(pair("a", "(3,x)"))),
              batch(part(), part()),
              batch(part(), part()),
              batch(part(), part()),
              batch(part(), part()));
        });
  }

  @Trap(14)
  @Test
  void joinsOfReducedWindows() throws Exception {
    Table.run(
        table -> {
          checkpointsIn(checkpoints, table);
          JavaPairDStream<String, Integer> sums =
              left(table)
                  .reduceByKeyAndWindow(
                      Integer::sum, (x, y) -> x - y, batches(table, 2), batches(table, 2));
          JavaPairDStream<String, String> texts =
              right(table)
                  .reduceByKeyAndWindow((x, y) -> x + y, batches(table, 4), batches(table, 2));
          table.expect(
              "join reduced",
              sums.join(texts).mapValues(Tuple2::toString),
              none(),
              batch(part(), part(pair("a", "(4,x)"))),
              none(),
              batch(part(pair("b", "(0,z)")), part(pair("a", "(0,x)"))),
              none(),
              batch(part(pair("b", "(0,z)")), part()),
              none(),
              batch(part(), part()));
          table.expect(
              "cogroup reduced",
              sums.cogroup(texts).mapValues(Tuple2::toString),
              none(),
              batch(
                  part(pair("d", "([],[y])"), pair("b", "([2],[])")), part(pair("a", "([4],[x])"))),
              none(),
              batch(
                  part(pair("d", "([],[y])"), pair("b", "([0],[z])")),
                  part(pair("a", "([0],[x])"), pair("c", "([4],[])"))),
              none(),
              batch(
                  part(pair("b", "([0],[z])")), part(pair("a", "([0],[])"), pair("c", "([0],[])"))),
              none(),
              batch(
                  part(pair("b", "([0],[])")), part(pair("a", "([0],[])"), pair("c", "([0],[])"))));
          table.expect(
              "outer reduced",
              texts.rightOuterJoin(sums).mapValues(Tuple2::toString),
              none(),
              batch(part(pair("b", "(Optional.empty,2)")), part(pair("a", "(Optional[x],4)"))),
              none(),
              batch(
                  part(pair("b", "(Optional[z],0)")),
                  part(pair("a", "(Optional[x],0)"), pair("c", "(Optional.empty,4)"))),
              none(),
              batch(
                  part(pair("b", "(Optional[z],0)")),
                  part(pair("a", "(Optional.empty,0)"), pair("c", "(Optional.empty,0)"))),
              none(),
              batch(
                  part(pair("b", "(Optional.empty,0)")),
                  part(pair("a", "(Optional.empty,0)"), pair("c", "(Optional.empty,0)"))));
          assertThatThrownBy(() -> sums.join(right(table)))
              .isExactlyInstanceOf(IllegalArgumentException.class)
              .hasMessage(
                  "requirement failed: Some of the DStreams have different slide durations");
        });
  }

  @Test
  void unionsOfWindows() throws Exception {
    Table.run(
        table -> {
          JavaPairDStream<String, Integer> left = left(table);
          table.expect(
              "union two",
              left.window(batches(table, 2), batches(table, 2))
                  .union(left.window(batches(table, 1), batches(table, 2))),
              none(),
              batch(part(pair("a", 1), pair("b", 2)), part(pair("a", 3)), part(pair("a", 3))),
              none(),
              batch(part(pair("c", 4)), part(pair("c", 4))),
              none(),
              batch(part(), part(), part()));
          table.expect(
              "union reduced",
              left.reduceByKeyAndWindow(Integer::sum, batches(table, 2))
                  .union(left.reduceByKeyAndWindow(Integer::sum, batches(table, 1))),
              batch(part(pair("b", 2), pair("b", 2)), part(pair("a", 1), pair("a", 1))),
              batch(part(pair("b", 2)), part(pair("a", 4), pair("a", 3))),
              batch(part(), part(pair("a", 3))),
              batch(part(), part(pair("c", 4), pair("c", 4))),
              batch(part(), part(pair("c", 4))),
              batch(part(), part()));
          table.expect(
              "union batch",
              left.union(left.window(batches(table, 2))),
              batch(part(pair("a", 1), pair("b", 2)), part(pair("a", 1), pair("b", 2))),
              batch(part(pair("a", 3)), part(pair("a", 1), pair("b", 2)), part(pair("a", 3))),
              batch(part(pair("a", 3))),
              batch(part(pair("c", 4)), part(pair("c", 4))),
              batch(part(), part(pair("c", 4)), part()),
              batch(part(), part(), part()));
        });
  }

  @Test
  void windowsOfReducedWindows() throws Exception {
    Table.run(
        table -> {
          checkpointsIn(checkpoints, table);
          JavaPairDStream<String, Integer> powers = powersOfTen(table);
          JavaPairDStream<String, Integer> sums =
              powers.reduceByKeyAndWindow(Integer::sum, batches(table, 2), batches(table, 2), 1);
          JavaPairDStream<String, Integer> inverse =
              powers.reduceByKeyAndWindow(
                  Integer::sum,
                  (x, y) -> x - y,
                  batches(table, 2),
                  batches(table, 2),
                  1,
                  pair -> true);
          table.expect(
              "reduceByKeyAndWindow of window",
              powers
                  .window(batches(table, 2))
                  .reduceByKeyAndWindow(Integer::sum, batches(table, 2), batches(table, 1), 1),
              batch(part(pair("a", 1))),
              batch(part(pair("a", 12))),
              batch(part(pair("a", 121))),
              batch(part(pair("a", 1210), pair("b", 1))),
              batch(part(pair("a", 12100), pair("b", 2))),
              batch(part(pair("a", 21000), pair("b", 1))),
              batch(part(pair("a", 10000))),
              batch(part()));
          table.expect(
              "reduceByKeyAndWindow of sliding window",
              powers
                  .window(batches(table, 3), batches(table, 2))
                  .reduceByKeyAndWindow(Integer::sum, batches(table, 4), batches(table, 4), 1),
              none(),
              none(),
              none(),
              batch(part(pair("a", 1121), pair("b", 1))),
              none(),
              none(),
              none(),
              batch(part(pair("a", 11000), pair("b", 1))),
              none(),
              none(),
              none(),
              batch(part()));
          table.expect(
              "window of reduceByKeyAndWindow",
              sums.window(batches(table, 4)),
              none(),
              batch(part(pair("a", 11))),
              none(),
              batch(part(pair("a", 11), pair("a", 1100), pair("b", 1))),
              none(),
              batch(part(pair("a", 1100), pair("b", 1), pair("a", 10000))),
              none(),
              batch(part(pair("a", 10000))),
              none(),
              batch(part()));
          table.expect(
              "reduceByKeyAndWindow of reduceByKeyAndWindow",
              sums.reduceByKeyAndWindow(
                  Integer::sum, batches(table, 4), batches(table, 2), new HashPartitioner(1)),
              none(),
              batch(part(pair("a", 11))),
              none(),
              batch(part(pair("a", 1111), pair("b", 1))),
              none(),
              batch(part(pair("a", 11100), pair("b", 1))),
              none(),
              batch(part(pair("a", 10000))),
              none(),
              batch(part()));
          table.expect(
              "window of inverse",
              inverse.window(batches(table, 4)),
              none(),
              batch(part(pair("a", 11))),
              none(),
              batch(part(pair("a", 11), pair("a", 1100), pair("b", 1))),
              none(),
              batch(part(pair("a", 1100), pair("b", 1), pair("a", 10000), pair("b", 0))),
              none(),
              batch(part(pair("a", 10000), pair("b", 0), pair("a", 0), pair("b", 0))),
              none(),
              batch(part(pair("a", 0), pair("b", 0), pair("a", 0), pair("b", 0))));
          table.expect(
              "inverse of inverse",
              inverse.reduceByKeyAndWindow(
                  Integer::sum, (x, y) -> x - y, batches(table, 4), batches(table, 4)),
              none(),
              none(),
              none(),
              batch(part(pair("b", 1)), part(pair("a", 1111))),
              none(),
              none(),
              none(),
              batch(part(pair("b", 0)), part(pair("a", 10000))),
              none(),
              none(),
              none(),
              batch(part(pair("b", 0)), part(pair("a", 0))));
          table.expect(
              "groupByKeyAndWindow of reduceByKeyAndWindow",
              sums.groupByKeyAndWindow(batches(table, 4), batches(table, 2))
                  .mapValues(Object::toString),
              none(),
              batch(part(), part(pair("a", "[11]"))),
              none(),
              batch(part(pair("b", "[1]")), part(pair("a", "[11, 1100]"))),
              none(),
              batch(part(pair("b", "[1]")), part(pair("a", "[1100, 10000]"))),
              none(),
              batch(part(), part(pair("a", "[10000]"))),
              none(),
              batch(part(), part()));
          table.expect(
              "count of reduceByKeyAndWindow",
              sums.count(),
              none(),
              batch(part(1L), part()),
              none(),
              batch(part(2L), part()),
              none(),
              batch(part(1L), part()));
          table.expect(
              "countByWindow of reduceByKeyAndWindow",
              sums.countByWindow(batches(table, 4), batches(table, 2)),
              none(),
              batch(part(1L)),
              none(),
              batch(part(3L)),
              none(),
              batch(part(3L)),
              none(),
              batch(part(1L)),
              none(),
              batch(part(0L)));
        });
  }

  @Test
  void driverFunctionsOverWindows() throws Exception {
    Table.run(
        table -> {
          checkpointsIn(checkpoints, table);
          JavaPairDStream<String, Integer> powers = powersOfTen(table);
          JavaPairDStream<String, Integer> inverse =
              powers.reduceByKeyAndWindow(
                  Integer::sum, (x, y) -> x - y, batches(table, 2), batches(table, 1));
          table.expect(
              "transform of inverse",
              inverse.transform(rdd -> rdd.sortByKey().values().coalesce(1)),
              batch(part(1)),
              batch(part(11)),
              batch(part(110)),
              batch(part(1100, 1)),
              batch(part(11000, 1)),
              batch(part(10000, 0)),
              batch(part(0, 0)));
          table.expect(
              "transform of window",
              powers
                  .window(batches(table, 2), batches(table, 2))
                  .transform(rdd -> rdd.values().glom().map(Object::toString)),
              none(),
              batch(part("[1]"), part("[10]")),
              none(),
              batch(part("[100]"), part("[1000, 1]")),
              none(),
              batch(part("[10000]"), part("[]")),
              none(),
              batch(part("[]"), part("[]")));
          table.expect(
              "transformWith",
              inverse.transformWithToPair(
                  powers.reduceByKeyAndWindow(Integer::sum, batches(table, 3)),
                  (one, other, time) -> one.subtractByKey(other)),
              batch(part(), part()),
              batch(part(), part()),
              batch(part(), part()),
              batch(part(), part()),
              batch(part(), part()),
              batch(part(), part()),
              batch(part(pair("b", 0)), part()),
              batch(part(pair("b", 0)), part(pair("a", 0))));
          table.expect(
              "window of transform",
              powers
                  .transformToPair(rdd -> rdd.mapValues(n -> n + 1))
                  .reduceByKeyAndWindow(Integer::sum, batches(table, 2)),
              batch(part(), part(pair("a", 2))),
              batch(part(), part(pair("a", 13))),
              batch(part(), part(pair("a", 112))),
              batch(part(pair("b", 2)), part(pair("a", 1102))),
              batch(part(pair("b", 2)), part(pair("a", 11002))),
              batch(part(), part(pair("a", 10001))),
              batch(part(), part()));
        });
  }

  @Test
  void aStreamWithoutPartitionsInManyBatches() throws Exception {
    Table.run(
        table -> {
          JavaDStream<String> words =
              input(table, batch(), batch(part("a", "b"), part()), batch(), batch(), batch());
          table.expect(
              "empty window",
              words.window(batches(table, 2)),
              batch(),
              batch(part("a", "b"), part()),
              batch(part("a", "b"), part()),
              batch(),
              batch());
          table.expect(
              "empty reduceByWindow",
              words.reduceByWindow((x, y) -> x + y, batches(table, 2), batches(table, 1)),
              batch(part()),
              batch(part("ab")),
              batch(part("ab")),
              batch(part()),
              batch(part()));
          table.expect(
              "empty groupByKeyAndWindow",
              words
                  .mapToPair(word -> pair(word, 1))
                  .groupByKeyAndWindow(batches(table, 2))
                  .mapValues(Object::toString),
              batch(part(), part()),
              batch(part(pair("b", "[1]")), part(pair("a", "[1]"))),
              batch(part(pair("b", "[1]")), part(pair("a", "[1]"))),
              batch(part(), part()),
              batch(part(), part()));
        });
  }
}
