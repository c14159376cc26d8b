// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.conformance.behaviour;

import static org.dstreambeam.conformance.behaviour.Batch.batch;
import static org.dstreambeam.conformance.behaviour.Batch.failed;
import static org.dstreambeam.conformance.behaviour.Batch.pair;
import static org.dstreambeam.conformance.behaviour.Batch.part;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.HashPartitioner;
import org.apache.spark.Partitioner;
import org.apache.spark.streaming.api.java.JavaPairDStream;
import org.junit.jupiter.api.Test;
import scala.Tuple2;

class ReduceByKeyTest {

  /** Everything into the last partition. */
  private static final class Last extends Partitioner {
    private static final long serialVersionUID = 1L;
    private final int partitions;

    Last(int partitions) {
      this.partitions = partitions;
    }

    @Override
    public int numPartitions() {
      return partitions;
    }

    @Override
    public int getPartition(Object key) {
      return partitions - 1;
    }
  }

  @Test
  void givesOnePairPerKeyOfTheBatchInTheDefaultPartitions() throws Exception {
    Table.run(
        table ->
            table.expect(
                "sums",
                table
                    .pairs(
                        batch(part(pair(1, 10), pair(2, 20), pair(1, 1)), part(pair(2, 2))),
                        batch(part(), part(), part()),
                        batch(),
                        batch(part(pair(1, 5))))
                    .reduceByKey(Integer::sum),
                batch(part(pair(2, 22)), part(pair(1, 11))),
                batch(part(), part()),
                batch(part(), part()),
                batch(part(), part(pair(1, 5))),
                batch(part(), part())));
  }

  @Test
  void takesTheNumberOfPartitionsFromTheConfiguration() throws Exception {
    Table.run(
        Table.conf().set("spark.default.parallelism", "3"),
        table ->
            table.expect(
                "sums",
                table.pairs(batch(part(pair(4, 1)))).reduceByKey(Integer::sum),
                batch(part(), part(pair(4, 1)), part()),
                batch(part(), part(), part())));
  }

  @Test
  void withANumberGivesThatManyPartitions() throws Exception {
    Table.run(
        table -> {
          JavaPairDStream<Integer, Integer> pairs =
              table.pairs(batch(part(pair(0, 1), pair(1, 1)), part(pair(2, 1), pair(-1, 1))));
          table.expect(
              "one",
              pairs
                  .reduceByKey(Integer::sum, 1)
                  .map(Tuple2::_1)
                  .mapPartitions(ReduceByKeyTest::sorted),
              batch(part(-1, 0, 1, 2)),
              batch(part()));
          table.expect(
              "four",
              pairs.reduceByKey(Integer::sum, 4),
              batch(part(pair(0, 1)), part(pair(1, 1)), part(pair(2, 1)), part(pair(-1, 1))),
              batch(part(), part(), part(), part()));
        });
  }

  @Test
  void withAPartitionerPutsKeysWhereItSays() throws Exception {
    Table.run(
        table -> {
          JavaPairDStream<String, Integer> pairs =
              table.pairs(batch(part(pair("a", 1)), part(pair("a", 2))), batch(part()));
          table.expect(
              "hash",
              pairs.reduceByKey(Integer::sum, new HashPartitioner(3)),
              batch(part(), part(pair("a", 3)), part()),
              batch(part(), part(), part()));
          table.expect(
              "of the program",
              pairs.reduceByKey(Integer::sum, new Last(2)),
              batch(part(), part(pair("a", 3))),
              batch(part(), part()));
        });
  }

  @Test
  void putsTheNullKeyIntoTheFirstPartition() throws Exception {
    Table.run(
        table ->
            table.expect(
                "sums",
                table
                    .pairs(batch(part(pair((Integer) null, 1), pair(1, 1)), part(pair(null, 2))))
                    .reduceByKey(Integer::sum),
                batch(part(pair(null, 3)), part(pair(1, 1)))));
  }

  @Test
  void reducesNullValuesLikeOthers() throws Exception {
    Table.run(
        table ->
            table.expect(
                "joined",
                table
                    .pairs(
                        batch(
                            part(pair(1, (String) null), pair(1, "a"), pair(2, null)),
                            part(pair(1, null))))
                    .reduceByKey((left, right) -> left + "," + right),
                batch(part(pair(2, null)), part(pair(1, "null,a,null")))));
  }

