// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.conformance.behaviour;

import static org.dstreambeam.conformance.behaviour.Batch.batch;
import static org.dstreambeam.conformance.behaviour.Batch.pair;
import static org.dstreambeam.conformance.behaviour.Batch.part;

import java.util.List;
import org.apache.spark.api.java.Optional;
import org.apache.spark.api.java.function.Function3;
import org.apache.spark.api.java.function.Function4;
import org.apache.spark.streaming.Duration;
import org.apache.spark.streaming.Durations;
import org.apache.spark.streaming.State;
import org.apache.spark.streaming.StateSpec;
import org.apache.spark.streaming.Time;
import org.apache.spark.streaming.api.java.JavaMapWithStateDStream;
import org.apache.spark.streaming.api.java.JavaPairDStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scala.Tuple2;

/** When keys time out: in batches that are checkpointed, and in no others. */
class MapWithStateTimeoutTest {

  @TempDir private java.nio.file.Path checkpoints;

  private static Duration batches(Table table, int n) {
    return Durations.milliseconds(n * table.batchMillis());
  }

  private static String sum(String key, Optional<Integer> value, State<Integer> state) {
    if (state.isTimingOut()) {
      return "T " + key + state + (value.isPresent() ? " with a value" : "");
    }
    int sum = value.get() + (state.exists() ? state.get() : 0);
    state.update(sum);
    return key + ":" + value.get() + "->" + sum;
  }

  private static <S, R> StateSpec<String, Integer, S, R> spec(
      Function3<String, Optional<Integer>, State<S>, R> function) {
    return StateSpec.<String, Integer, S, R>function(function).numPartitions(1);
  }

  @SafeVarargs
  private JavaPairDStream<String, Integer> input(
      Table table, Batch<Tuple2<String, Integer>>... batches) {
    table.context().sparkContext().setCheckpointDir(checkpoints.toString());
    return table.pairs(batches);
  }

  private JavaPairDStream<String, Integer> golden(Table table) {
    return input(
        table,
        batch(part(pair("a", 1), pair("a", 2), pair("b", 5))),
        batch(part()),
        batch(part()),
        batch(part()),
        batch(part(pair("a", 1))));
  }

  @Trap(12)
  @Test
  void everyTenBatches() throws Exception {
    Table.run(
        table -> {
          JavaMapWithStateDStream<String, Integer, Integer, String> mapped =
              golden(table)
                  .mapWithState(
                      spec(MapWithStateTimeoutTest::sum)
                          .timeout(batches(table, 3))
                          .initialState(
                              table
                                  .context()
                                  .sparkContext()
                                  .parallelizePairs(List.of(pair("init", 42), pair("b", 100)))));
          Rows.expect(
              table,
              "mapped",
              mapped,
              """
              [a:1->1, a:2->3, b:5->105]
              []
              []
              []
              [a:1->4]
              []
              []
              []
              []
              [T init42, T b105, T a4]
              []
              """);
          Rows.expect(
              table,
              "snapshots",
              mapped.stateSnapshots(),
              """
              [(init,42), (a,3), (b,105)]
              [(init,42), (a,3), (b,105)]
              [(init,42), (a,3), (b,105)]
              [(init,42), (a,3), (b,105)]
              [(init,42), (b,105), (a,4)]
              [(init,42), (b,105), (a,4)]
              [(init,42), (b,105), (a,4)]
              [(init,42), (b,105), (a,4)]
              [(init,42), (b,105), (a,4)]
              []
              []
              """);
        });
  }

  @Trap(12)
  @Test
  void everySecondBatch() throws Exception {
    Table.run(
        table -> {
          JavaMapWithStateDStream<String, Integer, Integer, String> mapped =
              golden(table)
                  .mapWithState(spec(MapWithStateTimeoutTest::sum).timeout(batches(table, 3)));
          mapped.checkpoint(batches(table, 2));
          Rows.expect(
              table,
              "mapped",
              mapped,
              """
              [a:1->1, a:2->3, b:5->5]
              []
              []
              []
              [a:1->4]
              [T b5]
              []
              []
              []
              [T a4]
              []
              """);
          Rows.expect(
              table,
              "snapshots",
              mapped.stateSnapshots(),
              """
              [(a,3), (b,5)]
              [(a,3), (b,5)]
              [(a,3), (b,5)]
              [(a,3), (b,5)]
              [(b,5), (a,4)]
              [(a,4)]
              [(a,4)]
              [(a,4)]
              [(a,4)]
              []
              []
              """);
        });
  }

  @Trap(12)
  @Test
  void onlyAfterMoreThanTheTimeout() throws Exception {
    Table.run(
        table -> {
          JavaMapWithStateDStream<String, Integer, Integer, String> mapped =
              golden(table)
                  .mapWithState(
                      spec((String key, Optional<Integer> value, State<Integer> state) -> {
                            if (!state.exists()) {
                              state.update(value.get());
                            }
                            return state.isTimingOut() ? "T " + key : key;
                          })
                          .timeout(batches(table, 1)));
          mapped.checkpoint(batches(table, 2));
          Rows.expect(
              table,
              "mapped",
              mapped,
              """
              [a, a, b]
              []
              []
              [T a, T b]
              [a]
              []
              []
              [T a]
              []
              []
              []
              """);
        });
  }

