// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.conformance.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dstreambeam.conformance.behaviour.Batch.batch;
import static org.dstreambeam.conformance.behaviour.Batch.failed;
import static org.dstreambeam.conformance.behaviour.Batch.pair;
import static org.dstreambeam.conformance.behaviour.Batch.part;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkException;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.Optional;
import org.apache.spark.streaming.Durations;
import org.apache.spark.streaming.State;
import org.apache.spark.streaming.StateSpec;
import org.apache.spark.streaming.api.java.JavaDStream;
import org.apache.spark.streaming.api.java.JavaPairDStream;
import org.apache.spark.util.LongAccumulator;
import org.apache.spark.util.TaskCompletionListener;
import org.apache.spark.util.TaskFailureListener;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Operations of streams whose tasks fail, with a master that tries them three times. */
class StreamTaskRetriesTest {
  private static final int ATTEMPTS = 3;
  private static final Map<String, AtomicInteger> CALLS = new ConcurrentHashMap<>();
  private static final List<String> JOURNAL = new CopyOnWriteArrayList<>();
  private static final List<Exception> FAILURES = new CopyOnWriteArrayList<>();

  @TempDir private java.nio.file.Path checkpoints;

  @BeforeEach
  void forget() {
    CALLS.clear();
    JOURNAL.clear();
    FAILURES.clear();
  }

  private static SparkConf conf() {
    return Table.conf().setMaster("local[2," + ATTEMPTS + "]");
  }

  /** Throws at the first {@code times} calls for {@code what}. */
  private static void failFirst(int times, String what) {
    if (CALLS.computeIfAbsent(what, first -> new AtomicInteger()).incrementAndGet() <= times) {
      throw new IllegalStateException(what);
    }
  }

  private static int calls(String what) {
    return CALLS.get(what).get();
  }

  private static int failingInThePartitionOf(int number, int bad, int times) {
    int attempt = TaskContext.get().attemptNumber();
    JOURNAL.add(number + " attempt " + attempt);
    if (number == bad) {
      failFirst(times, "bad " + number);
    }
    return number * 10 + attempt;
  }

  @Test
  void aTaskIsTriedAgainOnTheSameRecordsUntilItSucceeds() throws Exception {
    Table.run(
        conf(),
        table -> {
          table.expect(
              "third attempt",
              table
                  .input(batch(part(1, 2), part(3)), batch(part(4)))
                  .map(number -> failingInThePartitionOf(number, 2, 2)),
              batch(part(12, 22), part(30)),
              batch(part(40)));
          table.afterwards(
              done ->
                  assertThat(JOURNAL)
                      .containsExactlyInAnyOrder(
                          "1 attempt 0",
                          "2 attempt 0",
                          "1 attempt 1",
                          "2 attempt 1",
                          "1 attempt 2",
                          "2 attempt 2",
                          "3 attempt 0",
                          "4 attempt 0"));
        });
  }

  @Test
  void aTaskThatFailsEveryTimeFailsItsBatch() throws Exception {
    Table.run(
        conf(),
        table -> {
          JavaDStream<Integer> numbers =
              table
                  .input(batch(part(1, 2), part(3)), batch(part(4)))
                  .map(number -> failingInThePartitionOf(number, 2, ATTEMPTS));
          table.expect(
              "numbers", numbers, failed(new IllegalStateException("bad 2")), batch(part(40)));
          table.afterwards(done -> assertThat(calls("bad 2")).isEqualTo(ATTEMPTS));
        });
  }

  @Test
  void theMessageCountsTheAttempts() throws Exception {
    Table.run(
        conf(),
        table -> {
          table
              .input(batch(part(1)))
              .map(number -> failingInThePartitionOf(number, 1, ATTEMPTS))
              .foreachRDD(
                  rdd -> {
                    try {
                      rdd.collect();
                    } catch (Exception failure) {
                      FAILURES.add(failure);
                    }
                  });
          table.batches(1);
          table.afterwards(
              done ->
                  assertThat(FAILURES)
                      .singleElement(InstanceOfAssertFactories.THROWABLE)
                      .isInstanceOf(SparkException.class)
                      .hasMessageStartingWith("Job aborted due to stage failure: Task 0 in stage ")
                      .hasMessageContaining(" failed 3 times, most recent failure: Lost task 0.2 ")
                      .hasRootCauseMessage("bad 1"));
        });
  }

