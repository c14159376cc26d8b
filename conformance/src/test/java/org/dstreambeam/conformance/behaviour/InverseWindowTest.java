// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.conformance.behaviour;

import static org.dstreambeam.conformance.behaviour.Batch.batch;
import static org.dstreambeam.conformance.behaviour.Batch.failed;
import static org.dstreambeam.conformance.behaviour.Batch.none;
import static org.dstreambeam.conformance.behaviour.Batch.pair;
import static org.dstreambeam.conformance.behaviour.Batch.part;
import static org.dstreambeam.conformance.behaviour.Windowed.batches;
import static org.dstreambeam.conformance.behaviour.Windowed.checkpointsIn;
import static org.dstreambeam.conformance.behaviour.Windowed.keys;
import static org.dstreambeam.conformance.behaviour.Windowed.manyKeys;
import static org.dstreambeam.conformance.behaviour.Windowed.pairs;
import static org.dstreambeam.conformance.behaviour.Windowed.powersOfTen;

import java.nio.file.Path;
import org.apache.spark.HashPartitioner;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.streaming.Duration;
import org.apache.spark.streaming.api.java.JavaPairDStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scala.Tuple2;

/** {@code reduceByKeyAndWindow} with an inverse function. */
class InverseWindowTest {

  private static final String NEITHER =
      "Neither previous window has value for key, nor new values found. Are you sure your key class"
          + " hashes consistently?";

  @TempDir private Path checkpoints;

  private static int minus(int all, int some) {
    return all - some;
  }

  private static JavaPairDStream<String, Integer> sums(
      Table table, JavaPairDStream<String, Integer> pairs, int window, int slide) {
    return pairs.reduceByKeyAndWindow(
        Integer::sum, InverseWindowTest::minus, batches(table, window), batches(table, slide));
  }

  private static JavaPairDStream<String, Integer> filteredSums(
      Table table,
      JavaPairDStream<String, Integer> pairs,
      int window,
      Function<Tuple2<String, Integer>, Boolean> filter) {
    return pairs.reduceByKeyAndWindow(
        Integer::sum,
        InverseWindowTest::minus,
        batches(table, window),
        batches(table, 1),
        1,
        filter);
  }

  @Trap(6)
  @Test
  void allOverloads() throws Exception {
    Table.run(
        table -> {
          checkpointsIn(checkpoints, table);
          JavaPairDStream<String, Integer> powers = powersOfTen(table);
          Duration two = batches(table, 2);
          Duration one = batches(table, 1);
          table.expect(
              "inverse 2 every 1",
              sums(table, powers, 2, 1),
              batch(part(), part(pair("a", 1))),
              batch(part(), part(pair("a", 11))),
              batch(part(), part(pair("a", 110))),
              batch(part(pair("b", 1)), part(pair("a", 1100))),
              batch(part(pair("b", 1)), part(pair("a", 11000))),
              batch(part(pair("b", 0)), part(pair("a", 10000))),
              batch(part(pair("b", 0)), part(pair("a", 0))),
              batch(part(pair("b", 0)), part(pair("a", 0))));
          table.expect(
              "inverse 3 partitions",
              powers.reduceByKeyAndWindow(
                  Integer::sum, InverseWindowTest::minus, two, one, 3, pair -> pair._2() != 0),
              batch(part(), part(pair("a", 1)), part()),
              batch(part(), part(pair("a", 11)), part()),
              batch(part(), part(pair("a", 110)), part()),
              batch(part(), part(pair("a", 1100)), part(pair("b", 1))),
              batch(part(), part(pair("a", 11000)), part(pair("b", 1))),
              batch(part(), part(pair("a", 10000)), part()),
              batch(part(), part(), part()),
              batch(part(), part(), part()));
          table.expect(
              "inverse a partitioner",
              powers.reduceByKeyAndWindow(
                  Integer::sum,
                  InverseWindowTest::minus,
                  two,
                  one,
                  new HashPartitioner(1),
                  pair -> pair._2() != 0),
              batch(part(pair("a", 1))),
              batch(part(pair("a", 11))),
              batch(part(pair("a", 110))),
              batch(part(pair("a", 1100), pair("b", 1))),
              batch(part(pair("a", 11000), pair("b", 1))),
              batch(part(pair("a", 10000))),
              batch(part()),
              batch(part()));
        });
  }

