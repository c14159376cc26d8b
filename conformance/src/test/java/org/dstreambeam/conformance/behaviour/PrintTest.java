// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.conformance.behaviour;

import static org.dstreambeam.conformance.behaviour.Batch.batch;
import static org.dstreambeam.conformance.behaviour.Batch.pair;
import static org.dstreambeam.conformance.behaviour.Batch.part;

import java.util.List;
import org.apache.spark.api.java.Optional;
import org.apache.spark.streaming.Duration;
import org.apache.spark.streaming.Durations;
import org.apache.spark.streaming.api.java.JavaDStream;
import org.apache.spark.streaming.api.java.JavaPairDStream;
import org.junit.jupiter.api.Test;
import scala.Tuple2;

class PrintTest {

  @Test
  void showsTenRecordsOfEachBatchAndThatThereAreMore() throws Exception {
    Table.run(
        table -> {
          table
              .input(
                  batch(part(1, 2, 3, 4, 5, 6), part(), part(7, 8, 9, 10)),
                  batch(part(1, 2, 3, 4, 5, 6), part(7, 8, 9, 10, 11)),
                  batch())
              .print();
          table.batches(4);
          table.expectPrinted(
              block(1, "1", "2", "3", "4", "5", "6", "7", "8", "9", "10")
                  + block(2, "1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "...")
                  + block(3)
                  + block(4));
        });
  }

  @Test
  void showsAsManyRecordsAsItIsToldTo() throws Exception {
    Table.run(
        table -> {
          JavaDStream<String> words =
              table.input(batch(part("a", "b")), batch(part("c"), part("d", "e")));
          words.print(2);
          words.print(0);
          words.print(-1);
          words.print(100);
          table.batches(3);
          table.expectPrinted(
              block(1, "a", "b")
                  + block(1, "...")
                  + block(1, "...")
                  + block(1, "a", "b")
                  + block(2, "c", "d", "...")
                  + block(2, "...")
                  + block(2, "...")
                  + block(2, "c", "d", "e")
                  + block(3)
                  + block(3)
                  + block(3, "...")
                  + block(3));
        });
  }

  @Test
  void showsNullsPairsListsAndOptionals() throws Exception {
    Table.run(
        table -> {
          JavaDStream<String> words = table.input(batch(part("a", null)));
          words.print();
          words.mapToPair(word -> new Tuple2<>(word, word == null ? null : 1)).print();
          words.map(word -> List.of("x", "y")).print(1);
          words.map(Optional::ofNullable).print();
          words.count().print();
          words.map(word -> word + "\nsecond line").print(1);
          table.expectPrinted(
              block(1, "a", "null")
                  + block(1, "(a,1)", "(null,null)")
                  + block(1, "[x, y]", "...")
                  + block(1, "Optional[a]", "Optional.empty")
                  + block(1, "2")
                  + block(1, "a", "second line", "..."));
        });
  }

  @Test
  void showsGroupsAsListsAndJoinsAsPairs() throws Exception {
    Table.run(
        table -> {
          JavaPairDStream<String, Integer> pairs =
              table.pairs(batch(part(pair("a", 1), pair("a", 2))));
          pairs.groupByKey(1).print();
          pairs.groupByKey(1).mapValues(values -> values).glom().print();
          pairs.cogroup(pairs.filter(pair -> false), 1).print();
          pairs.leftOuterJoin(pairs.filter(pair -> pair._2() == 1), 1).print();
          pairs.fullOuterJoin(pairs.filter(pair -> false), 1).print(1);
          pairs.countByValue(1).print(0);
          pairs
              .<Object>map(pair -> new Object[0])
              .map(array -> array.toString().substring(0, 20))
              .print(1);
          table.expectPrinted(
              block(1, "(a,[1, 2])")
                  + block(1, "[(a,[1, 2])]")
                  + block(1, "(a,([1, 2],[]))")
                  + block(1, "(a,(1,Optional[1]))", "(a,(2,Optional[1]))")
                  + block(1, "(a,(Optional[1],Optional.empty))", "...")
                  + block(1, "...")
                  + block(1, "[Ljava.lang.Object;@", "..."));
        });
  }

  @Test
  void ofAWindowPrintsAtItsSlidesOnly() throws Exception {
    Table.run(
        table -> {
          Duration two = Durations.milliseconds(2 * table.batchMillis());
          table.input(batch(part("a")), batch(part("b"))).window(two, two).print();
          table.batches(4);
          table.expectPrinted(block(2, "a", "b") + block(4));
        });
  }

  @Test
  void writesNothingForABatchThatFailsAndGoesOn() throws Exception {
    Table.run(
        table -> {
          table
              .input(batch(part("1")), batch(part("x")), batch(part("3")))
              .map(Integer::valueOf)
              .print();
          table.batches(3);
          table.expectPrinted(block(1, "1") + block(3, "3"));
        });
  }

  @Test
  void ofPairsReadsAfterAShuffle() throws Exception {
    Table.run(
        table -> {
          table
              .pairs(batch(part(pair(1, 1), pair(2, 1)), part(pair(1, 1))), batch(part()))
              .reduceByKey(Integer::sum)
              .print(1);
          table.batches(2);
          table.expectPrinted(block(1, "(2,1)", "...") + block(2));
        });
  }

  static String block(int ordinal, String... lines) {
    String rule = "-".repeat(43) + "\n";
    String records = lines.length == 0 ? "" : String.join("\n", lines) + "\n";
    return rule + "Time: #" + ordinal + " ms\n" + rule + records + "\n";
  }
}