  @Test
  void mayReduceToNull() throws Exception {
    Table.run(
        table ->
            table.expect(
                "null",
                table
                    .pairs(batch(part(pair(1, "a"), pair(1, "b")), part(pair(1, "c"))))
                    .reduceByKey((left, right) -> null),
                batch(part(), part(pair(1, null)))));
  }

  @Test
  void doesNotCallTheFunctionForASingleValue() throws Exception {
    Table.run(
        table ->
            table.expect(
                "fails if called",
                table
                    .pairs(batch(part(pair(1, "a")), part(pair(2, "b"))))
                    .reduceByKey(
                        (left, right) -> {
                          throw new IllegalStateException("called");
                        }),
                batch(part(pair(2, "b")), part(pair(1, "a")))));
  }

  @Test
  void failsTheBatchWhoseFunctionFails() throws Exception {
    Table.run(
        table ->
            table.expect(
                "quotients",
                table
                    .pairs(
                        batch(part(pair(1, 6)), part(pair(1, 3))),
                        batch(part(pair(1, 6), pair(1, 0))),
                        batch(part(pair(1, 8), pair(1, 2))))
                    .reduceByKey((left, right) -> left / right),
                batch(part(), part(pair(1, 2))),
                failed(new ArithmeticException("/ by zero")),
                batch(part(), part(pair(1, 4)))));
  }

  @Test
  void reducesInOrderWithinAndAcrossPartitions() throws Exception {
    Table.run(
        table ->
            table.expect(
                "joined",
                table
                    .pairs(
                        batch(
                            part(pair("k", "a"), pair("k", "b")),
                            part(),
                            part(pair("k", "c")),
                            part(pair("k", "d"), pair("k", "e"))))
                    .reduceByKey((left, right) -> "(" + left + right + ")", 1),
                batch(part(pair("k", "(((ab)c)(de))")))));
  }

  @Test
  void takesManyValuesOfOneKeyBesideFewOfOthers() throws Exception {
    List<Tuple2<String, Long>> skewed = new ArrayList<>();
    for (int i = 0; i < 2_000; i++) {
      skewed.add(new Tuple2<>(i % 100 == 0 ? "rare" + i / 1_000 : "often", 1L));
    }
    Table.run(
        table ->
            table.expect(
                "sums",
                table
                    .pairs(batch(skewed, part(), skewed), batch(part()))
                    .reduceByKey(Long::sum, 1)
                    .mapPartitions(ReduceByKeyTest::sortedTexts),
                batch(part("(often,3960)", "(rare0,20)", "(rare1,20)")),
                batch(part())));
  }

  @Test
  void takesManyKeys() throws Exception {
    List<Tuple2<Integer, Integer>> keys =
        IntStream.range(0, 500).mapToObj(key -> new Tuple2<>(key, key)).toList();
    Table.run(
        table ->
            table.expect(
                "sum of sums",
                table
                    .pairs(batch(keys, keys))
                    .reduceByKey(Integer::sum)
                    .mapToPair(pair -> new Tuple2<>("all", pair._2()))
                    .reduceByKey(Integer::sum),
                batch(part(), part(pair("all", 2 * 500 * 499 / 2)))));
  }

  @Test
  void ofWhatIsPartitionedSoAlreadyMovesNothing() throws Exception {
    Table.run(
        table ->
            table.expect(
                "twice",
                table
                    .pairs(batch(part(pair(1, 1), pair(2, 2)), part(pair(1, 3))))
                    .reduceByKey(Integer::sum)
                    .filter(pair -> pair._1() == 1)
                    .reduceByKey((left, right) -> left * right),
                batch(part(), part(pair(1, 4)))));
  }

  @Test
  void seesEqualKeysThatAreNotTheSameObject() throws Exception {
    Table.run(
        table ->
            table.expect(
                "sums",
                table
                    .pairs(
                        batch(
                            part(pair(List.of(1, 2), 1), pair(new ArrayList<>(List.of(1, 2)), 1)),
                            part(pair(List.of(1, 2), 1))))
                    .reduceByKey(Integer::sum, 1),
                batch(part(pair(List.of(1, 2), 3)))));
  }

  private static Iterator<Integer> sorted(Iterator<Integer> numbers) {
    List<Integer> list = new ArrayList<>();
    numbers.forEachRemaining(list::add);
    Collections.sort(list);
    return list.iterator();
  }

  private static <T> Iterator<String> sortedTexts(Iterator<T> records) {
    List<String> list = new ArrayList<>();
    records.forEachRemaining(record -> list.add(String.valueOf(record)));
    Collections.sort(list);
    return list.iterator();
  }
}
