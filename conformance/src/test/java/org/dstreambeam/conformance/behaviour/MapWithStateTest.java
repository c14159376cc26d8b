// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.conformance.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dstreambeam.conformance.behaviour.Batch.batch;
import static org.dstreambeam.conformance.behaviour.Batch.pair;
import static org.dstreambeam.conformance.behaviour.Batch.part;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.HashPartitioner;
import org.apache.spark.Partitioner;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.Optional;
import org.apache.spark.api.java.function.Function3;
import org.apache.spark.api.java.function.Function4;
import org.apache.spark.streaming.Durations;
import org.apache.spark.streaming.State;
import org.apache.spark.streaming.StateSpec;
import org.apache.spark.streaming.Time;
import org.apache.spark.streaming.api.java.JavaMapWithStateDStream;
import org.apache.spark.streaming.api.java.JavaPairDStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scala.Tuple2;

/** {@code mapWithState}: what the function is called with, what comes out, and what is known. */
class MapWithStateTest {
  private static final AtomicInteger CALLS = new AtomicInteger();

  @TempDir private java.nio.file.Path checkpoints;

  @BeforeEach
  void forgetCalls() {
    CALLS.set(0);
  }

  private static String sum(String key, Optional<Integer> value, State<Integer> state) {
    int sum = value.get() + (state.exists() ? state.get() : 0);
    state.update(sum);
    return key + ":" + value.get() + "->" + sum;
  }

  private static StateSpec<String, Integer, Integer, String> sums() {
    return spec(MapWithStateTest::sum);
  }

  private static <S, R> StateSpec<String, Integer, S, R> spec(
      Function3<String, Optional<Integer>, State<S>, R> function) {
    return StateSpec.function(function);
  }

  private static <S, R> StateSpec<String, Integer, S, R> timed(
      Function4<Time, String, Optional<Integer>, State<S>, Optional<R>> function) {
    return StateSpec.function(function);
  }

  private JavaPairDStream<String, Integer> letters(Table table) {
    table.context().sparkContext().setCheckpointDir(checkpoints.toString());
    return table.pairs(
        batch(part(pair("a", 1), pair("b", 2)), part(pair("a", 3), pair("c", 4), pair("a", 5))),
        batch(part(), part()),
        batch(part(pair("d", 5)), part(pair("a", 6)), part(pair("b", 7))),
        batch());
  }

  private static JavaPairRDD<String, Integer> initial(Table table) {
    return table
        .context()
        .sparkContext()
        .parallelizePairs(List.of(pair("i", 10), pair("a", 100), pair("i", 20), pair("b", 200)), 3);
  }

  @Trap(10)
  @Test
  void callsOncePerRecordInOrder() throws Exception {
    Table.run(
        table ->
            Rows.expect(
                table,
                "sums",
                letters(table).mapWithState(sums()),
                """
                [b:2->2] [a:1->1, a:3->4, c:4->4, a:5->9]
                [] []
                [d:5->5, b:7->9] [a:6->15]
                [] []
                """));
  }

  @Trap(13)
  @Test
  void aSnapshotHoldsAllKeys() throws Exception {
    Table.run(
        table ->
            Rows.expect(
                table,
                "snapshots",
                letters(table).mapWithState(sums()).stateSnapshots(),
                """
                [(b,2)] [(a,9), (c,4)]
                [(b,2)] [(a,9), (c,4)]
                [(d,5), (b,9)] [(c,4), (a,15)]
                [(d,5), (b,9)] [(c,4), (a,15)]
                """));
  }

  @Trap(11)
  @Test
  void keysOfTheInitialStateAreNotCalledAndTheirLastStateCounts() throws Exception {
    Table.run(
        table -> {
          JavaMapWithStateDStream<String, Integer, Integer, String> mapped =
              letters(table).mapWithState(sums().initialState(initial(table)));
          Rows.expect(
              table,
              "mapped",
              mapped,
              """
              [b:2->202] [a:1->101, a:3->104, c:4->4, a:5->109]
              [] []
              [d:5->5, b:7->209] [a:6->115]
              """);
          Rows.expect(
              table,
              "snapshots",
              mapped.stateSnapshots(),
              """
              [(b,202)] [(i,20), (a,109), (c,4)]
              [(b,202)] [(i,20), (a,109), (c,4)]
              [(d,5), (b,209)] [(i,20), (c,4), (a,115)]
              """);
        });
  }

