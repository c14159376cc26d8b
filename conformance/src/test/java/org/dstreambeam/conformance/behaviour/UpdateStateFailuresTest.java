// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.conformance.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dstreambeam.conformance.behaviour.Batch.batch;
import static org.dstreambeam.conformance.behaviour.Batch.pair;
import static org.dstreambeam.conformance.behaviour.Batch.part;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.api.java.Optional;
import org.apache.spark.streaming.Durations;
import org.apache.spark.streaming.api.java.JavaPairDStream;
import org.apache.spark.streaming.api.java.JavaStreamingContext;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which batches fail if an update fails, or what comes before it. */
class UpdateStateFailuresTest {
  private static final AtomicInteger CALLS = new AtomicInteger();

  @TempDir private java.nio.file.Path checkpoints;

  @BeforeEach
  void forgetCalls() {
    CALLS.set(0);
  }

  private JavaPairDStream<String, Integer> letters(Table table) {
    table.context().sparkContext().setCheckpointDir(checkpoints.toString());
    return table.pairs(
        batch(part(pair("a", 1), pair("b", 2))),
        batch(part(pair("a", 3)), part(pair("b", 4))),
        batch(part(pair("a", 5))));
  }

  private static Optional<ArrayList<Integer>> collect(
      List<Integer> values, Optional<ArrayList<Integer>> state) {
    ArrayList<Integer> all = state.or(new ArrayList<>());
    all.addAll(values);
    return Optional.of(all);
  }

  private static Optional<ArrayList<Integer>> failOnThree(
      List<Integer> values, Optional<ArrayList<Integer>> state) {
    Optional<ArrayList<Integer>> after = collect(values, state);
    if (values.contains(3)) {
      throw new IllegalStateException("no " + values);
    }
    return after;
  }

  private static Optional<ArrayList<Integer>> failOnThreeOnce(
      List<Integer> values, Optional<ArrayList<Integer>> state) {
    Optional<ArrayList<Integer>> after = collect(values, state);
    if (values.contains(3) && CALLS.incrementAndGet() == 1) {
      throw new IllegalStateException("once");
    }
    return after;
  }

  private static Optional<ArrayList<Integer>> nullOnThree(
      List<Integer> values, Optional<ArrayList<Integer>> state) {
    return values.contains(3) ? null : collect(values, state);
  }

  @Test
  void aFunctionThatAlwaysThrowsFailsItsBatchAndAllThatFollow() throws Exception {
    Table.run(
        table -> {
          JavaPairDStream<String, Integer> letters = letters(table);
          Rows.expect(
              table,
              "failing",
              letters.updateStateByKey(UpdateStateFailuresTest::failOnThree),
              """
              [(b,[2])] [(a,[1])]
              java.lang.IllegalStateException: no [3]
              java.lang.IllegalStateException: no [3]
              java.lang.IllegalStateException: no [3]
              """);
          Rows.expect(
              table,
              "another state",
              letters.updateStateByKey(UpdateStateFailuresTest::collect),
              """
              [(b,[2])] [(a,[1])]
              [(b,[2, 4])] [(a,[1, 3])]
              [(b,[2, 4])] [(a,[1, 3, 5])]
              [(b,[2, 4])] [(a,[1, 3, 5])]
              """);
          Rows.expect(
              table,
              "count",
              letters.count(),
              """
              [2] []
              [2] []
              [1] []
              [0] []
              """);
        });
  }

  @Test
  void aFunctionThatThrewOnceIsCalledAgainAheadOfTheNextBatch() throws Exception {
    Table.run(
        table ->
            Rows.expect(
                table,
                "failing once",
                letters(table).updateStateByKey(UpdateStateFailuresTest::failOnThreeOnce),
                """
                [(b,[2])] [(a,[1])]
                java.lang.IllegalStateException: once
                [(b,[2, 4])] [(a,[1, 3, 5])]
                [(b,[2, 4])] [(a,[1, 3, 5])]
                """));
  }

  @Test
  void aFunctionThatReturnsNullFailsItsBatchAndAllThatFollow() throws Exception {
    Table.run(
        table ->
            Rows.expect(
                table,
                "null",
                letters(table).updateStateByKey(UpdateStateFailuresTest::nullOnThree),
                """
                [(b,[2])] [(a,[1])]
                java.lang.NullPointerException
                java.lang.NullPointerException
                java.lang.NullPointerException
                """));
  }

  @Test
  void aFunctionBeforeItThatThrowsFailsItsBatchAndAllThatFollow() throws Exception {
    Table.run(
        table -> {
          JavaPairDStream<String, Integer> letters = letters(table);
          Rows.expect(
              table,
              "failing before",
              letters
                  .mapValues(
                      value -> {
                        if (value == 3) {
                          throw new IllegalStateException("no " + value);
                        }
                        return value;
                      })
                  .updateStateByKey(UpdateStateFailuresTest::collect),
              """
              [(b,[2])] [(a,[1])]
              java.lang.IllegalStateException: no 3
              java.lang.IllegalStateException: no 3
              java.lang.IllegalStateException: no 3
              """);
          Rows.expect(
              table,
              "count",
              letters.count(),
              """
              [2] []
              [2] []
              [1] []
              [0] []
              """);
        });
  }

  @Test
  void andSoItIsWhereRecordsLieInTheirPlaces() throws Exception {
    Table.run(
        table ->
            Rows.expect(
                table,
                "failing before",
                letters(table)
                    .reduceByKey(
                        (x, y) -> {
                          throw new IllegalStateException("not called");
                        })
                    .mapValues(
                        value -> {
                          if (value == 3) {
                            throw new IllegalStateException("no " + value);
                          }
                          return value;
                        })
                    .updateStateByKey(UpdateStateFailuresTest::collect),
                """
                [(b,[2])] [(a,[1])]
                java.lang.IllegalStateException: no 3
                java.lang.IllegalStateException: no 3
                java.lang.IllegalStateException: no 3
                """));
  }

  @Test
  void afterADriverFunctionBeforeItThatAlwaysThrowsThereAreNoMoreOutputs() throws Exception {
    CountDownLatch laterCalls = new CountDownLatch(6);
    List<String> outputs = new CopyOnWriteArrayList<>();
    try (JavaStreamingContext context =
        new JavaStreamingContext(Table.conf(), Durations.milliseconds(100))) {
      context.sparkContext().setCheckpointDir(checkpoints.toString());
      long[] first = new long[1];
      JavaPairDStream<String, Integer> letters =
          context
              .queueStream(new java.util.LinkedList<org.apache.spark.api.java.JavaRDD<String>>())
              .transformToPair(
                  (rdd, time) -> {
                    first[0] = first[0] == 0 ? time.milliseconds() : first[0];
                    laterCalls.countDown();
                    if (time.milliseconds() == first[0] + 100) {
                      throw new IllegalStateException("the second batch");
                    }
                    return rdd.mapToPair(text -> pair(text, 1));
                  });
      letters
          .updateStateByKey(UpdateStateFailuresTest::collect)
          .foreachRDD(
              (rdd, time) -> {
                outputs.add("states " + (time.milliseconds() - first[0]));
              });
      letters.foreachRDD(
          (rdd, time) -> {
            outputs.add("letters " + (time.milliseconds() - first[0]));
          });
      context.start();
      assertThat(laterCalls.await(60, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(outputs).containsExactly("states 0", "letters 0");
  }
}
