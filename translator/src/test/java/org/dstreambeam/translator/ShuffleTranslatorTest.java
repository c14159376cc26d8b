// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.translator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.spark.HashPartitioner;
import org.apache.spark.Partitioner;
import org.apache.spark.streaming.api.java.JavaPairDStream;
import org.dstreambeam.fixture.Spark;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import scala.Tuple2;

@Timeout(60)
class ShuffleTranslatorTest {

  @RegisterExtension private final Spark spark = new Spark();

  @Test
  void combinesPerKeyIntoThePartitionsOfThePartitioner() throws Exception {
    TestProgram program = new TestProgram(spark);
    JavaPairDStream<String, Integer> pairs =
        program.pairBatches(
            spark.rdd(List.of(pair("a", 1), pair("b", 1)), List.of(pair("a", 2), pair("c", 3))));
    List<List<List<Object>>> out = program.record(pairs.reduceByKey(Integer::sum, 2));

    assertThat(program.transforms())
        .containsExactly(
            "queueStream-1",
            "queueStream-1 batches",
            "reduceByKey-1 write",
            "reduceByKey-1 group",
            "reduceByKey-1 read",
            "driver");
    program.run(2);

    assertThat(out)
        .containsExactly(
            List.of(List.of(pair("b", 1)), List.of(pair("a", 3), pair("c", 3))),
            List.of(List.of(), List.of()));
  }

  @Test
  void aResultWithoutPartitionsStillHasBatches() throws Exception {
    TestProgram program = new TestProgram(spark);
    JavaPairDStream<String, Integer> pairs =
        program.pairBatches(spark.rdd(List.of(pair("a", 1)), List.of(pair("b", 2))));
    List<List<List<Object>>> out = program.record(pairs.reduceByKey(Integer::sum, 0));

    program.run(2);

    assertThat(out).containsExactly(List.of(), List.of());
  }

  @Test
  void runsTheChainBeforeItInItsWriteTransform() throws Exception {
    TestProgram program = new TestProgram(spark);
    JavaPairDStream<String, Integer> counts =
        program
            .<String>batches(spark.rdd(List.of("a", "b", "a")))
            .filter(word -> !word.equals("b"))
            .mapToPair(word -> new Tuple2<>(word, 1))
            .reduceByKey(Integer::sum, 1);
    List<List<List<Object>>> out = program.record(counts.map(Tuple2::_2));

    assertThat(program.transforms())
        .containsExactly(
            "queueStream-1",
            "queueStream-1 batches",
            "reduceByKey-1 write",
            "reduceByKey-1 group",
            "reduceByKey-1 read",
            "foreachRDD-1",
            "driver");
    program.run(1);

    assertThat(out).containsExactly(List.of(List.of(2)));
  }

  @Test
  void doesNotShuffleWhatAnEqualPartitionerHasPlacedAlready() throws Exception {
    TestProgram program = new TestProgram(spark);
    JavaPairDStream<String, Integer> pairs =
        program.pairBatches(spark.rdd(List.of(pair("a", 1)), List.of(pair("b", 1), pair("a", 1))));
    List<List<List<Object>>> out =
        program.record(
            pairs
                .reduceByKey(Integer::sum, new HashPartitioner(2))
                .filter(counted -> counted._2() > 0)
                .reduceByKey(Integer::sum, new HashPartitioner(2)));

    assertThat(program.transforms())
        .contains("reduceByKey-1 group", "foreachRDD-1")
        .noneMatch(name -> name.startsWith("reduceByKey-2"));
    program.run(1);

    assertThat(out).containsExactly(List.of(List.of(pair("b", 1)), List.of(pair("a", 2))));
  }

  @Test
  void shufflesAgainForAnotherPartitionerOrOnceKeysMayHaveChanged() {
    TestProgram program = new TestProgram(spark);
    JavaPairDStream<String, Integer> reduced =
        program.<String, Integer>pairBatches().reduceByKey(Integer::sum, 2);
    program.record(reduced.reduceByKey(Integer::sum, 3));
    program.record(reduced.mapToPair(counted -> counted).reduceByKey(Integer::sum, 2));

    assertThat(program.transforms())
        .contains("reduceByKey-1 group", "reduceByKey-2 group", "reduceByKey-3 group");
  }

  @Test
  void asksTheUsersPartitioner() throws Exception {
    TestProgram program = new TestProgram(spark);
    JavaPairDStream<String, Integer> pairs =
        program.pairBatches(spark.rdd(List.of(pair("x", 1), pair("yy", 1), pair("zzz", 1))));
    List<List<List<Object>>> out = program.record(pairs.reduceByKey(Integer::sum, new ByLength(4)));

    program.run(1);

    assertThat(out)
        .containsExactly(
            List.of(
                List.of(), List.of(pair("x", 1)), List.of(pair("yy", 1)), List.of(pair("zzz", 1))));
  }

  @Test
  void countsOneRecordABatchAlsoOfNoPartitions() throws Exception {
    TestProgram program = new TestProgram(spark);
    List<List<List<Object>>> out =
        program.record(
            program
                .batches(spark.rdd(List.of("a"), List.of(), List.of("b", "c")), spark.rdd())
                .count());

    program.run(3);

    assertThat(out)
        .extracting(ShuffleTranslatorTest::flat)
        .containsExactly(List.of(3L), List.of(0L), List.of(0L));
  }

  @Test
  void mergesInTheOrderOfThePartitionsHoweverTheyArrive() throws Exception {
    TestProgram program = new TestProgram(spark);
    JavaPairDStream<String, String> pairs =
        program.pairBatches(
            spark.rdd(
                List.of(new Tuple2<>("k", "0")),
                List.of(new Tuple2<>("k", "1")),
                List.of(new Tuple2<>("k", "2")),
                List.of(new Tuple2<>("k", "3")),
                List.of(new Tuple2<>("k", "4"))));
    List<List<List<Object>>> out = program.record(pairs.reduceByKey((a, b) -> a + b, 1));

    program.run(1);

    assertThat(out).containsExactly(List.of(List.of(new Tuple2<>("k", "01234"))));
  }

  private static List<Object> flat(List<List<Object>> partitions) {
    return partitions.stream().flatMap(List::stream).toList();
  }

  private static Tuple2<String, Integer> pair(String key, int value) {
    return new Tuple2<>(key, value);
  }

  private static final class ByLength extends Partitioner {
    private static final long serialVersionUID = 1L;
    private final int partitions;

    ByLength(int partitions) {
      this.partitions = partitions;
    }

    @Override
    public int numPartitions() {
      return partitions;
    }

    @Override
    public int getPartition(@Nullable Object key) {
      return String.valueOf(key).length();
    }
  }
}