  @Test
  void theInitialStateMayBeAScalaRdd() throws Exception {
    Table.run(
        table ->
            Rows.expect(
                table,
                "mapped",
                letters(table)
                    .mapWithState(sums().initialState(initial(table).rdd()).numPartitions(1)),
                """
                [a:1->101, b:2->202, a:3->104, c:4->4, a:5->109]
                []
                """));
  }

  @Test
  void theInitialStateMayLieInPlaceOrBeWithoutPartitions() throws Exception {
    Table.run(
        table -> {
          Rows.expect(
              table,
              "in place",
              letters(table)
                  .mapWithState(
                      sums().initialState(initial(table).partitionBy(new HashPartitioner(2))))
                  .stateSnapshots(),
              """
              [(b,202)] [(i,20), (a,109), (c,4)]
              [(b,202)] [(i,20), (a,109), (c,4)]
              [(d,5), (b,209)] [(i,20), (c,4), (a,115)]
              """);
          Rows.expect(
              table,
              "none",
              letters(table)
                  .mapWithState(
                      sums()
                          .initialState(
                              JavaPairRDD.fromJavaRDD(table.context().sparkContext().emptyRDD())))
                  .stateSnapshots(),
              """
              [(b,2)] [(a,9), (c,4)]
              [(b,2)] [(a,9), (c,4)]
              [(d,5), (b,9)] [(c,4), (a,15)]
              """);
        });
  }

  @Test
  void aResultThatIsNullIsARecord() throws Exception {
    Table.run(
        table ->
            Rows.expect(
                table,
                "null for a",
                letters(table)
                    .mapWithState(
                        spec(
                            (String key, Optional<Integer> value, State<Integer> state) ->
                                key.equals("a") ? null : key)),
                """
                [b] [null, null, c, null]
                [] []
                [d, b] [null]
                """));
  }

  @Test
  void anAbsentResultIsNoRecord() throws Exception {
    Table.run(
        table -> {
          JavaMapWithStateDStream<String, Integer, Long, String> mapped =
              letters(table)
                  .mapWithState(
                      timed(
                          (Time time, String key, Optional<Integer> value, State<Long> state) -> {
                            boolean isLater = state.exists() && state.get() < time.milliseconds();
                            state.update(time.milliseconds());
                            return key.equals("a")
                                ? Optional.empty()
                                : Optional.of(key + value.get() + (isLater ? " later" : ""));
                          }));
          Rows.expect(
              table,
              "not of a",
              mapped,
              """
              [b2] [c4]
              [] []
              [d5, b7 later] []
              """);
          Rows.expect(
              table,
              "keys",
              mapped.stateSnapshots().map(Tuple2::_1),
              """
              [b] [a, c]
              [b] [a, c]
              [d, b] [c, a]
              """);
        });
  }

  @Test
  void noOptionalAtAllFailsTheBatchAndAllThatFollow() throws Exception {
    Table.run(
        table ->
            Rows.expect(
                table,
                "null for d",
                letters(table)
                    .mapWithState(
                        timed(
                            (Time time,
                                String key,
                                Optional<Integer> value,
                                State<Integer> state) ->
                                key.equals("d") ? null : Optional.of(key))),
                """
                [b] [a, a, c, a]
                [] []
                java.lang.NullPointerException
                java.lang.NullPointerException
                java.lang.NullPointerException
                """));
  }

  @Test
  void takesANumberOfPartitions() throws Exception {
    Table.run(
        table -> {
          JavaMapWithStateDStream<String, Integer, Integer, String> mapped =
              letters(table).mapWithState(sums().numPartitions(3));
          Rows.expect(
              table,
              "mapped",
              mapped,
              """
              [c:4->4] [a:1->1, a:3->4, a:5->9] [b:2->2]
              [] [] []
              [] [d:5->5, a:6->15] [b:7->9]
              """);
          Rows.expect(
              table,
              "snapshots",
              mapped.stateSnapshots(),
              """
              [(c,4)] [(a,9)] [(b,2)]
              [(c,4)] [(a,9)] [(b,2)]
              [(c,4)] [(d,5), (a,15)] [(b,9)]
              """);
        });
  }