  @Test
  void onlyTheAttemptThatSucceedsAddsToAccumulators() throws Exception {
    Table.run(
        conf(),
        table -> {
          LongAccumulator records = table.context().sparkContext().sc().longAccumulator();
          table.expect(
              "numbers",
              table
                  .input(batch(part(1, 2), part(3)), batch(part(4)))
                  .map(
                      number -> {
                        records.add(1);
                        if (number == 2) {
                          failFirst(2, "two");
                        }
                        return number;
                      }),
              batch(part(1, 2), part(3)),
              batch(part(4)));
          table.afterwards(done -> assertThat(records.value()).isEqualTo(4));
        });
  }

  @Test
  void anAttemptBeginsWithFunctionsAsTheyWere() throws Exception {
    Table.run(
        conf(),
        table -> {
          int[] seen = {0};
          table.expect(
              "numbered",
              table
                  .input(batch(part("a", "b", "c")))
                  .map(
                      text -> {
                        seen[0]++;
                        if (text.equals("c")) {
                          failFirst(1, "c");
                        }
                        return text + seen[0];
                      }),
              batch(part("a1", "b2", "c3")));
        });
  }

  private static ArrayList<Integer> list(int number) {
    ArrayList<Integer> list = new ArrayList<>();
    list.add(number);
    return list;
  }

  @Test
  void anAttemptDoesNotSeeWhatOneBeforeItChangedInARecord() throws Exception {
    Table.run(
        conf(),
        table ->
            table.expect(
                "lists",
                table
                    .input(batch(part(list(1), list(2))))
                    .map(
                        list -> {
                          list.add(9);
                          if (list.contains(2)) {
                            failFirst(2, "two");
                          }
                          return list;
                        }),
                batch(part(new ArrayList<>(List.of(1, 9)), new ArrayList<>(List.of(2, 9))))));
  }

  @Test
  void bothSidesOfAShuffleAreTriedAgain() throws Exception {
    Table.run(
        conf(),
        table -> {
          LongAccumulator sums = table.context().sparkContext().sc().longAccumulator();
          table.expect(
              "sums",
              table
                  .pairs(batch(part(pair("a", 1), pair("a", 2)), part(pair("a", 3))))
                  .reduceByKey(
                      (x, y) -> {
                        sums.add(1);
                        failFirst(2, x + " + " + y);
                        return x + y;
                      },
                      1),
              batch(part(pair("a", 6))));
          table.afterwards(
              done -> {
                assertThat(calls("1 + 2")).isEqualTo(3);
                assertThat(calls("3 + 3")).isEqualTo(3);
                assertThat(sums.value()).isEqualTo(2);
              });
        });
  }

  @Test
  void groupsThatAFunctionChangedInPlaceAreReadAnew() throws Exception {
    Table.run(
        conf(),
        table ->
            table.expect(
                "lists",
                table
                    .pairs(batch(part(pair("a", list(1))), part(pair("a", list(2)))))
                    .reduceByKey(
                        (x, y) -> {
                          x.addAll(y);
                          failFirst(2, "lists");
                          return x;
                        },
                        1),
                batch(part(pair("a", new ArrayList<>(List.of(1, 2)))))));
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
    if (!values.isEmpty()) {
      failFirst(2, "update " + values);
    }
    return Optional.of(all);
  }

  @Test
  void anUpdateIsTriedAgainWithTheStateThatThereWas() throws Exception {
    Table.run(
        conf(),
        table -> {
          Rows.expect(
              table,
              "states",
              letters(table).updateStateByKey(StreamTaskRetriesTest::collect),
              """
              [(b,[2])] [(a,[1])]
              [(b,[2, 4])] [(a,[1, 3])]
              [(b,[2, 4])] [(a,[1, 3, 5])]
              [(b,[2, 4])] [(a,[1, 3, 5])]
              """);
          table.afterwards(done -> assertThat(calls("update [3]")).isEqualTo(3));
        });
  }

  private static String sum(String key, Optional<Integer> value, State<Integer> state) {
    int sum = (state.exists() ? state.get() : 0) + value.get();
    state.update(sum);
    failFirst(2, "mapping " + value.get());
    return key + sum;
  }

