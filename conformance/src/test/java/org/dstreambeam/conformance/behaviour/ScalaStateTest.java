// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.conformance.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.dstreambeam.conformance.behaviour.Batch.batch;
import static org.dstreambeam.conformance.behaviour.Batch.failed;
import static org.dstreambeam.conformance.behaviour.Batch.pair;
import static org.dstreambeam.conformance.behaviour.Batch.part;
import static org.dstreambeam.conformance.behaviour.ScalaCalls.any;
import static org.dstreambeam.conformance.behaviour.ScalaCalls.four;
import static org.dstreambeam.conformance.behaviour.ScalaCalls.functions;
import static org.dstreambeam.conformance.behaviour.ScalaCalls.java;
import static org.dstreambeam.conformance.behaviour.ScalaCalls.one;
import static org.dstreambeam.conformance.behaviour.ScalaCalls.refused;
import static org.dstreambeam.conformance.behaviour.ScalaCalls.texts;
import static org.dstreambeam.conformance.behaviour.ScalaCalls.three;
import static org.dstreambeam.conformance.behaviour.ScalaCalls.two;

import java.util.ArrayList;
import java.util.LinkedList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import org.apache.spark.HashPartitioner;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.Optional;
import org.apache.spark.rdd.RDD;
import org.apache.spark.storage.StorageLevel;
import org.apache.spark.streaming.Duration;
import org.apache.spark.streaming.Durations;
import org.apache.spark.streaming.State;
import org.apache.spark.streaming.StateSpec;
import org.apache.spark.streaming.StateSpec$;
import org.apache.spark.streaming.Time;
import org.apache.spark.streaming.api.java.JavaPairDStream;
import org.apache.spark.streaming.api.java.JavaStreamingContext;
import org.apache.spark.streaming.dstream.DStream;
import org.apache.spark.streaming.dstream.MapWithStateDStream;
import org.apache.spark.streaming.dstream.PairDStreamFunctions;
import org.dstreambeam.conformance.behaviour.ScalaCalls.Stuck;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scala.Function2;
import scala.Option;
import scala.Some;
import scala.Tuple2;
import scala.Tuple3;
import scala.collection.Iterator;
import scala.collection.JavaConverters;
import scala.collection.Seq;

/** State as compiled Scala programs keep it. */
class ScalaStateTest {

  /** What the iterator form of {@code updateStateByKey} takes and gives. */
  private interface UpdateAll
      extends ScalaCalls.One<
          Iterator<Tuple3<Integer, Seq<String>, Option<String>>>,
          Iterator<Tuple2<Integer, String>>> {}

  @TempDir private java.nio.file.Path checkpoints;
  private final List<String> journal = new CopyOnWriteArrayList<>();

  private PairDStreamFunctions<Integer, String> pairs(Table table) {
    table.context().sparkContext().setCheckpointDir(checkpoints.toString());
    return functions(
        table.pairs(
            batch(part(pair(1, "a"), pair(2, "b")), part(pair(1, "c"))),
            batch(),
            batch(part(pair(1, "d"), pair(3, "e")))));
  }

  private static Duration batches(Table table, int n) {
    return Durations.milliseconds(n * table.batchMillis());
  }

  /** What came in batch by batch: {@code [a+c][][d]}. */
  private static Function2<Seq<String>, Option<String>, Option<String>> history() {
    return two((values, state) -> Some.apply(history(values, state)));
  }

  private static String history(Seq<String> values, Option<String> state) {
    return (state.isDefined() ? state.get() : "") + values.mkString("[", "+", "]");
  }

  private static RDD<Tuple2<Integer, String>> initial(Table table) {
    return table.rdd(batch(part(pair(1, "first"), pair(1, "second")), part(pair(4, "x")))).rdd();
  }

