// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.translator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.streaming.api.java.JavaDStream;
import org.apache.spark.streaming.api.java.JavaPairDStream;
import org.dstreambeam.fixture.Spark;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import scala.Tuple2;

@Timeout(60)
class UnionTranslatorTest {

  @RegisterExtension private final Spark spark = new Spark();

  @Test
  void putsThePartitionsOfTheFirstStreamFirst() throws Exception {
    TestProgram program = new TestProgram(spark);
    JavaDStream<String> first = program.batches(spark.rdd(List.of("a"), List.of("b")));
    JavaDStream<String> second = program.batches(spark.rdd(List.of("c")), spark.rdd(List.of("d")));
    List<List<List<Object>>> out = program.record(second.union(first));

    assertThat(program.transforms())
        .containsExactlyInAnyOrder(
            "queueStream-1",
            "queueStream-1 batches",
            "queueStream-2",
            "queueStream-2 batches",
            "union-1 input 0",
            "union-1 input 1",
            "union-1",
            "driver");
    program.run(3);

    assertThat(out)
        .containsExactly(
            List.of(List.of("c"), List.of("a"), List.of("b")), List.of(List.of("d")), List.of());
  }

  @Test
  void takesTheSameStreamTwice() throws Exception {
    TestProgram program = new TestProgram(spark);
    JavaDStream<List<Integer>> lists =
        program
            .<Integer>batches(spark.rdd(List.of(1), List.of(2)))
            .map(n -> new ArrayList<>(List.of(n)));
    List<List<List<Object>>> out = program.record(lists.union(lists));

    program.run(2);

    List<Object> one = List.of(List.of(1));
    List<Object> two = List.of(List.of(2));
    assertThat(out).containsExactly(List.of(one, two, one, two), List.of());
  }

  @Test
  void nests() throws Exception {
    TestProgram program = new TestProgram(spark);
    List<JavaDStream<Integer>> streams =
        IntStream.range(0, 5)
            .mapToObj(
                i -> program.<Integer>batches(spark.rdd(List.of(10 * i), List.of(10 * i + 1))))
            .toList();
    JavaDStream<Integer> inner = streams.get(1).union(streams.get(2)).map(n -> -n);
    JavaDStream<Integer> outer =
        streams.get(0).union(inner).union(streams.get(3).union(streams.get(4)));
    List<List<List<Object>>> out = program.record(outer);

    program.run(1);

    assertThat(out.get(0).stream().flatMap(List::stream).toList())
        .isEqualTo(List.of(0, 1, -10, -11, -20, -21, 30, 31, 40, 41));
  }

  @Test
  void aUnionThatForksKeepsItsOrderOnEveryBranch() throws Exception {
    TestProgram program = new TestProgram(spark);
    JavaDStream<String> union =
        program
            .<String>batches(spark.rdd(List.of("a")))
            .union(program.batches(spark.rdd(List.of("b"))));
    List<List<List<Object>>> twice = program.record(union.union(union));
    List<List<List<Object>>> once = program.record(union);

    program.run(1);

    assertThat(twice)
        .containsExactly(List.of(List.of("a"), List.of("b"), List.of("a"), List.of("b")));
    assertThat(once).containsExactly(List.of(List.of("a"), List.of("b")));
  }

  @Test
  void mergesStreamsOfOnePartitionerPartitionByPartition() throws Exception {
    TestProgram program = new TestProgram(spark);
    JavaPairDStream<Integer, String> left = reduced(program, "left");
    JavaPairDStream<Integer, String> right = reduced(program, "right");
    JavaPairDStream<Integer, String> union = left.union(right);
    List<List<List<Object>>> out = program.record(union);
    List<List<List<Object>>> again = program.record(union.reduceByKey((a, b) -> a + "+" + b, 2));

    assertThat(program.transforms())
        .contains("union-1 write", "union-1 group", "union-1 read")
        .noneMatch(name -> name.startsWith("reduceByKey-3"));
    program.run(2);

    assertThat(out)
        .containsExactly(
            List.of(
                List.of(new Tuple2<>(0, "left"), new Tuple2<>(0, "right")),
                List.of(new Tuple2<>(1, "left"), new Tuple2<>(1, "right"))),
            List.of(List.of(), List.of()));
    assertThat(again)
        .containsExactly(
            List.of(List.of(new Tuple2<>(0, "left+right")), List.of(new Tuple2<>(1, "left+right"))),
            List.of(List.of(), List.of()));
  }

  private JavaPairDStream<Integer, String> reduced(TestProgram program, String value) {
    return program
        .<Integer, String>pairBatches(
            spark.rdd(List.of(new Tuple2<>(0, value)), List.of(new Tuple2<>(1, value))))
        .reduceByKey((a, b) -> a + b, 2);
  }
}
