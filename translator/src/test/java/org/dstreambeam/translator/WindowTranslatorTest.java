// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.translator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.apache.spark.streaming.Duration;
import org.apache.spark.streaming.api.java.JavaDStream;
import org.apache.spark.streaming.api.java.JavaPairDStream;
import org.dstreambeam.fixture.Plans;
import org.dstreambeam.fixture.Spark;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import scala.Tuple2;

@Timeout(60)
class WindowTranslatorTest {

  @RegisterExtension private final Spark spark = new Spark();

  private static Duration batches(int n) {
    return new Duration(n * Plans.BATCH_MILLIS);
  }

  @Test
  void holdsTheLastBatchesTheOldestFirstAndBeginsPartial() throws Exception {
    TestProgram program = new TestProgram(spark);
    JavaDStream<String> words =
        program.batches(
            spark.rdd(List.of("a"), List.of("b")),
            spark.rdd(List.of("c")),
            spark.rdd(List.of("d")));
    List<List<List<Object>>> out = program.record(words.window(batches(2)));

    program.run(5);

    assertThat(out)
        .containsExactly(
            List.of(List.of("a"), List.of("b")),
            List.of(List.of("a"), List.of("b"), List.of("c")),
            List.of(List.of("c"), List.of("d")),
            List.of(List.of("d")),
            List.of());
  }

  @Test
  void slidesFromZeroTimeAndRunsNothingInBetween() throws Exception {
    TestProgram program = new TestProgram(spark);
    JavaDStream<String> words =
        program.batches(spark.rdd(List.of("a")), spark.rdd(List.of("b")), spark.rdd(List.of("c")));
    List<List<List<Object>>> out = program.record(words.window(batches(3), batches(2)));
    List<List<List<Object>>> counts = program.record(words.window(batches(3), batches(2)).count());
    List<List<List<Object>>> all = program.record(words);

    program.run(6);

    assertThat(out)
        .containsExactly(
            List.of(List.of("a"), List.of("b")), List.of(List.of("b"), List.of("c")), List.of());
    assertThat(counts.stream().map(partitions -> partitions.get(0).get(0)))
        .containsExactly(2L, 2L, 0L);
    assertThat(all).hasSize(6);
  }

  @Test
  void windowsOfWindowsCountTheirParentsSlides() throws Exception {
    TestProgram program = new TestProgram(spark);
    JavaDStream<Integer> numbers =
        program.batches(spark.rdd(List.of(1)), spark.rdd(List.of(2)), spark.rdd(List.of(3)));
    List<List<List<Object>>> out =
        program.record(
            numbers.window(batches(2), batches(2)).window(batches(4), batches(2)).count());

    program.run(6);

    assertThat(out.stream().map(partitions -> partitions.get(0).get(0)))
        .containsExactly(2L, 3L, 1L);
  }

  @Test
  void mergesPartitionsThatOnePartitionerMade() throws Exception {
    TestProgram program = new TestProgram(spark);
    JavaPairDStream<String, Integer> pairs =
        program.pairBatches(
            spark.rdd(List.of(new Tuple2<>("a", 1), new Tuple2<>("b", 1))),
            spark.rdd(List.of(new Tuple2<>("a", 2))));
    List<List<List<Object>>> out =
        program.record(pairs.reduceByKey(Integer::sum, 2).window(batches(2)));

    program.run(2);

    assertThat(out.get(1))
        .containsExactly(
            List.of(new Tuple2<>("b", 1)), List.of(new Tuple2<>("a", 1), new Tuple2<>("a", 2)));
  }

  @Test
  void aWindowOfNothingHasNoPartitions() throws Exception {
    TestProgram program = new TestProgram(spark);
    JavaDStream<String> words = program.batches(spark.rdd(List.of("a")));
    List<List<List<Object>>> out = program.record(words.window(new Duration(0)));

    program.run(2);

    assertThat(out).containsExactly(List.of(), List.of());
  }

  @Test
  void whatAnOutputChangesInPlaceTheNextWindowDoesNotSee() throws Exception {
    TestProgram program = new TestProgram(spark);
    JavaDStream<int[]> arrays = program.batches(spark.rdd(List.of(new int[] {1})));
    List<List<List<Object>>> out =
        program.record(arrays.window(batches(3)).map(array -> ++array[0]));

    program.run(3);

    assertThat(out.stream().map(partitions -> partitions.get(0).get(0))).containsExactly(2, 2, 2);
  }

  @Test
  void aFailedBatchFailsTheWindowsThatHoldItAndNoOthers() throws Exception {
    TestProgram program = new TestProgram(spark);
    JavaDStream<Integer> numbers =
        program.batches(spark.rdd(List.of(1)), spark.rdd(List.of(0)), spark.rdd(List.of(2)));
    List<List<List<Object>>> out =
        program.record(numbers.map(number -> 10 / number).window(batches(2)).count());

    program.run(5);

    assertThat(out.stream().map(partitions -> partitions.get(0).get(0)))
        .as("batches 1, 4 and 5; the windows of batches 2 and 3 hold the failure")
        .containsExactly(1L, 1L, 0L);
  }

  @Test
  void refusesDurationsThatAreNoMultiplesAsSparkDoes() throws Exception {
    TestProgram program = new TestProgram(spark);
    JavaDStream<String> words = program.batches(spark.rdd(List.of("a")));
    Duration oneAndAHalf = new Duration(Plans.BATCH_MILLIS * 3 / 2);

    assertThatThrownBy(() -> words.window(oneAndAHalf))
        .isExactlyInstanceOf(Exception.class)
        .hasMessage(
            "The window duration of windowed DStream (1500 ms) must be a multiple of the slide"
                + " duration of parent DStream (1000 ms)");
    assertThatThrownBy(() -> words.window(batches(2), oneAndAHalf))
        .isExactlyInstanceOf(Exception.class)
        .hasMessage(
            "The slide duration of windowed DStream (1500 ms) must be a multiple of the slide"
                + " duration of parent DStream (1000 ms)");
    assertThatThrownBy(() -> words.union(words.window(batches(2), batches(2))))
        .isExactlyInstanceOf(IllegalArgumentException.class)
        .hasMessage("requirement failed: Some of the DStreams have different slide durations");
  }
}