  @Test
  void updatesKeyByKey() throws Exception {
    Table.run(
        table -> {
          PairDStreamFunctions<Integer, String> pairs = pairs(table);
          table.expect(
              "updateStateByKey",
              texts(pairs.updateStateByKey(history(), any())),
              batch(part("(2,[b])"), part("(1,[a+c])")),
              batch(part("(2,[b][])"), part("(1,[a+c][])")),
              batch(part("(2,[b][][])"), part("(1,[a+c][][d])", "(3,[e])")),
              batch(part("(2,[b][][][])"), part("(1,[a+c][][d][])", "(3,[e][])")));
          table.expect(
              "in one",
              texts(pairs.updateStateByKey(history(), 1, any())),
              batch(part("(1,[a+c])", "(2,[b])")),
              batch(part("(1,[a+c][])", "(2,[b][])")));
          table.expect(
              "partitioned",
              texts(pairs.updateStateByKey(history(), new HashPartitioner(1), any())),
              batch(part("(1,[a+c])", "(2,[b])")));
          table.expect(
              "with initial states, of which the first of a key counts",
              texts(
                  pairs.updateStateByKey(history(), new HashPartitioner(2), initial(table), any())),
              batch(part("(4,x[])", "(2,[b])"), part("(1,first[a+c])")),
              batch(part("(4,x[][])", "(2,[b][])"), part("(1,first[a+c][])")));
          table.expect(
              "None forgets a key",
              texts(
                  pairs.updateStateByKey(
                      two(
                          (Seq<String> values, Option<String> state) ->
                              values.isEmpty()
                                  ? Option.<String>empty()
                                  : Some.apply(history(values, state))),
                      any())),
              batch(part("(2,[b])"), part("(1,[a+c])")),
              batch(part(), part()),
              batch(part(), part("(1,[d])", "(3,[e])")),
              batch(part(), part()));
        });
  }

  @Test
  void aStateMayBeNull() throws Exception {
    Table.run(
        table -> {
          PairDStreamFunctions<Integer, String> pairs = pairs(table);
          table.expect(
              "updateStateByKey",
              texts(
                  pairs.updateStateByKey(
                      two(
                          (Seq<String> values, Option<String> state) ->
                              Some.apply(state.isDefined() ? "was " + state.get() : null)),
                      1,
                      any())),
              batch(part("(1,null)", "(2,null)")),
              batch(part("(1,was null)", "(2,was null)")));
          RDD<Tuple2<Integer, String>> nulls = table.rdd(batch(part(pair(1, (String) null)))).rdd();
          table.expect(
              "an initial one",
              texts(
                  pairs.updateStateByKey(
                      two(
                          (Seq<String> values, Option<String> state) ->
                              Some.apply(values.size() + " " + state)),
                      new HashPartitioner(1),
                      nulls,
                      any())),
              batch(part("(1,2 Some(null))", "(2,1 None)")));
        });
  }

  @Test
  void ofJavaFunctionsAnInitialStateMayNotBeNull() throws Exception {
    Table.run(
        table -> {
          table.context().sparkContext().setCheckpointDir(checkpoints.toString());
          JavaPairRDD<Integer, String> nulls =
              JavaPairRDD.fromJavaRDD(table.rdd(batch(part(pair(1, (String) null)))));
          table.expect(
              "updateStateByKey",
              table
                  .pairs(batch(part(pair(2, "b"))))
                  .updateStateByKey(
                      (List<String> values, Optional<String> state) ->
                          Optional.of("" + values + state),
                      new HashPartitioner(1),
                      nulls),
              failed(new NullPointerException()),
              failed(new NullPointerException()));
        });
  }

  /** The triples, numbered in each call, and a mark if there were none. */
  private static UpdateAll numbered() {
    return triples -> {
      List<Tuple2<Integer, String>> states = new ArrayList<>();
      JavaConverters.asJavaIterator(triples)
          .forEachRemaining(
              triple ->
                  states.add(
                      pair(
                          triple._1(),
                          history(triple._2(), triple._3()) + "#" + (states.size() + 1))));
      if (states.isEmpty()) {
        states.add(pair(-1, "nothing"));
      }
      return JavaConverters.asScalaIterator(states.iterator());
    };
  }