  @Trap(8)
  @Test
  void whatAKeyHadInTheGapBeforeItsFirstResultStaysForEver() throws Exception {
    Table.run(
        table -> {
          checkpointsIn(checkpoints, table);
          JavaPairDStream<String, Integer> powers = powersOfTen(table);
          table.expect(
              "inverse 1 every 2",
              sums(table, powers, 1, 2),
              none(),
              batch(part(), part(pair("a", 11))),
              none(),
              batch(part(pair("b", 1)), part(pair("a", 1001))),
              none(),
              batch(part(pair("b", 0)), part(pair("a", 1))),
              none(),
              batch(part(pair("b", 0)), part(pair("a", 1))),
              none(),
              batch(part(pair("b", 0)), part(pair("a", 1))));
          table.expect(
              "inverse 1 every 3",
              sums(table, powers, 1, 3),
              none(),
              none(),
              batch(part(), part(pair("a", 111))),
              none(),
              none(),
              batch(part(pair("b", 1)), part(pair("a", 11))),
              none(),
              none(),
              batch(part(pair("b", 1)), part(pair("a", 11))),
              none(),
              none(),
              batch(part(pair("b", 1)), part(pair("a", 11))));
          table.expect(
              "inverse 2 every 3",
              sums(table, powers, 2, 3),
              none(),
              none(),
              batch(part(), part(pair("a", 111))),
              none(),
              none(),
              batch(part(pair("b", 1)), part(pair("a", 10001))),
              none(),
              none(),
              batch(part(pair("b", 1)), part(pair("a", 1))),
              none(),
              none(),
              batch(part(pair("b", 1)), part(pair("a", 1))));
          table.expect(
              "inverse 0 every 1",
              sums(table, powers, 0, 1),
              batch(part(), part(pair("a", 1))),
              batch(part(), part(pair("a", 1))),
              batch(part(), part(pair("a", 1))),
              batch(part(pair("b", 1)), part(pair("a", 1))),
              batch(part(pair("b", 1)), part(pair("a", 1))),
              batch(part(pair("b", 1)), part(pair("a", 1))),
              batch(part(pair("b", 1)), part(pair("a", 1))));
        });
  }

  @Test
  void windowsAndSlidesOfOtherLengths() throws Exception {
    Table.run(
        table -> {
          checkpointsIn(checkpoints, table);
          JavaPairDStream<String, Integer> powers = powersOfTen(table);
          table.expect(
              "inverse 1 every 1",
              sums(table, powers, 1, 1),
              batch(part(), part(pair("a", 1))),
              batch(part(), part(pair("a", 10))),
              batch(part(), part(pair("a", 100))),
              batch(part(pair("b", 1)), part(pair("a", 1000))),
              batch(part(pair("b", 0)), part(pair("a", 10000))),
              batch(part(pair("b", 0)), part(pair("a", 0))),
              batch(part(pair("b", 0)), part(pair("a", 0))));
          table.expect(
              "inverse 3 every 2",
              sums(table, powers, 3, 2),
              none(),
              batch(part(), part(pair("a", 11))),
              none(),
              batch(part(pair("b", 1)), part(pair("a", 1110))),
              none(),
              batch(part(pair("b", 1)), part(pair("a", 11000))),
              none(),
              batch(part(pair("b", 0)), part(pair("a", 0))),
              none(),
              batch(part(pair("b", 0)), part(pair("a", 0))));
          table.expect(
              "inverse 2 every 2",
              sums(table, powers, 2, 2),
              none(),
              batch(part(), part(pair("a", 11))),
              none(),
              batch(part(pair("b", 1)), part(pair("a", 1100))),
              none(),
              batch(part(pair("b", 0)), part(pair("a", 10000))),
              none(),
              batch(part(pair("b", 0)), part(pair("a", 0))),
              none(),
              batch(part(pair("b", 0)), part(pair("a", 0))));
          table.expect(
              "inverse 5 every 3",
              sums(table, powers, 5, 3),
              none(),
              none(),
              batch(part(), part(pair("a", 111))),
              none(),
              none(),
              batch(part(pair("b", 1)), part(pair("a", 11110))),
              none(),
              none(),
              batch(part(pair("b", 0)), part(pair("a", 10000))),
              none(),
              none(),
              batch(part(pair("b", 0)), part(pair("a", 0))));
        });
  }

