// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.conformance.behaviour;

import static org.dstreambeam.conformance.behaviour.Batch.batch;
import static org.dstreambeam.conformance.behaviour.Batch.none;
import static org.dstreambeam.conformance.behaviour.Batch.pair;
import static org.dstreambeam.conformance.behaviour.Batch.part;
import static org.dstreambeam.conformance.behaviour.Windowed.batches;
import static org.dstreambeam.conformance.behaviour.Windowed.keys;
import static org.dstreambeam.conformance.behaviour.Windowed.manyKeys;
import static org.dstreambeam.conformance.behaviour.Windowed.pairs;
import static org.dstreambeam.conformance.behaviour.Windowed.powersOfTen;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.HashPartitioner;
import org.apache.spark.streaming.Duration;
import org.apache.spark.streaming.api.java.JavaPairDStream;
import org.junit.jupiter.api.Test;

/** {@code groupByKeyAndWindow}: the values of the oldest batch come first. */
class GroupByKeyAndWindowTest {

  private static JavaPairDStream<String, String> words(Table table) {
    return pairs(
        table,
        batch(part(pair("a", "1"), pair("b", "2"), pair("a", "3")), part(pair("a", "4"))),
        batch(),
        batch(part(pair("c", "5")), part(), part(pair("a", "6"), pair("c", "7"))),
        batch(part(pair("b", "8"), pair("a", "9"))));
  }

  private static <K, V> JavaPairDStream<K, String> text(JavaPairDStream<K, Iterable<V>> groups) {
    return groups.mapValues(GroupByKeyAndWindowTest::text);
  }

  private static <V> String text(Iterable<V> values) {
    List<String> texts = new ArrayList<>();
    values.forEach(value -> texts.add(String.valueOf(value)));
    return String.join(" ", texts);
  }

  @Test
  void allOverloads() throws Exception {
    Table.run(
        table -> {
          JavaPairDStream<String, String> words = words(table);
          Duration two = batches(table, 2);
          Duration one = batches(table, 1);
          table.expect(
              "groupByKeyAndWindow window only",
              text(words.groupByKeyAndWindow(two)),
              batch(part(pair("b", "2")), part(pair("a", "1 3 4"))),
              batch(part(pair("b", "2")), part(pair("a", "1 3 4"))),
              batch(part(), part(pair("a", "6"), pair("c", "5 7"))),
              batch(part(pair("b", "8")), part(pair("a", "6 9"), pair("c", "5 7"))),
              batch(part(pair("b", "8")), part(pair("a", "9"))),
              batch(part(), part()));
          table.expect(
              "groupByKeyAndWindow window and slide",
              text(words.groupByKeyAndWindow(two, two)),
              none(),
              batch(part(pair("b", "2")), part(pair("a", "1 3 4"))),
              none(),
              batch(part(pair("b", "8")), part(pair("a", "6 9"), pair("c", "5 7"))),
              none(),
              batch(part(), part()));
          table.expect(
              "groupByKeyAndWindow 3 partitions",
              text(words.groupByKeyAndWindow(two, one, 3)),
              batch(part(), part(pair("a", "1 3 4")), part(pair("b", "2"))),
              batch(part(), part(pair("a", "1 3 4")), part(pair("b", "2"))),
              batch(part(pair("c", "5 7")), part(pair("a", "6")), part()),
              batch(part(pair("c", "5 7")), part(pair("a", "6 9")), part(pair("b", "8"))),
              batch(part(), part(pair("a", "9")), part(pair("b", "8"))),
              batch(part(), part(), part()));
          table.expect(
              "groupByKeyAndWindow a partitioner",
              text(words.groupByKeyAndWindow(two, one, new HashPartitioner(1))),
              batch(part(pair("a", "1 3 4"), pair("b", "2"))),
              batch(part(pair("a", "1 3 4"), pair("b", "2"))),
              batch(part(pair("a", "6"), pair("c", "5 7"))),
              batch(part(pair("a", "6 9"), pair("b", "8"), pair("c", "5 7"))),
              batch(part(pair("a", "9"), pair("b", "8"))),
              batch(part()));
        });
  }