  @Test
  void updatesPartitionByPartition() throws Exception {
    Table.run(
        table -> {
          PairDStreamFunctions<Integer, String> pairs = pairs(table);
          table.expect(
              "in three",
              texts(pairs.updateStateByKey(numbered(), new HashPartitioner(3), true, any())),
              batch(part("(-1,nothing)"), part("(1,[a+c]#1)"), part("(2,[b]#1)")),
              batch(part("(-1,nothing[]#1)"), part("(1,[a+c]#1[]#1)"), part("(2,[b]#1[]#1)")),
              batch(
                  part("(-1,nothing[]#1[]#1)", "(3,[e]#2)"),
                  part("(1,[a+c]#1[]#1[d]#1)"),
                  part("(2,[b]#1[]#1[]#1)")));
          table.expect(
              "in one, with initial states",
              texts(
                  pairs.updateStateByKey(
                      numbered(), new HashPartitioner(1), true, initial(table), any())),
              batch(part("(4,x[]#1)", "(1,first[a+c]#2)", "(2,[b]#3)")),
              batch(part("(4,x[]#1[]#1)", "(1,first[a+c]#2[]#2)", "(2,[b]#3[]#3)")));
        });
  }

  /** Adds {@code step} to each key. */
  private static UpdateAll moving(int step) {
    return triples -> {
      List<Tuple2<Integer, String>> states = new ArrayList<>();
      JavaConverters.asJavaIterator(triples)
          .forEachRemaining(
              triple -> states.add(pair(triple._1() + step, history(triple._2(), triple._3()))));
      return JavaConverters.asScalaIterator(states.iterator());
    };
  }

  @Test
  void keysThatChangeStayWhereTheyAreIfThePartitionerIsRemembered() throws Exception {
    Table.run(
        table -> {
          PairDStreamFunctions<Integer, String> pairs = pairs(table);
          DStream<Tuple2<Integer, String>> moved =
              pairs.updateStateByKey(moving(1), new HashPartitioner(2), true, any());
          table.expect(
              "each key one more",
              texts(moved),
              batch(part("(3,[b])"), part("(2,[a+c])")),
              batch(part("(4,[b][])"), part("(3,[a+c][])")),
              batch(part("(5,[b][][])"), part("(2,[d])", "(4,[a+c][][e])")));
          table.expect(
              "two keys of one partition that have become one",
              texts(
                  pairs.updateStateByKey(
                      (UpdateAll)
                          triples ->
                              JavaConverters.asScalaIterator(
                                  asList(triples).stream()
                                      .map(t -> pair(0, history(t._2(), t._3())))
                                      .iterator()),
                      new HashPartitioner(1),
                      true,
                      any())),
              batch(part("(0,[a+c])", "(0,[b])")),
              batch(part("(0,[a+c][])")));
          java(moved).foreachRDD(rdd -> journal.add(rdd.rdd().partitioner().toString()));
          table.afterwards(done -> assertThat(journal.get(0)).startsWith("Some("));
        });
  }

  private static List<Tuple3<Integer, Seq<String>, Option<String>>> asList(
      Iterator<Tuple3<Integer, Seq<String>, Option<String>>> triples) {
    List<Tuple3<Integer, Seq<String>, Option<String>>> list = new ArrayList<>();
    JavaConverters.asJavaIterator(triples).forEachRemaining(list::add);
    return list;
  }

  @Test
  void keysMayChangeWithinTheirPartition() throws Exception {
    Table.run(
        table -> {
          DStream<Tuple2<Integer, String>> moved =
              pairs(table).updateStateByKey(moving(2), new HashPartitioner(2), false, any());
          table.expect(
              "each key two more",
              texts(moved),
              batch(part("(4,[b])"), part("(3,[a+c])")),
              batch(part("(6,[b][])"), part("(5,[a+c][])")),
              batch(part("(8,[b][][])"), part("(3,[d])", "(5,[e])", "(7,[a+c][][])")));
          java(moved).foreachRDD(rdd -> journal.add(rdd.rdd().partitioner().toString()));
          table.afterwards(done -> assertThat(journal).startsWith("None", "None", "None"));
        });
  }

