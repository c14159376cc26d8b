// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.conformance.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dstreambeam.conformance.behaviour.Batch.batch;
import static org.dstreambeam.conformance.behaviour.Batch.none;
import static org.dstreambeam.conformance.behaviour.Batch.pair;
import static org.dstreambeam.conformance.behaviour.Batch.part;
import static org.dstreambeam.conformance.behaviour.Windowed.batches;
import static org.dstreambeam.conformance.behaviour.Windowed.keys;
import static org.dstreambeam.conformance.behaviour.Windowed.manyKeys;
import static org.dstreambeam.conformance.behaviour.Windowed.pairs;
import static org.dstreambeam.conformance.behaviour.Windowed.powersOfTen;

import org.apache.spark.HashPartitioner;
import org.apache.spark.Partitioner;
import org.apache.spark.streaming.Duration;
import org.apache.spark.streaming.api.java.JavaPairDStream;
import org.junit.jupiter.api.Test;

/** {@code reduceByKeyAndWindow} without an inverse function. */
class ReduceByKeyAndWindowTest {

  private static JavaPairDStream<String, String> words(Table table) {
    return pairs(
        table,
        batch(part(pair("a", "1"), pair("b", "2"), pair("a", "3")), part(pair("a", "4"))),
        batch(),
        batch(part(pair("c", "5")), part(), part(pair("a", "6"), pair("c", "7"))),
        batch(part(pair("b", "8"))));
  }

  private static String joined(String first, String second) {
    return first + second;
  }

  private static final class LastPartition extends Partitioner {
    @Override
    public int numPartitions() {
      return 3;
    }

    @Override
    public int getPartition(Object key) {
      return 2;
    }
  }

  @Trap(4)
  @Test
  void allOverloads() throws Exception {
    Table.run(
        table -> {
          JavaPairDStream<String, String> words = words(table);
          Duration two = batches(table, 2);
          Duration one = batches(table, 1);
          table.expect(
              "reduceByKeyAndWindow window only",
              words.reduceByKeyAndWindow(ReduceByKeyAndWindowTest::joined, two),
              batch(part(pair("b", "2")), part(pair("a", "134"))),
              batch(part(pair("b", "2")), part(pair("a", "134"))),
              batch(part(), part(pair("a", "6"), pair("c", "57"))),
              batch(part(pair("b", "8")), part(pair("a", "6"), pair("c", "57"))),
              batch(part(pair("b", "8")), part()),
              batch(part(), part()));
          table.expect(
              "reduceByKeyAndWindow window and slide",
              words.reduceByKeyAndWindow(ReduceByKeyAndWindowTest::joined, two, two),
              none(),
              batch(part(pair("b", "2")), part(pair("a", "134"))),
              none(),
              batch(part(pair("b", "8")), part(pair("a", "6"), pair("c", "57"))),
              none(),
              batch(part(), part()));
          table.expect(
              "reduceByKeyAndWindow 3 partitions",
              words.reduceByKeyAndWindow(ReduceByKeyAndWindowTest::joined, two, one, 3),
              batch(part(), part(pair("a", "134")), part(pair("b", "2"))),
              batch(part(), part(pair("a", "134")), part(pair("b", "2"))),
              batch(part(pair("c", "57")), part(pair("a", "6")), part()),
              batch(part(pair("c", "57")), part(pair("a", "6")), part(pair("b", "8"))),
              batch(part(), part(), part(pair("b", "8"))),
              batch(part(), part(), part()));
          table.expect(
              "reduceByKeyAndWindow a partitioner",
              words.reduceByKeyAndWindow(
                  ReduceByKeyAndWindowTest::joined, two, one, new LastPartition()),
              batch(part(), part(), part(pair("a", "134"), pair("b", "2"))),
              batch(part(), part(), part(pair("a", "134"), pair("b", "2"))),
              batch(part(), part(), part(pair("a", "6"), pair("c", "57"))),
              batch(part(), part(), part(pair("a", "6"), pair("b", "8"), pair("c", "57"))),
              batch(part(), part(), part(pair("b", "8"))),
              batch(part(), part(), part()));
        });
  }