  @Trap(4)
  @Test
  void windowsAndSlidesOfAllLengths() throws Exception {
    Table.run(
        table -> {
          JavaPairDStream<String, Integer> powers = powersOfTen(table);
          table.expect(
              "groupByKeyAndWindow 1 every 2",
              groups(table, powers, 1, 2),
              none(),
              batch(part(pair("a", "10"))),
              none(),
              batch(part(pair("a", "1000"), pair("b", "1"))),
              none(),
              batch(part()));
          table.expect(
              "groupByKeyAndWindow 3 every 2",
              groups(table, powers, 3, 2),
              none(),
              batch(part(pair("a", "1 10"))),
              none(),
              batch(part(pair("a", "10 100 1000"), pair("b", "1"))),
              none(),
              batch(part(pair("a", "1000 10000"), pair("b", "1"))),
              none(),
              batch(part()));
          table.expect(
              "groupByKeyAndWindow 3 every 1",
              groups(table, powers, 3, 1),
              batch(part(pair("a", "1"))),
              batch(part(pair("a", "1 10"))),
              batch(part(pair("a", "1 10 100"))),
              batch(part(pair("a", "10 100 1000"), pair("b", "1"))),
              batch(part(pair("a", "100 1000 10000"), pair("b", "1"))),
              batch(part(pair("a", "1000 10000"), pair("b", "1"))),
              batch(part(pair("a", "10000"))),
              batch(part()));
          table.expect(
              "groupByKeyAndWindow 0", groups(table, powers, 0, 1), batch(part()), batch(part()));
        });
  }

  private static JavaPairDStream<String, String> groups(
      Table table, JavaPairDStream<String, Integer> pairs, int window, int slide) {
    return text(pairs.groupByKeyAndWindow(batches(table, window), batches(table, slide), 1));
  }

  @Test
  void keysComeInTheOrderOfATableThatGrowsWithTheWindow() throws Exception {
    Table.run(
        table ->
            table.expect(
                "groupByKeyAndWindow order",
                keys(
                    pairs(
                            table,
                            manyKeys("1", 0, 30),
                            manyKeys("2", 20, 30),
                            manyKeys("3", 10, 50),
                            manyKeys("4", 0, 3))
                        .groupByKeyAndWindow(batches(table, 2), batches(table, 1), 1)),
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
  void whatLiesInPlaceOrElsewhereIsGroupedTheSame() throws Exception {
    Table.run(
        table -> {
          JavaPairDStream<String, String> words = words(table);
          table.expect(
              "groupByKeyAndWindow in place",
              text(
                  words
                      .transformToPair(rdd -> rdd.partitionBy(new HashPartitioner(2)))
                      .groupByKeyAndWindow(batches(table, 2), batches(table, 1))),
              batch(part(pair("b", "2")), part(pair("a", "1 3 4"))),
              batch(part(pair("b", "2")), part(pair("a", "1 3 4"))),
              batch(part(), part(pair("a", "6"), pair("c", "5 7"))),
              batch(part(pair("b", "8")), part(pair("a", "6 9"), pair("c", "5 7"))),
              batch(part(pair("b", "8")), part(pair("a", "9"))));
          table.expect(
              "groupByKeyAndWindow elsewhere",
              text(
                  words
                      .transformToPair(rdd -> rdd.partitionBy(new HashPartitioner(3)))
                      .groupByKeyAndWindow(batches(table, 2), batches(table, 1))),
              batch(part(pair("b", "2")), part(pair("a", "1 3 4"))),
              batch(part(pair("b", "2")), part(pair("a", "1 3 4"))),
              batch(part(), part(pair("a", "6"), pair("c", "5 7"))),
              batch(part(pair("b", "8")), part(pair("a", "6 9"), pair("c", "5 7"))),
              batch(part(pair("b", "8")), part(pair("a", "9"))));
        });
  }

  @Test
  void keysAndValuesMayBeNull() throws Exception {
    Table.run(
        table ->
            table.expect(
                "groupByKeyAndWindow null",
                text(
                    pairs(
                            table,
                            batch(part(pair((String) null, "1"), pair("a", (String) null))),
                            batch(part(pair((String) null, (String) null))),
                            batch(part(pair("b", "2"), pair("a", "3"))))
                        .groupByKeyAndWindow(batches(table, 2))),
                batch(part(pair(null, "1")), part(pair("a", "null"))),
                batch(part(pair(null, "1 null")), part(pair("a", "null"))),
                batch(part(pair(null, "null"), pair("b", "2")), part(pair("a", "3"))),
                batch(part(pair("b", "2")), part(pair("a", "3"))),
                batch(part(), part())));
  }
}