  @Deviation("Keys of a state stay in their partition")
  @Test
  void keysThatMoveFailTheBatch() throws Exception {
    UnsupportedOperationException refusal =
        new UnsupportedOperationException(
            "updateStateByKey: the function returned the key 3, which belongs to partition 1, in"
                + " partition 0. Keys of a state cannot move here: map them in the stream that"
                + " comes out");
    Table.run(
        table -> {
          table.context().sparkContext().setCheckpointDir(checkpoints.toString());
          table.expect(
              "each key one more",
              texts(
                  functions(table.pairs(batch(part(pair(2, "b")))))
                      .updateStateByKey(moving(1), new HashPartitioner(2), false, any())),
              failed(refusal),
              failed(refusal));
        });
  }

  @Test
  void updatesWithTheBatchTime() throws Exception {
    Table.run(
        table -> {
          PairDStreamFunctions<Integer, String> pairs = pairs(table);
          DStream<Tuple2<Integer, Long>> times =
              pairs.updateStateByKey(
                  four(
                      (Time time, Integer key, Seq<String> values, Option<Long> before) ->
                          values.isEmpty() && key == 2
                              ? Option.<Long>empty()
                              : Some.apply(time.milliseconds())),
                  new HashPartitioner(1),
                  true,
                  initialLeftOut(pairs),
                  any());
          table.expect(
              "the time is that of the batch, and None forgets a key",
              java(times)
                  .transform(
                      (rdd, time) ->
                          rdd.map(state -> state._1() + " " + (time.milliseconds() - state._2()))),
              batch(part("1 0", "2 0")),
              batch(part("1 0")),
              batch(part("1 0", "3 0")),
              batch(part("1 0", "3 0")));
          DStream<Tuple2<Integer, String>> states =
              pairs.updateStateByKey(
                  four(
                      (Time time, Integer key, Seq<String> values, Option<String> before) ->
                          Some.apply(history(values, before) + key)),
                  new HashPartitioner(1),
                  false,
                  Some.apply(initial(table)),
                  any());
          table.expect(
              "with initial states",
              texts(states),
              batch(part("(4,x[]4)", "(1,first[a+c]1)", "(2,[b]2)")),
              batch(part("(4,x[]4[]4)", "(1,first[a+c]1[]1)", "(2,[b]2[]2)")));
          java(states).foreachRDD(rdd -> journal.add(rdd.rdd().partitioner().toString()));
          table.afterwards(done -> assertThat(journal).startsWith("None", "None"));
        });
  }

  /** What Scala programs get that say nothing of initial states. */
  @SuppressWarnings({"unchecked", "rawtypes"}) // nothing is of any type
  private static Option<RDD<Tuple2<Integer, Long>>> initialLeftOut(
      PairDStreamFunctions<Integer, String> pairs) {
    return (Option) pairs.updateStateByKey$default$4();
  }

  @Test
  void mapsWithState() throws Exception {
    Table.run(
        table -> {
          PairDStreamFunctions<Integer, String> pairs = pairs(table);
          StateSpec<Integer, String, String, String> history =
              StateSpec$.MODULE$.function(
                  three(
                      (Integer key, Option<String> value, State<String> state) -> {
                        Option<String> before = state.getOption();
                        state.update((before.isDefined() ? before.get() : "") + value.get());
                        return key == 3 ? null : key + ":" + before + "," + value;
                      }));
          MapWithStateDStream<Integer, String, String, String> mapped =
              pairs.mapWithState(
                  history.numPartitions(1).initialState(initial(table)), any(), any());
          table.expect(
              "what comes out, null too",
              java(mapped),
              batch(part("1:Some(second),Some(a)", "2:None,Some(b)", "1:Some(seconda),Some(c)")),
              batch(part()),
              batch(part("1:Some(secondac),Some(d)", (String) null)),
              batch(part()));
          table.expect(
              "what is known",
              texts(mapped.stateSnapshots()),
              batch(part("(4,x)", "(1,secondac)", "(2,b)")),
              batch(part("(4,x)", "(1,secondac)", "(2,b)")),
              batch(part("(4,x)", "(2,b)", "(1,secondacd)", "(3,e)")));
        });
  }