  @Trap(4)
  @Test
  void windowsAndSlidesOfAllLengths() throws Exception {
    Table.run(
        table -> {
          JavaPairDStream<String, Integer> powers = powersOfTen(table);
          table.expect(
              "reduceByKeyAndWindow 1 every 1",
              sums(table, powers, 1, 1),
              batch(part(pair("a", 1))),
              batch(part(pair("a", 10))),
              batch(part(pair("a", 100))),
              batch(part(pair("a", 1000), pair("b", 1))),
              batch(part(pair("a", 10000))),
              batch(part()));
          table.expect(
              "reduceByKeyAndWindow 3 every 1",
              sums(table, powers, 3, 1),
              batch(part(pair("a", 1))),
              batch(part(pair("a", 11))),
              batch(part(pair("a", 111))),
              batch(part(pair("a", 1110), pair("b", 1))),
              batch(part(pair("a", 11100), pair("b", 1))),
              batch(part(pair("a", 11000), pair("b", 1))),
              batch(part(pair("a", 10000))),
              batch(part()),
              batch(part()));
          table.expect(
              "reduceByKeyAndWindow 3 every 2",
              sums(table, powers, 3, 2),
              none(),
              batch(part(pair("a", 11))),
              none(),
              batch(part(pair("a", 1110), pair("b", 1))),
              none(),
              batch(part(pair("a", 11000), pair("b", 1))),
              none(),
              batch(part()),
              none());
          table.expect(
              "reduceByKeyAndWindow 2 every 3",
              sums(table, powers, 2, 3),
              none(),
              none(),
              batch(part(pair("a", 110))),
              none(),
              none(),
              batch(part(pair("a", 10000))),
              none(),
              none(),
              batch(part()));
          table.expect(
              "reduceByKeyAndWindow 1 every 2",
              sums(table, powers, 1, 2),
              none(),
              batch(part(pair("a", 10))),
              none(),
              batch(part(pair("a", 1000), pair("b", 1))),
              none(),
              batch(part()),
              none(),
              batch(part()),
              none());
          table.expect(
              "reduceByKeyAndWindow 4 every 2",
              sums(table, powers, 4, 2),
              none(),
              batch(part(pair("a", 11))),
              none(),
              batch(part(pair("a", 1111), pair("b", 1))),
              none(),
              batch(part(pair("a", 11100), pair("b", 1))),
              none(),
              batch(part(pair("a", 10000))),
              none());
          table.expect(
              "reduceByKeyAndWindow 5 every 3",
              sums(table, powers, 5, 3),
              none(),
              none(),
              batch(part(pair("a", 111))),
              none(),
              none(),
              batch(part(pair("a", 11110), pair("b", 1))),
              none(),
              none(),
              batch(part(pair("a", 10000))));
          table.expect(
              "reduceByKeyAndWindow 20 every 1",
              sums(table, powers, 20, 1),
              batch(part(pair("a", 1))),
              batch(part(pair("a", 11))),
              batch(part(pair("a", 111))),
              batch(part(pair("a", 1111), pair("b", 1))),
              batch(part(pair("a", 11111), pair("b", 1))),
              batch(part(pair("a", 11111), pair("b", 1))),
              batch(part(pair("a", 11111), pair("b", 1))));
        });
  }

  private static JavaPairDStream<String, Integer> sums(
      Table table, JavaPairDStream<String, Integer> pairs, int window, int slide) {
    return pairs.reduceByKeyAndWindow(
        Integer::sum, batches(table, window), batches(table, slide), 1);
  }

  @Test
  void aWindowOfNoLengthIsEmpty() throws Exception {
    Table.run(
        table ->
            table.expect(
                "reduceByKeyAndWindow 0",
                sums(table, powersOfTen(table), 0, 1),
                batch(part()),
                batch(part()),
                batch(part())));
  }