  @Test
  void aMappingIsTriedAgainWithTheStatesThatThereWere() throws Exception {
    Table.run(
        conf(),
        table -> {
          Rows.expect(
              table,
              "sums",
              letters(table).mapWithState(StateSpec.function(StreamTaskRetriesTest::sum)),
              """
              [b2] [a1]
              [b6] [a4]
              [] [a9]
              [] []
              """);
          table.afterwards(done -> assertThat(calls("mapping 3")).isEqualTo(3));
        });
  }

  private static String grow(String key, Optional<Integer> value, State<ArrayList<Integer>> state) {
    ArrayList<Integer> all = state.exists() ? state.get() : new ArrayList<>();
    all.add(value.get());
    state.update(all);
    failFirst(1, "growing " + value.get());
    return key + all;
  }

  @Test
  void aStateThatAMappingChangedInPlaceStaysChanged() throws Exception {
    Table.run(
        conf(),
        table ->
            Rows.expect(
                table,
                "lists",
                letters(table).mapWithState(StateSpec.function(StreamTaskRetriesTest::grow)),
                """
                [b[2]] [a[1]]
                [b[2, 4, 4]] [a[1, 3, 3]]
                [] [a[1, 3, 3, 5, 5]]
                [] []
                """));
  }

  private static int addUp(int x, int y) {
    failFirst(1, x + " + " + y);
    return x + y;
  }

  private static int takeAway(int x, int y) {
    failFirst(1, x + " - " + y);
    return x - y;
  }

  @Test
  void windowsAreReducedAgain() throws Exception {
    Table.run(
        conf(),
        table -> {
          LongAccumulator sums = table.context().sparkContext().sc().longAccumulator();
          Rows.expect(
              table,
              "sums",
              letters(table)
                  .reduceByKeyAndWindow(
                      (x, y) -> {
                        sums.add(1);
                        return addUp(x, y);
                      },
                      Durations.milliseconds(2 * table.batchMillis())),
              """
              [(b,2)] [(a,1)]
              [(b,6)] [(a,4)]
              [(b,4)] [(a,8)]
              [] [(a,5)]
              [] []
              """);
          table.afterwards(
              done -> {
                assertThat(calls("1 + 3")).isEqualTo(2);
                assertThat(sums.value()).isEqualTo(3);
              });
        });
  }

  @Test
  void windowsWithAnInverseAreReducedAgain() throws Exception {
    Table.run(
        conf(),
        table ->
            Rows.expect(
                table,
                "sums",
                letters(table)
                    .reduceByKeyAndWindow(
                        StreamTaskRetriesTest::addUp,
                        StreamTaskRetriesTest::takeAway,
                        Durations.milliseconds(2 * table.batchMillis()),
                        Durations.milliseconds(table.batchMillis())),
                """
                [(b,2)] [(a,1)]
                [(b,6)] [(a,4)]
                [(b,4)] [(a,8)]
                [(b,0)] [(a,5)]
                [(b,0)] [(a,0)]
                """));
  }

  private static Iterator<Integer> failingBehind(Iterator<Integer> numbers) {
    List<Integer> all = new ArrayList<>();
    numbers.forEachRemaining(all::add);
    failFirst(2, "behind " + all);
    return all.iterator();
  }

  @Test
  void whatAnRddOfATransformComputesIsTriedAgain() throws Exception {
    Table.run(
        conf(),
        table ->
            table.expect(
                "numbers",
                table
                    .input(batch(part(1, 2), part(3)))
                    .transform(rdd -> rdd.mapPartitions(StreamTaskRetriesTest::failingBehind)),
                batch(part(1, 2), part(3))));
  }

  @Test
  void listenersHearOfEveryAttempt() throws Exception {
    Table.run(
        conf(),
        table -> {
          table.expect(
              "numbers",
              table
                  .input(batch(part(1)))
                  .map(
                      number -> {
                        TaskFailureListener failure =
                            (task, error) ->
                                JOURNAL.add(task.attemptNumber() + " " + error.getMessage());
                        TaskCompletionListener end =
                            task -> JOURNAL.add(task.attemptNumber() + " ended " + task.isFailed());
                        TaskContext.get().addTaskFailureListener(failure);
                        TaskContext.get().addTaskCompletionListener(end);
                        failFirst(1, "one");
                        return number;
                      }),
              batch(part(1)));
          table.afterwards(
              done ->
                  assertThat(JOURNAL).containsExactly("0 one", "0 ended true", "1 ended false"));
        });
  }
}
