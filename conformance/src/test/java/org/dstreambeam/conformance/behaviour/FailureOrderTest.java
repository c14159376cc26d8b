// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.conformance.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dstreambeam.conformance.behaviour.Batch.batch;
import static org.dstreambeam.conformance.behaviour.Batch.failed;
import static org.dstreambeam.conformance.behaviour.Batch.none;
import static org.dstreambeam.conformance.behaviour.Batch.pair;
import static org.dstreambeam.conformance.behaviour.Batch.part;
import static org.dstreambeam.conformance.behaviour.Windowed.batches;
import static org.dstreambeam.conformance.behaviour.Windowed.checkpointsIn;
import static org.dstreambeam.conformance.behaviour.Windowed.input;
import static org.dstreambeam.conformance.behaviour.Windowed.pairs;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.Optional;
import org.apache.spark.streaming.Durations;
import org.apache.spark.streaming.State;
import org.apache.spark.streaming.StateSpec;
import org.apache.spark.streaming.api.java.JavaDStream;
import org.apache.spark.streaming.api.java.JavaPairDStream;
import org.apache.spark.streaming.api.java.JavaStreamingContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scala.Tuple2;

/**
 * Which failure a batch reports, where several partitions failed in several ways: what fails ahead
 * of a shuffle costs all partitions behind it, and is reported before what only one of them has.
 *
 * <pre>
 *   batch 2   key a, or b, fails where its values meet: partition 1, or 0
 *   batch 3   a task ahead of the shuffle fails: both partitions
 * </pre>
 */
class FailureOrderTest {

  @TempDir private Path checkpoints;

  /** Of the two partitions behind a shuffle, key a is in the second and key b in the first. */
  private static JavaPairDStream<String, Integer> numbers(Table table, String key) {
    return pairs(
            table,
            batch(part(pair("a", 1), pair("b", 1))),
            batch(part(pair(key, 20)), part(pair(key, 40))),
            batch(part(pair("a", -1), pair("b", -1))),
            batch(part(pair("a", 3), pair("b", 3))))
        .mapValues(FailureOrderTest::notNegative);
  }

  private static int notNegative(int number) {
    if (number < 0) {
      throw new IllegalStateException("ahead of the shuffle");
    }
    return number;
  }

  private static int below50(int x, int y) {
    if (x + y > 50) {
      throw new IllegalStateException("behind the shuffle");
    }
    return x + y;
  }

  private static Optional<Integer> sumBelow50(List<Integer> values, Optional<Integer> before) {
    return Optional.of(
        values.stream().reduce(before.or(0), (Integer x, Integer y) -> below50(x, y)));
  }

  private static <T> Batch<T> ahead() {
    return failed(new IllegalStateException("ahead of the shuffle"));
  }

  private static <T> Batch<T> behind() {
    return failed(new IllegalStateException("behind the shuffle"));
  }

  private static JavaPairDStream<String, Integer> sums(JavaPairDStream<String, Integer> numbers) {
    return numbers.updateStateByKey(FailureOrderTest::sumBelow50);
  }

  private static JavaDStream<Integer> mapped(JavaPairDStream<String, Integer> numbers) {
    return numbers.mapWithState(
        StateSpec.function(
            (String key, Optional<Integer> value, State<Integer> sum) -> {
              int before = sum.exists() ? sum.get() : 0;
              sum.update(below50(before, value.get()));
              return sum.get();
            }));
  }

  private static JavaPairDStream<String, Integer> inverse(
      Table table, JavaPairDStream<String, Integer> numbers) {
    return numbers.reduceByKeyAndWindow(
        FailureOrderTest::below50, (x, y) -> x - y, batches(table, 2), batches(table, 1));
  }

  @Test
  void ofAStateWhatFailedAheadOfTheShuffle() throws Exception {
    Table.run(
        table -> {
          checkpointsIn(checkpoints, table);
          for (String key : List.of("a", "b")) {
            table.expect(
                "update " + key,
                sums(numbers(table, key)),
                batch(part(pair("b", 1)), part(pair("a", 1))),
                behind(),
                ahead(),
                ahead(),
                ahead());
            table.expect(
                "map " + key,
                mapped(numbers(table, key)),
                batch(part(1), part(1)),
                behind(),
                ahead(),
                ahead(),
                ahead());
            table.expect(
                "inverse " + key,
                inverse(table, numbers(table, key)),
                batch(part(pair("b", 1)), part(pair("a", 1))),
                behind(),
                ahead(),
                ahead(),
                ahead());
          }
        });
  }

  @Test
  void ofAWindowWhatFailedAheadOfTheShuffle() throws Exception {
    Table.run(
        table -> {
          for (String key : List.of("a", "b")) {
            table.expect(
                "reduced window " + key,
                numbers(table, key)
                    .reduceByKeyAndWindow(
                        FailureOrderTest::below50, batches(table, 2), batches(table, 1)),
                batch(part(pair("b", 1)), part(pair("a", 1))),
                behind(),
                ahead(),
                ahead(),
                batch(part(pair("b", 3)), part(pair("a", 3))),
                batch(part(), part()));
            table.expect(
                "window of reduced " + key,
                numbers(table, key)
                    .reduceByKey(FailureOrderTest::below50)
                    .window(batches(table, 2)),
                batch(part(pair("b", 1)), part(pair("a", 1))),
                behind(),
                ahead(),
                ahead(),
                batch(part(pair("b", 3)), part(pair("a", 3))),
                batch(part(), part()));
          }
        });
  }