  /** Vowels first. */
  private static final class ByVowel extends Partitioner {
    @Override
    public int numPartitions() {
      return 2;
    }

    @Override
    public int getPartition(Object key) {
      return "aeiou".contains((String) key) ? 0 : 1;
    }
  }

  @Test
  void takesAPartitioner() throws Exception {
    Table.run(
        table ->
            Rows.expect(
                table,
                "by vowel",
                letters(table)
                    .mapWithState(sums().initialState(initial(table)).partitioner(new ByVowel()))
                    .stateSnapshots(),
                """
                [(i,20), (a,109)] [(b,202), (c,4)]
                [(i,20), (a,109)] [(b,202), (c,4)]
                [(i,20), (a,115)] [(c,4), (d,5), (b,209)]
                """));
  }

  @Test
  void recordsThatLieInTheirPlacesStayThereAndWhatComesOutHasNoPartitioner() throws Exception {
    Table.run(
        table -> {
          List<String> partitioners = new CopyOnWriteArrayList<>();
          JavaMapWithStateDStream<String, Integer, Integer, String> mapped =
              letters(table).reduceByKey(Integer::sum).mapWithState(sums());
          Rows.expect(
              table,
              "reduced before",
              mapped,
              """
              [b:2->2] [a:9->9, c:4->4]
              [] []
              [d:5->5, b:7->9] [a:6->15]
              """);
          mapped.stateSnapshots().foreachRDD(rdd -> partitioners.add("" + rdd.partitioner()));
          table.afterwards(done -> assertThat(partitioners).startsWith("Optional.empty"));
        });
  }

  @Test
  void aKeyMayBeNull() throws Exception {
    Table.run(
        table -> {
          table.context().sparkContext().setCheckpointDir(checkpoints.toString());
          JavaMapWithStateDStream<String, Integer, Integer, String> mapped =
              table
                  .<String, Integer>pairs(
                      batch(part(pair(null, 1), pair("a", 2)), part(pair(null, 3))),
                      batch(part()),
                      batch(part(pair(null, 4))))
                  .mapWithState(sums());
          Rows.expect(
              table,
              "mapped",
              mapped,
              """
              [null:1->1, null:3->4] [a:2->2]
              [] []
              [null:4->8] []
              """);
          Rows.expect(
              table,
              "snapshots",
              mapped.stateSnapshots(),
              """
              [(null,4)] [(a,2)]
              [(null,4)] [(a,2)]
              [(null,8)] [(a,2)]
              """);
        });
  }

  @Test
  void aValueThatIsNullFailsTheBatchAndAllThatFollow() throws Exception {
    Table.run(
        table -> {
          table.context().sparkContext().setCheckpointDir(checkpoints.toString());
          Rows.expect(
              table,
              "mapped",
              table
                  .<String, Integer>pairs(
                      batch(part(pair("a", 1))),
                      batch(part(pair("a", null))),
                      batch(part(pair("a", 2))))
                  .mapWithState(sums()),
              """
              [] [a:1->1]
              java.lang.NullPointerException
              java.lang.NullPointerException
              java.lang.NullPointerException
              """);
        });
  }

  @Test
  void aStateMayBeNull() throws Exception {
    Table.run(
        table -> {
          JavaMapWithStateDStream<String, Integer, Integer, String> mapped =
              letters(table)
                  .mapWithState(
                      spec(
                          (String key, Optional<Integer> value, State<Integer> state) -> {
                            String before = state.exists() + " " + state.getOption();
                            state.update(null);
                            return key + " " + before;
                          }));
          Rows.expect(
              table,
              "mapped",
              mapped,
              """
              [b false None] [a false None, a true Some(null), c false None, a true Some(null)]
              [] []
              [d false None, b true Some(null)] [a true Some(null)]
              """);
          Rows.expect(
              table,
              "snapshots",
              mapped.stateSnapshots(),
              """
              [(b,null)] [(a,null), (c,null)]
              [(b,null)] [(a,null), (c,null)]
              [(d,null), (b,null)] [(c,null), (a,null)]
              """);
        });
  }