  @Test
  void keysComeInTheOrderOfATableThatGrowsWithTheWindow() throws Exception {
    Table.run(
        table ->
            table.expect(
                "reduceByKeyAndWindow order",
                keys(
                    pairs(
                            table,
                            manyKeys("1", 0, 30),
                            manyKeys("2", 20, 30),
                            manyKeys("3", 10, 50),
                            manyKeys("4", 0, 3))
                        .reduceByKeyAndWindow(
                            ReduceByKeyAndWindowTest::joined,
                            batches(table, 2),
                            batches(table, 1),
                            1)),
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
                        "2q 8y 2c 2x 9j ap 9q 86 6t aw 34 b3 ab 3w 4o 9c 59 25 61 7l 3b "
                            + "77 5u 6m a4 9x 8r 4a 5g 2j 8k bh 7e 3i 52 3p 1y 68 4v 4h ai 70 "
                            + "5n 7s 95 8d 6f 7z 43 ba")),
                batch(
                    part(
                        "2c 8y e 2x 7 9j ap 9q 86 6t aw 34 b3 ab 3w 4o 9c 59 25 61 7l a4 "
                            + "77 5u 3b 6m 9x 8r 4a 5g 2j 8k bh 0 7e 3i 52 3p 1y 68 4v 4h ai 7z "
                            + "43 95 7s 8d 6f 70 2q ba 5n")),
                batch(part("e 7 0"))));
  }

  @Test
  void theResultHasThePartitionerSoThatNothingMovesAgain() throws Exception {
    Table.run(
        table -> {
          JavaPairDStream<String, String> words = words(table);
          words
              .reduceByKeyAndWindow(
                  ReduceByKeyAndWindowTest::joined, batches(table, 2), batches(table, 1), 3)
              .foreachRDD(
                  rdd -> assertThat(rdd.partitioner().get()).isEqualTo(new HashPartitioner(3)));
          table.batches(2);
          table.afterwards(
              done -> assertThat(done.context().awaitTerminationOrTimeout(1)).isFalse());
        });
  }

  @Test
  void whatLiesInPlaceOrElsewhereIsReducedTheSame() throws Exception {
    Table.run(
        table -> {
          JavaPairDStream<String, String> words = words(table);
          table.expect(
              "reduceByKeyAndWindow in place",
              words
                  .transformToPair(rdd -> rdd.partitionBy(new HashPartitioner(2)))
                  .reduceByKeyAndWindow(
                      ReduceByKeyAndWindowTest::joined,
                      batches(table, 2),
                      batches(table, 1),
                      new HashPartitioner(2)),
              batch(part(pair("b", "2")), part(pair("a", "134"))),
              batch(part(pair("b", "2")), part(pair("a", "134"))),
              batch(part(), part(pair("a", "6"), pair("c", "57"))),
              batch(part(pair("b", "8")), part(pair("a", "6"), pair("c", "57"))),
              batch(part(pair("b", "8")), part()));
          table.expect(
              "reduceByKeyAndWindow elsewhere",
              words
                  .transformToPair(rdd -> rdd.partitionBy(new HashPartitioner(3)))
                  .reduceByKeyAndWindow(
                      ReduceByKeyAndWindowTest::joined, batches(table, 2), batches(table, 1)),
              batch(part(pair("b", "2")), part(pair("a", "134"))),
              batch(part(pair("b", "2")), part(pair("a", "134"))),
              batch(part(), part(pair("a", "6"), pair("c", "57"))),
              batch(part(pair("b", "8")), part(pair("a", "6"), pair("c", "57"))),
              batch(part(pair("b", "8")), part()));
        });
  }

  @Test
  void keysAndValuesMayBeNull() throws Exception {
    Table.run(
        table ->
            table.expect(
                "reduceByKeyAndWindow null",
                pairs(
                        table,
                        batch(part(pair((String) null, "1"), pair("a", (String) null))),
                        batch(part(pair((String) null, (String) null))),
                        batch(part(pair("b", "2"), pair("a", "3"))))
                    .reduceByKeyAndWindow(
                        ReduceByKeyAndWindowTest::joined, batches(table, 2), batches(table, 1)),
                batch(part(pair(null, "1")), part(pair("a", null))),
                batch(part(pair(null, "1null")), part(pair("a", null))),
                batch(part(pair(null, null), pair("b", "2")), part(pair("a", "3"))),
                batch(part(pair("b", "2")), part(pair("a", "3"))),
                batch(part(), part())));
  }

  @Test
  void aSingleValueIsNotReduced() throws Exception {
    Table.run(
        table ->
            table.expect(
                "reduceByKeyAndWindow single",
                pairs(table, batch(part(pair("a", 1))), batch(), batch(part(pair("a", 2))))
                    .reduceByKeyAndWindow(
                        (Integer x, Integer y) -> {
                          throw new IllegalStateException("there are two");
                        },
                        batches(table, 2),
                        batches(table, 1)),
                batch(part(), part(pair("a", 1))),
                batch(part(), part(pair("a", 1))),
                batch(part(), part(pair("a", 2))),
                batch(part(), part(pair("a", 2))),
                batch(part(), part())));
  }
}
