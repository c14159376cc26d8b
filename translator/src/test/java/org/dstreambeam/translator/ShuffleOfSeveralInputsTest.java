// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.translator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.spark.HashPartitioner;
import org.apache.spark.streaming.Duration;
import org.apache.spark.streaming.api.java.JavaPairDStream;
import org.dstreambeam.fixture.Plans;
import org.dstreambeam.fixture.Spark;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import scala.Tuple2;

@Timeout(60)
class ShuffleOfSeveralInputsTest {

  @RegisterExtension private final Spark spark = new Spark();

  @Test
  void sendsEachInputByItselfAndGroupsThemOnce() throws Exception {
    TestProgram program = new TestProgram(spark);
    List<List<List<Object>>> out =
        program.record(
            pairs(program, List.of(pair(1, "a")), List.of(pair(2, "b"), pair(1, "c")))
                .cogroup(pairs(program, List.of(pair(1, "x"), pair(3, "y"))), 2));

    assertThat(program.transforms())
        .containsExactlyInAnyOrder(
            "queueStream-1",
            "queueStream-1 batches",
            "queueStream-2",
            "queueStream-2 batches",
            "cogroup-1 write 0",
            "cogroup-1 write 1",
            "cogroup-1 inputs",
            "cogroup-1 group",
            "cogroup-1 read",
            "driver");
    program.run(2);

    assertThat(out)
        .hasToString(
            "[[[(2,([b],[]))], [(1,([a, c],[x])), (3,([],[y]))]], " // the second batch is empty
                + "[[], []]]");
  }

  @Test
  void anInputThatLiesInPlaceIsNotSentAgain() throws Exception {
    HashPartitioner partitioner = new HashPartitioner(2);
    TestProgram program = new TestProgram(spark);
    JavaPairDStream<Integer, String> placed =
        pairs(program, List.of(pair(1, "a"), pair(2, "b")), List.of(pair(1, "c")))
            .reduceByKey(String::concat, partitioner);
    JavaPairDStream<Integer, String> other =
        pairs(program, List.of(pair(2, "x")), List.of(pair(1, "y"), pair(2, "z")));
    List<List<List<Object>>> left = program.record(placed.join(other, partitioner));
    List<List<List<Object>>> right = program.record(other.join(placed, partitioner));
    List<List<List<Object>>> both =
        program.record(placed.mapValues(String::toUpperCase).join(placed, partitioner));

    assertThat(program.transforms())
        .contains("join-1 write 0 stage", "join-2 write 1 stage", "join-3 write 1 stage")
        .doesNotContain("join-1 write 1 stage", "join-2 write 0 stage");
    program.run(2);

    assertThat(left).hasToString("[[[(2,(b,x)), (2,(b,z))], [(1,(ac,y))]], [[], []]]");
    assertThat(right).hasToString("[[[(2,(x,b)), (2,(z,b))], [(1,(y,ac))]], [[], []]]");
    assertThat(both).hasToString("[[[(2,(B,b))], [(1,(AC,ac))]], [[], []]]");
  }

  @Test
  void valuesOfAUnionComeInTheOrderOfItsBranches() throws Exception {
    TestProgram program = new TestProgram(spark);
    JavaPairDStream<Integer, String> union =
        pairs(program, List.of(pair(1, "a")), List.of(pair(1, "b")))
            .union(pairs(program, List.of(pair(1, "c")), List.of(pair(1, "d"))));
    JavaPairDStream<Integer, String> single = pairs(program, List.of(pair(1, "x")));
    List<List<List<Object>>> first = program.record(union.cogroup(single, 1));
    List<List<List<Object>>> second = program.record(single.cogroup(union, 1));
    List<List<List<Object>>> twice = program.record(union.cogroup(union, 1));

    program.run(1);

    assertThat(first).hasToString("[[[(1,([a, b, c, d],[x]))]]]");
    assertThat(second).hasToString("[[[(1,([x],[a, b, c, d]))]]]");
    assertThat(twice).hasToString("[[[(1,([a, b, c, d],[a, b, c, d]))]]]");
  }