  @Trap(7)
  @Test
  void aFilterThatDropsALiveKeyFailsTheBatchesAfterItLeft() throws Exception {
    Table.run(
        table -> {
          checkpointsIn(checkpoints, table);
          JavaPairDStream<String, Integer> powers = powersOfTen(table);
          table.expect(
              "inverse filter b",
              filteredSums(table, powers, 3, pair -> !pair._1().equals("b")),
              batch(part(pair("a", 1))),
              batch(part(pair("a", 11))),
              batch(part(pair("a", 111))),
              batch(part(pair("a", 1110))),
              batch(part(pair("a", 11100))),
              batch(part(pair("a", 11000))),
              failed(new Exception(NEITHER)),
              failed(new Exception(NEITHER)),
              failed(new Exception(NEITHER)),
              failed(new Exception(NEITHER)));
          table.expect(
              "inverse filter small",
              filteredSums(table, powers, 2, pair -> pair._2() < 10000),
              batch(part(pair("a", 1))),
              batch(part(pair("a", 11))),
              batch(part(pair("a", 110))),
              batch(part(pair("a", 1100), pair("b", 1))),
              batch(part(pair("b", 1))),
              failed(new Exception(NEITHER)),
              failed(new Exception(NEITHER)),
              failed(new Exception(NEITHER)),
              failed(new Exception(NEITHER)),
              failed(new Exception(NEITHER)));
        });
  }

  @Trap(7)
  @Test
  void aKeyThatWasDroppedStartsFromItsNewValues() throws Exception {
    Table.run(
        table -> {
          checkpointsIn(checkpoints, table);
          table.expect(
              "inverse comes back",
              filteredSums(
                  table,
                  pairs(
                      table,
                      batch(part(pair("a", 1), pair("b", 5))),
                      batch(),
                      batch(),
                      batch(part(pair("a", 3))),
                      batch(part(pair("a", 4), pair("b", 6)))),
                  2,
                  pair -> pair._2() != 0),
              batch(part(pair("a", 1), pair("b", 5))),
              batch(part(pair("a", 1), pair("b", 5))),
              batch(part()),
              batch(part(pair("a", 3))),
              batch(part(pair("a", 7), pair("b", 6))),
              batch(part(pair("a", 4), pair("b", 6))),
              batch(part()),
              batch(part()));
          table.expect(
              "inverse dropped and new",
              filteredSums(
                  table,
                  pairs(
                      table,
                      batch(part(pair("a", 1))),
                      batch(part(pair("a", 2))),
                      batch(part(pair("a", 3))),
                      batch(part(pair("a", 4))),
                      batch(part(pair("a", 5)))),
                  2,
                  pair -> pair._2() != 3),
              batch(part(pair("a", 1))),
              batch(part()),
              batch(part()),
              batch(part(pair("a", 4))),
              batch(part(pair("a", 6))),
              batch(part(pair("a", 2))),
              batch(part(pair("a", -3))),
              batch(part(pair("a", -3))));
        });
  }

  @Test
  void aFilterThatIsNullFailsWhereThereArePairs() throws Exception {
    Table.run(
        table -> {
          checkpointsIn(checkpoints, table);
          table.expect(
              "inverse null filter",
              filteredSums(
                  table, pairs(table, batch(), batch(part(pair("a", 1))), batch()), 1, null),
              batch(part()),
              failed(new NullPointerException()),
              failed(new NullPointerException()),
              failed(new NullPointerException()),
              failed(new NullPointerException()));
        });
  }

