// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.conformance.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dstreambeam.conformance.behaviour.Batch.batch;
import static org.dstreambeam.conformance.behaviour.Batch.pair;
import static org.dstreambeam.conformance.behaviour.Batch.part;

import java.util.List;
import org.apache.spark.api.java.Optional;
import org.apache.spark.api.java.function.Function3;
import org.apache.spark.streaming.Durations;
import org.apache.spark.streaming.State;
import org.apache.spark.streaming.StateSpec;
import org.apache.spark.streaming.Time;
import org.apache.spark.streaming.api.java.JavaMapWithStateDStream;
import org.apache.spark.streaming.api.java.JavaPairDStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code slice} of streams that remember keys, in a program that remembers their batches. */
class StatefulSliceTest {

  @TempDir private java.nio.file.Path checkpoints;

  private JavaPairDStream<String, Integer> letters(Table table) {
    table.context().sparkContext().setCheckpointDir(checkpoints.toString());
    table.context().remember(Durations.minutes(1));
    return table.pairs(
        batch(part(pair("a", 1), pair("b", 2))), batch(part(pair("a", 3))), batch(part()));
  }

  @Test
  void ofUpdatedStates() throws Exception {
    Table.run(
        table -> {
          JavaPairDStream<String, String> states =
              letters(table)
                  .updateStateByKey(
                      (List<Integer> values, Optional<String> state) ->
                          Optional.of(state.or("") + values),
                      1);
          states.foreachRDD(rdd -> rdd.count());
          table.batches(3);
          table.afterwards(
              done ->
                  assertThat(
                          states
                              .slice(new Time(table.times().get(0)), new Time(table.times().get(2)))
                              .stream()
                              .map(rdd -> rdd.collect().toString()))
                      .containsExactly(
                          "[(a,[1]), (b,[2])]",
                          "[(a,[1][3]), (b,[2][])]",
                          "[(a,[1][3][]), (b,[2][][])]"));
        });
  }

  @Test
  void ofMappedRecordsAndSnapshots() throws Exception {
    Function3<String, Optional<Integer>, State<Integer>, String> function =
        (key, value, state) -> {
          state.update(value.get());
          return key + value.get();
        };
    Table.run(
        table -> {
          JavaMapWithStateDStream<String, Integer, Integer, String> mapped =
              letters(table).mapWithState(StateSpec.function(function).numPartitions(1));
          JavaPairDStream<String, Integer> snapshots = mapped.stateSnapshots();
          mapped.foreachRDD(rdd -> rdd.count());
          snapshots.foreachRDD(rdd -> rdd.count());
          table.batches(3);
          table.afterwards(
              done -> {
                Time last = new Time(table.times().get(2));
                assertThat(
                        mapped.slice(new Time(table.times().get(0)), last).stream()
                            .map(rdd -> rdd.collect().toString()))
                    .containsExactly("[a1, b2]", "[a3]", "[]");
                assertThat(
                        snapshots.slice(new Time(table.times().get(0)), last).stream()
                            .map(rdd -> rdd.collect().toString()))
                    .containsExactly("[(a,1), (b,2)]", "[(b,2), (a,3)]", "[(b,2), (a,3)]");
              });
        });
  }
}