  @Test
  void ofAUnionWhatFailedAheadOfTheShuffle() throws Exception {
    Table.run(
        table -> {
          JavaPairDStream<String, Integer> behind =
              pairs(table, batch(part(pair("a", 20)), part(pair("a", 40))))
                  .reduceByKey(FailureOrderTest::below50, 1);
          JavaPairDStream<String, Integer> ahead =
              pairs(table, batch(part(pair("a", -1))))
                  .mapValues(FailureOrderTest::notNegative)
                  .reduceByKey(Integer::sum, 2);
          table.expect(
              "behind, ahead", behind.union(ahead), ahead(), batch(part(), part(), part()));
          table.expect(
              "ahead, behind", ahead.union(behind), ahead(), batch(part(), part(), part()));
          table.expect(
              "narrow steps between",
              behind.mapValues(n -> n + 1).union(ahead.mapValues(n -> n + 1)),
              ahead(),
              batch(part(), part(), part()));
        });
  }

  @Test
  void aPartitionThatIsAskedForAloneReportsItsOwn() throws Exception {
    List<String> seen = new ArrayList<>();
    Table.run(
        table -> {
          JavaPairDStream<String, Integer> texts =
              pairs(table, batch(part(pair("a", 1), pair("b", 2))))
                  .reduceByKey(Integer::sum)
                  .mapToPair(
                      pair -> {
                        throw new IllegalStateException("no " + pair._1());
                      });
          texts.foreachRDD(
              rdd -> {
                for (int partition = 0; partition < rdd.getNumPartitions(); partition++) {
                  try {
                    seen.add(rdd.collectPartitions(new int[] {partition})[0].toString());
                  } catch (Exception failure) {
                    seen.add(failure.getCause().getMessage());
                  }
                }
              });
          table.batches(2);
        });
    assertThat(seen).startsWith("no b", "no a", "[]", "[]");
  }

  @Test
  void aBatchThatADriverFunctionLostIsLostWhateverFailedBefore() throws Exception {
    Table.run(
        table -> {
          checkpointsIn(checkpoints, table);
          JavaPairDStream<String, Integer> numbers =
              input(
                      table,
                      batch(part(pair("a", 1), pair("b", 1))),
                      batch(part(pair("b", 20)), part(pair("b", 40))),
                      batch(part(pair("a", -1))),
                      batch(part(pair("a", 3), pair("b", 3))))
                  .transformToPair(
                      rdd -> {
                        if (rdd.map(Tuple2::_2).collect().contains(-1)) {
                          throw new IllegalStateException("the driver's");
                        }
                        return rdd.mapToPair(pair -> pair);
                      });
          table.expect(
              "window",
              numbers.reduceByKeyAndWindow(
                  FailureOrderTest::below50, batches(table, 2), batches(table, 1)),
              batch(part(pair("b", 1)), part(pair("a", 1))),
              behind(),
              none(),
              none(),
              batch(part(pair("b", 3)), part(pair("a", 3))));
          table.expect(
              "other",
              input(table, batch(part("x"))),
              batch(part("x")),
              batch(part()),
              none(),
              none(),
              batch(part()));
        });
  }

  @Test
  void afterABatchThatADriverFunctionLostAStateHasNoOutputsWhateverFailedBefore() throws Exception {
    CountDownLatch laterCalls = new CountDownLatch(7);
    List<String> seen = new CopyOnWriteArrayList<>();
    try (JavaStreamingContext context =
        new JavaStreamingContext(Table.conf(), Durations.milliseconds(100))) {
      context.sparkContext().setCheckpointDir(checkpoints.toString());
      long[] first = new long[1];
      JavaPairDStream<String, Integer> numbers =
          context
              .queueStream(new LinkedList<JavaRDD<Tuple2<String, Integer>>>())
              .transformToPair(
                  (rdd, time) -> {
                    first[0] = first[0] == 0 ? time.milliseconds() : first[0];
                    laterCalls.countDown();
                    if (time.milliseconds() == first[0] + 200) {
                      throw new IllegalStateException("the driver's");
                    }
                    int value = time.milliseconds() == first[0] + 100 ? 60 : 1;
                    return JavaSparkContext.fromSparkContext(rdd.context())
                        .parallelizePairs(List.of(pair("b", value)), 1);
                  });
      sums(numbers).foreachRDD(rdd -> seen.add("sums " + Table.collected(rdd)));
      numbers.foreachRDD(rdd -> seen.add("numbers " + Table.collected(rdd)));
      context.start();
      assertThat(laterCalls.await(60, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(seen)
        .containsExactly(
            "sums [(b,1)] []",
            "numbers [(b,1)]",
            "sums java.lang.IllegalStateException: behind the shuffle",
            "numbers [(b,60)]");
  }
}