  @Test
  void mapsWithStateAndTheBatchTime() throws Exception {
    Table.run(
        table -> {
          StateSpec<Integer, String, Long, String> times =
              StateSpec$.MODULE$.function(
                  four(
                      (Time time, Integer key, Option<String> value, State<Long> state) -> {
                        if (state.isTimingOut()) {
                          return Some.apply(key + " timed out with " + value);
                        }
                        state.update(time.milliseconds());
                        return value.get().equals("c")
                            ? Option.<String>empty()
                            : Some.apply(key + value.get());
                      }));
          MapWithStateDStream<Integer, String, Long, String> mapped =
              pairs(table)
                  .mapWithState(times.numPartitions(3).timeout(batches(table, 1)), any(), any());
          assertThat(mapped.checkpoint(batches(table, 2))).isSameAs(mapped);
          table.expect(
              "what comes out, None not",
              java(mapped),
              batch(part(), part("1a"), part("2b")),
              batch(part(), part(), part()),
              batch(part("3e"), part("1d"), part()),
              batch(part(), part(), part("2 timed out with None")),
              batch(part(), part(), part()),
              batch(part("3 timed out with None"), part("1 timed out with None"), part()));
          long millis = table.batchMillis();
          table.expect(
              "the time is that of the batch",
              java(mapped.stateSnapshots())
                  .transform(
                      (rdd, time) ->
                          rdd.map(
                              state ->
                                  state._1()
                                      + " before "
                                      + (time.milliseconds() - state._2()) / millis)),
              batch(part(), part("1 before 0"), part("2 before 0")),
              batch(part(), part("1 before 1"), part("2 before 1")),
              batch(part("3 before 0"), part("1 before 0"), part("2 before 2")),
              batch(part("3 before 1"), part("1 before 1"), part()));
        });
  }

  @Test
  void javaFunctionsAreTakenTheSameWay() throws Exception {
    Table.run(
        table -> {
          org.apache.spark.api.java.function.Function3<
                  Integer, Optional<String>, State<String>, String>
              plain = (key, value, state) -> key + value.get();
          org.apache.spark.api.java.function.Function4<
                  Time, Integer, Optional<String>, State<String>, Optional<String>>
              withTime = (time, key, value, state) -> Optional.of(key + value.get());
          for (StateSpec<Integer, String, String, String> spec :
              List.of(StateSpec$.MODULE$.function(plain), StateSpec$.MODULE$.function(withTime))) {
            table.expect(
                "mapWithState",
                java(pairs(table).mapWithState(spec.numPartitions(1), any(), any())),
                batch(part("1a", "2b", "1c")),
                batch(part()));
          }
        });
  }

  @Test
  void functionsAreCheckedWhenTheyAreDeclared() throws Exception {
    Table.run(
        table -> {
          PairDStreamFunctions<Integer, String> pairs = pairs(table);
          HashPartitioner one = new HashPartitioner(1);
          refused(() -> pairs.updateStateByKey(Stuck.two(), any()));
          refused(() -> pairs.updateStateByKey(Stuck.two(), 1, any()));
          refused(() -> pairs.updateStateByKey(Stuck.two(), one, any()));
          refused(() -> pairs.updateStateByKey(Stuck.two(), one, initial(table), any()));
          refused(() -> pairs.updateStateByKey(Stuck.one(), one, true, any()));
          refused(() -> pairs.updateStateByKey(Stuck.one(), one, false, initial(table), any()));
          refused(() -> pairs.updateStateByKey(Stuck.four(), one, true, Option.empty(), any()));
          refused(() -> StateSpec$.MODULE$.function(Stuck.three()));
          refused(() -> StateSpec$.MODULE$.function(Stuck.four()));
          table.expect(
              "reduceByKey",
              texts(pairs.reduceByKey(two((a, b) -> a + b), 1)),
              batch(part("(1,ac)", "(2,b)")));
        });
  }