  @Test
  void aStateThatIsRemovedIsForgotten() throws Exception {
    Table.run(
        table -> {
          JavaMapWithStateDStream<String, Integer, Integer, String> mapped =
              letters(table)
                  .mapWithState(
                      spec(
                          (String key, Optional<Integer> value, State<Integer> state) -> {
                            String sum = sum(key, value, state);
                            if (value.get() == 3 || value.get() == 4 || value.get() == 7) {
                              state.remove();
                            }
                            return sum;
                          }));
          Rows.expect(
              table,
              "mapped",
              mapped,
              """
              [b:2->2] [a:1->1, a:3->4, c:4->4, a:5->5]
              [] []
              [d:5->5, b:7->9] [a:6->11]
              """);
          Rows.expect(
              table,
              "snapshots",
              mapped.stateSnapshots(),
              """
              [(b,2)] [(a,5)]
              [(b,2)] [(a,5)]
              [(d,5)] [(a,11)]
              """);
        });
  }

  @Test
  void whatIsChangedInPlaceIsKnownWithoutAnUpdate() throws Exception {
    Table.run(
        table -> {
          JavaMapWithStateDStream<String, Integer, ArrayList<Integer>, String> mapped =
              letters(table)
                  .mapWithState(
                      spec(
                          (String key,
                              Optional<Integer> value,
                              State<ArrayList<Integer>> state) -> {
                            if (!state.exists()) {
                              state.update(new ArrayList<>());
                            }
                            state.get().add(value.get());
                            return key + state;
                          }));
          Rows.expect(
              table,
              "mapped",
              mapped,
              """
              [b[2]] [a[1], a[1, 3], c[4], a[1, 3, 5]]
              [] []
              [d[5], b[2, 7]] [a[1, 3, 5, 6]]
              """);
          Rows.expect(
              table,
              "snapshots",
              mapped.stateSnapshots(),
              """
              [(b,[2])] [(a,[1, 3, 5]), (c,[4])]
              [(b,[2])] [(a,[1, 3, 5]), (c,[4])]
              [(b,[2, 7]), (d,[5])] [(a,[1, 3, 5, 6]), (c,[4])]
              """);
        });
  }

  @Test
  void severalConsumersSeeTheSame() throws Exception {
    Table.run(
        table -> {
          JavaMapWithStateDStream<String, Integer, Integer, String> mapped =
              letters(table)
                  .mapWithState(
                      spec(
                          (String key, Optional<Integer> value, State<Integer> state) -> {
                            CALLS.incrementAndGet();
                            return sum(key, value, state);
                          }));
          Rows.expect(
              table,
              "upper case",
              mapped.map(String::toUpperCase),
              """
              [B:2->2] [A:1->1, A:3->4, C:4->4, A:5->9]
              [] []
              [D:5->5, B:7->9] [A:6->15]
              """);
          Rows.expect(
              table,
              "count",
              mapped.count(),
              """
              [5] []
              [0] []
              [3] []
              """);
          Rows.expect(
              table,
              "snapshots",
              mapped.stateSnapshots(),
              """
              [(b,2)] [(a,9), (c,4)]
              [(b,2)] [(a,9), (c,4)]
              [(d,5), (b,9)] [(c,4), (a,15)]
              """);
          Rows.expect(
              table,
              "other snapshots",
              mapped.stateSnapshots().mapValues(sum -> -sum),
              """
              [(b,-2)] [(a,-9), (c,-4)]
              [(b,-2)] [(a,-9), (c,-4)]
              [(d,-5), (b,-9)] [(c,-4), (a,-15)]
              """);
          table.afterwards(done -> assertThat(CALLS).hasValue(8));
        });
  }