  @Trap(8)
  @Test
  void whatLeavesIsTakenAwayBeforeWhatComesIsAdded() throws Exception {
    Table.run(
        table -> {
          checkpointsIn(checkpoints, table);
          table.expect(
              "inverse text",
              pairs(
                      table,
                      batch(part(pair("a", "1"), pair("a", "2")), part(pair("a", "3"))),
                      batch(part(pair("a", "4"))),
                      batch(part(pair("a", "5"), pair("b", "6"))),
                      batch(),
                      batch(part(pair("a", "7"))))
                  .reduceByKeyAndWindow(
                      (x, y) -> "(" + x + "+" + y + ")",
                      (x, y) -> "(" + x + "-" + y + ")",
                      batches(table, 3),
                      batches(table, 2)),
              none(),
              batch(part(), part(pair("a", "(((1+2)+3)+4)"))),
              none(),
              batch(part(pair("b", "6")), part(pair("a", "(((((1+2)+3)+4)-((1+2)+3))+5)"))),
              none(),
              batch(
                  part(pair("b", "(6-6)")),
                  part(pair("a", "(((((((1+2)+3)+4)-((1+2)+3))+5)-(4+5))+7)"))),
              none(),
              batch(
                  part(pair("b", "(6-6)")),
                  part(pair("a", "((((((((1+2)+3)+4)-((1+2)+3))+5)-(4+5))+7)-7)"))));
          table.expect(
              "inverse text 2 every 1",
              pairs(
                      table,
                      batch(part(pair("a", "1"))),
                      batch(part(pair("a", "2"))),
                      batch(part(pair("a", "3"))))
                  .reduceByKeyAndWindow(
                      (x, y) -> "(" + x + "+" + y + ")",
                      (x, y) -> "(" + x + "-" + y + ")",
                      batches(table, 2),
                      batches(table, 1)),
              batch(part(), part(pair("a", "1"))),
              batch(part(), part(pair("a", "(1+2)"))),
              batch(part(), part(pair("a", "(((1+2)-1)+3)"))),
              batch(part(), part(pair("a", "((((1+2)-1)+3)-2)"))),
              batch(part(), part(pair("a", "(((((1+2)-1)+3)-2)-3)"))),
              batch(part(), part(pair("a", "(((((1+2)-1)+3)-2)-3)"))));
        });
  }

  @Test
  void keysComeInTheOrderOfACogroup() throws Exception {
    Table.run(
        table -> {
          checkpointsIn(checkpoints, table);
          table.expect(
              "inverse order",
              keys(
                  pairs(
                          table,
                          manyKeys("1", 0, 30),
                          manyKeys("2", 20, 30),
                          manyKeys("3", 10, 50),
                          manyKeys("4", 0, 3))
                      .mapValues(Integer::parseInt)
                      .reduceByKeyAndWindow(
                          Integer::sum,
                          InverseWindowTest::minus,
                          batches(table, 2),
                          batches(table, 1),
                          1,
                          pair -> pair._2() != 0)),
              batch(
                  part(
                      "z s 2c e 4a 5g 2x 7 2j 0 1d 16 3i 52 3p 34 1y 1k 3w 4o 4v 59 1r "
                          + "25 4h 3b 2q l 5n 43")),
              batch(
                  part(
                      "2c e 8y 2x 7 9j 16 86 6t 34 1r 1k 3w 4o 9c 59 25 61 7l 3b 5u l "
                          + "77 6m z s 8r 4a 5g 2j 8k 0 7e 1d 3i 52 3p 1y 4v 68 4h 5n 2q 43 "
                          + "7s 8d 6f 70 95 7z")),
              batch(
                  part(
                      "2c 8y 2x 9j ap 9q 86 6t aw 34 b3 3w 4o 9c 59 ab 25 61 7l 3b 5u "
                          + "77 6m a4 8r 4a 5g 9x 2j 8k bh 7e 3i 52 3p 1y 4v 68 4h ai 5n 43 "
                          + "2q 7s 8d 6f 70 95 ba 7z")),
              batch(
                  part(
                      "2c 8y e 2x 7 9j ap 9q 86 6t aw 34 b3 ab 3w 4o 9c 59 25 61 7l 3b "
                          + "5u 77 6m a4 9x 8r 4a 5g 2j 8k bh 0 7e 3i 52 3p 1y 4v 68 4h ai 5n "
                          + "2q 7s 70 43 8d 6f 95 ba 7z")),
              batch(part("e 7 0")),
              batch(part("")),
              batch(part("")));
        });
  }