  @Test
  void streamsKnowTheirParentsSlidesAndLevels() throws Exception {
    Table.run(
        table -> {
          PairDStreamFunctions<Integer, String> pairs = pairs(table);
          DStream<Tuple2<Integer, String>> states = pairs.updateStateByKey(history(), any());
          DStream<Tuple2<Integer, String>> persisted =
              pairs.updateStateByKey(history(), any()).persist(StorageLevel.MEMORY_ONLY());
          StateSpec<Integer, String, String, String> spec =
              StateSpec$.MODULE$.function(
                  three((Integer key, Option<String> value, State<String> state) -> value.get()));
          MapWithStateDStream<Integer, String, String, String> mapped =
              pairs.mapWithState(spec, any(), any());
          DStream<Tuple2<Integer, String>> snapshots = mapped.stateSnapshots();
          DStream<String> cached = pairs.mapWithState(spec, any(), any()).cache();
          for (DStream<?> stream : List.of(states, persisted, mapped, snapshots, cached)) {
            assertThat(stream.slideDuration()).isEqualTo(batches(table, 1));
            assertThat(stream.dependencies().size()).isEqualTo(1);
            assertThat(stream.ssc()).isSameAs(table.context().ssc());
            java(stream).foreachRDD(rdd -> journal.add(rdd.getStorageLevel().description()));
          }
          table.until(() -> journal.size() >= 5);
          table.afterwards(
              done -> {
                assertThat(journal)
                    .startsWith(
                        "Memory Serialized 1x Replicated",
                        "Memory Deserialized 1x Replicated",
                        "Serialized 1x Replicated",
                        "Serialized 1x Replicated",
                        "Memory Serialized 1x Replicated");
                assertThatThrownBy(() -> states.persist(StorageLevel.MEMORY_ONLY()))
                    .isInstanceOf(UnsupportedOperationException.class)
                    .hasMessage(
                        "Cannot change storage level of a DStream after streaming context has"
                            + " started");
                assertThatThrownBy(() -> mapped.checkpoint(batches(table, 2)))
                    .isInstanceOf(UnsupportedOperationException.class)
                    .hasMessage(
                        "Cannot change checkpoint interval of a DStream after streaming context"
                            + " has started");
              });
        });
  }

  /** What stream is meant by a message about the interval of its checkpoints. */
  private String nameInMessage(UnaryOperator<DStream<Tuple2<Integer, String>>> operation) {
    try (JavaStreamingContext context =
        new JavaStreamingContext(Table.conf(), Durations.seconds(1))) {
      context.checkpoint(checkpoints.toString());
      JavaPairDStream<Integer, String> pairs =
          context.<Integer>queueStream(new LinkedList<>()).mapToPair(n -> pair(n, "" + n));
      DStream<Tuple2<Integer, String>> stream = operation.apply(pairs.dstream());
      stream.checkpoint(Durations.milliseconds(500));
      stream.print();
      context.start();
      return "started";
    } catch (IllegalArgumentException e) {
      return e.getMessage()
          .replaceFirst("requirement failed: The checkpoint interval for (\\w+) .*", "$1");
    }
  }

  @Test
  void theNamesOfStreamsInMessagesAreSparks() {
    StateSpec<Integer, String, String, Tuple2<Integer, String>> spec =
        StateSpec$.MODULE$.function(
            three(
                (Integer key, Option<String> value, State<String> state) ->
                    pair(key, value.get())));
    assertThat(nameInMessage(pairs -> functions(pairs).updateStateByKey(history(), any())))
        .isEqualTo("StateDStream");
    assertThat(nameInMessage(pairs -> functions(pairs).mapWithState(spec, any(), any())))
        .isEqualTo("InternalMapWithStateDStream");
    assertThat(
            nameInMessage(
                pairs -> functions(pairs).mapWithState(spec, any(), any()).stateSnapshots()))
        .isEqualTo("FlatMappedDStream");
  }
}