  @Test
  void aKeyThatIsOnlyReadDoesNotTimeOut() throws Exception {
    Table.run(
        table -> {
          JavaMapWithStateDStream<String, Integer, Integer, String> mapped =
              input(
                      table,
                      batch(part(pair("a", 1), pair("b", 1))),
                      batch(part(pair("a", 2))),
                      batch(part(pair("a", 3))),
                      batch(part(pair("b", 2))),
                      batch(part()))
                  .mapWithState(
                      spec((String key, Optional<Integer> value, State<Integer> state) -> {
                            if (!state.exists()) {
                              state.update(value.get());
                            }
                            return key + state + value + state.isTimingOut();
                          })
                          .timeout(batches(table, 1)));
          mapped.checkpoint(batches(table, 2));
          Rows.expect(
              table,
              "mapped",
              mapped,
              """
              [a1Optional[1]false, b1Optional[1]false]
              [a1Optional[2]false]
              [a1Optional[3]false]
              [b1Optional[2]false]
              []
              [a1Optional.emptytrue, b1Optional.emptytrue]
              []
              """);
        });
  }

  @Test
  void aRecordInTheSameBatchRevivesItsKeyAndMovesItToTheEnd() throws Exception {
    Table.run(
        table -> {
          JavaMapWithStateDStream<String, Integer, Integer, String> mapped =
              input(
                      table,
                      batch(part(pair("a", 1), pair("b", 1), pair("c", 1))),
                      batch(part()),
                      batch(part()),
                      batch(part(pair("b", 1))))
                  .mapWithState(spec(MapWithStateTimeoutTest::sum).timeout(batches(table, 1)));
          mapped.checkpoint(batches(table, 4));
          Rows.expect(
              table,
              "mapped",
              mapped,
              """
              [a:1->1, b:1->1, c:1->1]
              []
              []
              [b:1->2, T a1, T c1]
              []
              []
              []
              [T b2]
              """);
          Rows.expect(
              table,
              "snapshots",
              mapped.stateSnapshots(),
              """
              [(a,1), (b,1), (c,1)]
              [(a,1), (b,1), (c,1)]
              [(a,1), (b,1), (c,1)]
              [(b,2)]
              [(b,2)]
              [(b,2)]
              [(b,2)]
              []
              """);
        });
  }

  @Test
  void anAbsentResultOfATimeoutIsNoRecordAndTheTimeIsTheBatchs() throws Exception {
    Function4<Time, String, Optional<Integer>, State<Long>, Optional<Long>> function =
        (time, key, value, state) -> {
          if (state.isTimingOut()) {
            return key.equals("a")
                ? Optional.empty()
                : Optional.of(time.milliseconds() - state.get());
          }
          state.update(time.milliseconds());
          return Optional.empty();
        };
    Table.run(
        table -> {
          JavaMapWithStateDStream<String, Integer, Long, Long> mapped =
              golden(table)
                  .mapWithState(
                      StateSpec.function(function).numPartitions(1).timeout(batches(table, 2)));
          mapped.checkpoint(batches(table, 4));
          Rows.expect(
              table,
              "mapped",
              mapped,
              """
              []
              []
              []
              [300]
              []
              """);
        });
  }

  @Test
  void aFunctionThatUpdatesAStateThatIsTimingOutFailsTheBatchAndAllThatFollow() throws Exception {
    Table.run(
        table -> {
          JavaMapWithStateDStream<String, Integer, Integer, String> mapped =
              golden(table)
                  .mapWithState(
                      spec((String key, Optional<Integer> value, State<Integer> state) -> {
                            state.update(1);
                            return key;
                          })
                          .timeout(batches(table, 1)));
          mapped.checkpoint(batches(table, 2));
          Rows.expect(
              table,
              "mapped",
              mapped,
              """
              [a, a, b]
              []
              []
              java.lang.IllegalArgumentException: requirement failed: Cannot update the state that is timing out
              java.lang.IllegalArgumentException: requirement failed: Cannot update the state that is timing out
              """);
        });
  }

  @Test
  void withoutATimeoutKeysStay() throws Exception {
    Table.run(
        table -> {
          JavaMapWithStateDStream<String, Integer, Integer, String> mapped =
              golden(table).mapWithState(spec(MapWithStateTimeoutTest::sum));
          Rows.expect(
              table,
              "snapshots",
              mapped.stateSnapshots(),
              """
              [(a,3), (b,5)]
              [(a,3), (b,5)]
              [(a,3), (b,5)]
              [(a,3), (b,5)]
              [(b,5), (a,4)]
              [(b,5), (a,4)]
              [(b,5), (a,4)]
              """);
        });
  }
}
