// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.translator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.streaming.api.java.JavaDStream;
import org.dstreambeam.fixture.Spark;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import scala.Tuple2;

@Timeout(60)
class NarrowTranslatorTest {

  private static final AtomicInteger CALLS = new AtomicInteger(); // tasks share only statics

  @RegisterExtension private final Spark spark = new Spark();

  @Test
  void aChainOfNarrowOperationsIsOneTransform() throws Exception {
    TestProgram program = new TestProgram(spark);
    JavaDStream<String> lines =
        program.batches(spark.rdd(List.of("a b", "c"), List.of()), spark.rdd(List.of("d d")));
    List<List<List<Object>>> out =
        program.record(
            lines
                .flatMap(line -> Arrays.asList(line.split(" ", -1)).iterator())
                .filter(word -> !word.equals("c"))
                .mapToPair(word -> new Tuple2<>(word, 1)));

    assertThat(program.transforms())
        .containsExactly("queueStream-1", "queueStream-1 batches", "foreachRDD-1", "driver");
    program.run(3);

    assertThat(out)
        .containsExactly(
            List.of(List.of(pair("a", 1), pair("b", 1)), List.of()),
            List.of(List.of(pair("d", 1), pair("d", 1))),
            List.of());
    assertThat(program.errors()).isEmpty();
  }

  @Test
  void anOutputOnASourceNeedsNoTransform() throws Exception {
    TestProgram program = new TestProgram(spark);
    List<List<List<Object>>> out = program.record(program.batches(spark.rdd(List.of("a"))));

    assertThat(program.transforms())
        .containsExactly("queueStream-1", "queueStream-1 batches", "driver");
    program.run(1);

    assertThat(out).containsExactly(List.of(List.of("a")));
  }

  @Test
  void callsAPartitionFunctionForEmptyPartitionsToo() throws Exception {
    TestProgram program = new TestProgram(spark);
    JavaDStream<String> lines =
        program.batches(spark.rdd(List.of("a", "b"), List.of()), spark.rdd());
    List<List<List<Object>>> out =
        program.record(
            lines.mapPartitions(
                records -> {
                  List<String> all = new ArrayList<>();
                  records.forEachRemaining(all::add);
                  return List.of(all.toString()).iterator();
                }));

    program.run(2);

    assertThat(out).containsExactly(List.of(List.of("[a, b]"), List.of("[]")), List.of());
  }

  @Test
  void aStreamThatForksIsComputedOncePerRecordHoweverManyReadIt() throws Exception {
    CALLS.set(0);
    TestProgram program = new TestProgram(spark);
    JavaDStream<Integer> mapped =
        program
            .<Integer>batches(spark.rdd(List.of(1, 2), List.of(3)))
            .map(
                n -> {
                  CALLS.incrementAndGet();
                  return n * 10;
                });
    List<List<List<Object>>> first = program.record(mapped);
    List<List<List<Object>>> second = program.record(mapped.map(n -> n + 1));
    List<List<List<Object>>> third = program.record(mapped.filter(n -> n > 10));

    assertThat(program.transforms())
        .containsExactly(
            "queueStream-1",
            "queueStream-1 batches",
            "map-1",
            "foreachRDD-2",
            "foreachRDD-3",
            "driver");
    program.run(1);

    assertThat(CALLS).hasValue(3);
    assertThat(first).containsExactly(List.of(List.of(10, 20), List.of(30)));
    assertThat(second).containsExactly(List.of(List.of(11, 21), List.of(31)));
    assertThat(third).containsExactly(List.of(List.of(20), List.of(30)));
  }

  @Test
  void aBatchOfWhichOnlyADerivationIsReadIsNotMaterialised() throws Exception {
    TestProgram program = new TestProgram(spark);
    List<Object> out = new ArrayList<>();
    program
        .<Integer>batches(spark.rdd(List.of(1, 2), List.of(3)))
        .map(n -> n * 10)
        .foreachRDD(
            rdd -> {
              if (!rdd.isEmpty()) {
                out.addAll(rdd.map(n -> n + 1).collect());
              }
            });

    assertThat(program.transforms())
        .containsExactly(
            "queueStream-1", "queueStream-1 batches", "foreachRDD-1 ahead 1", "driver");
    program.run(1);

    assertThat(out).containsExactly(11, 21, 31);
  }

  @Test
  void aBatchThatIsReadAsWellIsComputedOnce() throws Exception {
    TestProgram program = new TestProgram(spark);
    List<Object> out = new ArrayList<>();
    program
        .<Integer>batches(spark.rdd(List.of(1, 2), List.of(3)))
        .map(n -> n * 10)
        .foreachRDD(
            rdd -> {
              out.add(rdd.count());
              out.addAll(rdd.map(n -> n + 1).collect());
            });

    assertThat(program.transforms())
        .containsExactly(
            "queueStream-1", "queueStream-1 batches", "map-1", "foreachRDD-1 ahead 1", "driver");
    program.run(1);

    assertThat(out).containsExactly(3L, 11, 21, 31);
  }

  @Test
  void whatOneBranchChangesInPlaceTheOtherDoesNotSee() throws Exception {
    TestProgram program = new TestProgram(spark);
    JavaDStream<List<Integer>> lists =
        program.<Integer>batches(spark.rdd(List.of(1, 2))).map(n -> new ArrayList<>(List.of(n)));
    List<List<List<Object>>> changed =
        program.record(
            lists.map(
                list -> {
                  list.add(99);
                  return list;
                }));
    List<List<List<Object>>> untouched = program.record(lists);
    List<List<List<Object>>> sizes = program.record(lists.map(List::size));

    program.run(1);

    assertThat(changed).containsExactly(List.of(List.of(List.of(1, 99), List.of(2, 99))));
    assertThat(untouched).containsExactly(List.of(List.of(List.of(1), List.of(2))));
    assertThat(sizes).containsExactly(List.of(List.of(1, 1)));
  }

  @Test
  void aFailureReachesTheOutputsOfItsBatchAndTheNextBatchProceeds() throws Exception {
    TestProgram program = new TestProgram(spark);
    JavaDStream<Integer> quotients =
        program.<Integer>batches(spark.rdd(List.of(0)), spark.rdd(List.of(5))).map(n -> 10 / n);
    List<List<List<Object>>> out = program.record(quotients);
    List<List<List<Object>>> other = program.record(quotients.map(n -> -n));

    program.run(2);

    assertThat(out).containsExactly(List.of(List.of(2)));
    assertThat(other).containsExactly(List.of(List.of(-2)));
    assertThat(program.errors())
        .hasSize(2)
        .allSatisfy(e -> assertThat(e).isInstanceOf(ArithmeticException.class));
  }

  private static Tuple2<String, Integer> pair(String key, int value) {
    return new Tuple2<>(key, value);
  }
}