  @Test
  void whatLiesInPlaceIsReducedTheSame() throws Exception {
    Table.run(
        table -> {
          checkpointsIn(checkpoints, table);
          table.expect(
              "inverse in place",
              sums(
                  table,
                  powersOfTen(table)
                      .transformToPair(rdd -> rdd.partitionBy(new HashPartitioner(2))),
                  2,
                  1),
              batch(part(), part(pair("a", 1))),
              batch(part(), part(pair("a", 11))),
              batch(part(), part(pair("a", 110))),
              batch(part(pair("b", 1)), part(pair("a", 1100))),
              batch(part(pair("b", 1)), part(pair("a", 11000))),
              batch(part(pair("b", 0)), part(pair("a", 10000))),
              batch(part(pair("b", 0)), part(pair("a", 0))));
          table.expect(
              "inverse elsewhere",
              sums(
                  table,
                  powersOfTen(table)
                      .transformToPair(rdd -> rdd.partitionBy(new HashPartitioner(3))),
                  2,
                  1),
              batch(part(), part(pair("a", 1))),
              batch(part(), part(pair("a", 11))),
              batch(part(), part(pair("a", 110))),
              batch(part(pair("b", 1)), part(pair("a", 1100))),
              batch(part(pair("b", 1)), part(pair("a", 11000))),
              batch(part(pair("b", 0)), part(pair("a", 10000))),
              batch(part(pair("b", 0)), part(pair("a", 0))));
          table.expect(
              "inverse mapValues in place",
              sums(table, powersOfTen(table).reduceByKey(Integer::sum), 2, 1)
                  .mapValues(sum -> sum + 1)
                  .reduceByKey(Integer::sum),
              batch(part(), part(pair("a", 2))),
              batch(part(), part(pair("a", 12))),
              batch(part(), part(pair("a", 111))),
              batch(part(pair("b", 2)), part(pair("a", 1101))),
              batch(part(pair("b", 2)), part(pair("a", 11001))),
              batch(part(pair("b", 1)), part(pair("a", 10001))),
              batch(part(pair("b", 1)), part(pair("a", 1))));
        });
  }

  @Test
  void keysAndValuesMayBeNull() throws Exception {
    Table.run(
        table -> {
          checkpointsIn(checkpoints, table);
          table.expect(
              "inverse null",
              pairs(
                      table,
                      batch(part(pair((String) null, "1"), pair("a", (String) null))),
                      batch(part(pair((String) null, (String) null))),
                      batch(part(pair("b", "2"), pair("a", "3"))))
                  .reduceByKeyAndWindow(
                      (x, y) -> x + "+" + y,
                      (x, y) -> x + "-" + y,
                      batches(table, 2),
                      batches(table, 1)),
              batch(part(pair(null, "1")), part(pair("a", null))),
              batch(part(pair(null, "1+null")), part(pair("a", null))),
              batch(part(pair(null, "1+null-1"), pair("b", "2")), part(pair("a", "null-null+3"))),
              batch(
                  part(pair(null, "1+null-1-null"), pair("b", "2")),
                  part(pair("a", "null-null+3"))),
              batch(
                  part(pair(null, "1+null-1-null"), pair("b", "2-2")),
                  part(pair("a", "null-null+3-3"))),
              batch(
                  part(pair(null, "1+null-1-null"), pair("b", "2-2")),
                  part(pair("a", "null-null+3-3"))));
        });
  }

  @Test
  void ofSilenceThereIsNothing() throws Exception {
    Table.run(
        table -> {
          checkpointsIn(checkpoints, table);
          JavaPairDStream<String, Integer> silent =
              table
                  .context()
                  .<String>receiverStream(new Receivers.Silent())
                  .mapToPair(word -> pair(word, 1));
          table.expect(
              "inverse silent",
              sums(table, silent, 2, 1),
              batch(part(), part()),
              batch(part(), part()),
              batch(part(), part()),
              batch(part(), part()));
        });
  }
}