  @Test
  void joinsWindowsWhereTheyHaveABatch() throws Exception {
    Duration two = new Duration(2 * Plans.BATCH_MILLIS);
    TestProgram program = new TestProgram(spark);
    JavaPairDStream<Integer, String> left =
        program.pairBatches(spark.rdd(List.of(pair(1, "a"))), spark.rdd(List.of(pair(1, "b"))));
    JavaPairDStream<Integer, String> right =
        program.pairBatches(
            spark.rdd(), spark.rdd(List.of(pair(1, "x"))), spark.rdd(List.of(pair(1, "y"))));
    List<List<List<Object>>> out =
        program.record(left.window(two, two).cogroup(right.window(two, two), 1));

    program.run(6);

    assertThat(out).hasToString("[[[(1,([a, b],[x]))]], [[(1,([],[y]))]], [[]]]");
  }

  @Test
  void aStreamCanBeJoinedWithItself() throws Exception {
    TestProgram program = new TestProgram(spark);
    JavaPairDStream<Integer, int[]> arrays =
        program
            .<Integer, Integer>pairBatches(spark.rdd(List.of(new Tuple2<>(1, 7))))
            .mapValues(number -> new int[] {number});
    List<List<List<Object>>> out =
        program.record(
            arrays
                .join(arrays)
                .mapValues(
                    both -> {
                      both._1()[0]++;
                      return both._1()[0] + " " + both._2()[0];
                    }));

    program.run(1);

    assertThat(out).as("each side has its own").hasToString("[[[], [(1,8 7)]]]");
  }

  @Test
  void aFailureOnEitherSideFailsTheBatchAndNoOther() throws Exception {
    TestProgram program = new TestProgram(spark);
    JavaPairDStream<Integer, Integer> numbers =
        program.pairBatches(
            spark.rdd(List.of(new Tuple2<>(1, 1))),
            spark.rdd(List.of(new Tuple2<>(1, 0))),
            spark.rdd(List.of(new Tuple2<>(1, 2))));
    JavaPairDStream<Integer, Integer> failing = numbers.mapValues(number -> 10 / number);
    List<List<List<Object>>> left = program.record(failing.join(numbers, 1));
    List<List<List<Object>>> right = program.record(numbers.join(failing, 1));

    program.run(3);

    assertThat(left).hasToString("[[[(1,(10,1))]], [[(1,(5,2))]]]");
    assertThat(right).hasToString("[[[(1,(1,10))]], [[(1,(2,5))]]]");
    assertThat(program.errors())
        .hasSize(2)
        .allSatisfy(error -> assertThat(error).hasStackTraceContaining("/ by zero"));
  }

  @Test
  void emptyInputsGiveThePartitionsOfThePartitionerOrNone() throws Exception {
    TestProgram program = new TestProgram(spark);
    JavaPairDStream<Integer, String> nothing = program.pairBatches();
    List<List<List<Object>>> three = program.record(nothing.fullOuterJoin(nothing, 3));
    List<List<List<Object>>> none =
        program.record(pairs(program, List.of(pair(1, "a"))).join(nothing, 0));

    program.run(2);

    assertThat(three).hasToString("[[[], [], []], [[], [], []]]");
    assertThat(none).hasToString("[[], []]");
  }

  @Test
  void repartitionOfAUnionKnowsTheIndexOfEachPartition() throws Exception {
    TestProgram program = new TestProgram(spark);
    List<List<?>> partitions = List.of(List.of("a", "b"), List.of("c"), List.of("d", "e", "f"));
    List<List<List<Object>>> whole =
        program.record(program.batches(spark.rdd(partitions.toArray(List[]::new))).repartition(4));
    List<List<List<Object>>> union =
        program.record(
            program
                .batches(spark.rdd(partitions.get(0)))
                .union(program.batches(spark.rdd(partitions.get(1), partitions.get(2))))
                .repartition(4));

    program.run(2);

    assertThat(union).isEqualTo(whole);
    assertThat(union.get(1)).isEqualTo(List.of(List.of(), List.of(), List.of(), List.of()));
  }

  @SafeVarargs
  private JavaPairDStream<Integer, String> pairs(
      TestProgram program, List<Tuple2<Integer, String>>... partitions) {
    return program.pairBatches(spark.rdd(partitions));
  }

  private static Tuple2<Integer, String> pair(int key, String value) {
    return new Tuple2<>(key, value);
  }
}