  @Test
  void aDescriptionMayServeTwoStreams() throws Exception {
    Table.run(
        table -> {
          StateSpec<String, Integer, Integer, String> spec = sums().initialState(initial(table));
          Rows.expect(
              table,
              "first",
              letters(table).mapWithState(spec),
              """
              [b:2->202] [a:1->101, a:3->104, c:4->4, a:5->109]
              [] []
              [d:5->5, b:7->209] [a:6->115]
              """);
          Rows.expect(
              table,
              "second",
              letters(table).mapValues(value -> 10 * value).mapWithState(spec).stateSnapshots(),
              """
              [(b,220)] [(i,20), (a,190), (c,40)]
              [(b,220)] [(i,20), (a,190), (c,40)]
              [(d,50), (b,290)] [(i,20), (c,40), (a,250)]
              """);
        });
  }

  @Test
  void aDescriptionThatIsChangedLaterCountsButForItsPartitioner() throws Exception {
    Table.run(
        table -> {
          StateSpec<String, Integer, Integer, String> spec =
              spec(
                  (key, value, state) ->
                      state.isTimingOut() ? "end of " + key : sum(key, value, state));
          JavaMapWithStateDStream<String, Integer, Integer, String> mapped =
              letters(table).mapWithState(spec);
          mapped.checkpoint(Durations.milliseconds(2 * table.batchMillis()));
          spec.initialState(initial(table))
              .timeout(Durations.milliseconds(table.batchMillis()))
              .numPartitions(5);
          Rows.expect(
              table,
              "changed",
              mapped,
              """
              [b:2->202] [a:1->101, a:3->104, c:4->4, a:5->109]
              [] []
              [d:5->5, b:7->209] [a:6->115]
              [] [end of i, end of c]
              [] []
              [end of d, end of b] [end of a]
              """);
        });
  }

  @Test
  void aFunctionThatAlwaysThrowsFailsItsBatchAndAllThatFollow() throws Exception {
    Table.run(
        table -> {
          JavaPairDStream<String, Integer> letters = letters(table);
          JavaMapWithStateDStream<String, Integer, Integer, String> mapped =
              letters.mapWithState(
                  spec(
                      (String key, Optional<Integer> value, State<Integer> state) -> {
                        if (value.get() == 6) {
                          throw new IllegalStateException("no " + value.get());
                        }
                        return sum(key, value, state);
                      }));
          Rows.expect(
              table,
              "mapped",
              mapped,
              """
              [b:2->2] [a:1->1, a:3->4, c:4->4, a:5->9]
              [] []
              java.lang.IllegalStateException: no 6
              java.lang.IllegalStateException: no 6
              java.lang.IllegalStateException: no 6
              """);
          Rows.expect(
              table,
              "snapshots",
              mapped.stateSnapshots(),
              """
              [(b,2)] [(a,9), (c,4)]
              [(b,2)] [(a,9), (c,4)]
              java.lang.IllegalStateException: no 6
              java.lang.IllegalStateException: no 6
              java.lang.IllegalStateException: no 6
              """);
          Rows.expect(
              table,
              "count",
              letters.count(),
              """
              [5] []
              [0] []
              [3] []
              [0] []
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
                "mapped",
                letters(table)
                    .mapWithState(
                        spec(
                            (String key, Optional<Integer> value, State<Integer> state) -> {
                              String sum = sum(key, value, state);
                              if (value.get() == 3 && CALLS.incrementAndGet() == 1) {
                                throw new IllegalStateException("once");
                              }
                              return sum;
                            }))
                    .stateSnapshots(),
                """
                java.lang.IllegalStateException: once
                [(b,2)] [(a,9), (c,4)]
                [(d,5), (b,9)] [(c,4), (a,15)]
                [(d,5), (b,9)] [(c,4), (a,15)]
                """));
  }

  @Test
  void slidesAsItsParentDoes() throws Exception {
    Table.run(
        table -> {
          JavaMapWithStateDStream<String, Integer, Integer, String> mapped =
              letters(table).mapWithState(sums());
          mapped.foreachRDD(rdd -> rdd.count());
          assertThat(mapped.dstream().dependencies().size()).isEqualTo(1);
          assertThat(mapped.dstream().slideDuration().milliseconds())
              .isEqualTo(table.batchMillis());
          assertThat(mapped.stateSnapshots().dstream().slideDuration().milliseconds())
              .isEqualTo(table.batchMillis());
        });
  }
}
