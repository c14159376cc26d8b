// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.conformance.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dstreambeam.conformance.behaviour.Batch.batch;
import static org.dstreambeam.conformance.behaviour.Batch.pair;
import static org.dstreambeam.conformance.behaviour.Batch.part;

import java.io.Serializable;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.spark.api.java.Optional;
import org.apache.spark.api.java.function.Function3;
import org.apache.spark.streaming.Durations;
import org.apache.spark.streaming.State;
import org.apache.spark.streaming.StateSpec;
import org.apache.spark.streaming.api.java.JavaMapWithStateDStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a mapping function can ask of its {@link State}, and do with it, at each point of a call.
 */
class MappingStateTest {

  @TempDir private java.nio.file.Path checkpoints;

  /** A step of a call, and what became of it. */
  @FunctionalInterface
  private interface Step extends Serializable {
    Object run(State<String> state);
  }

  private static String outcome(Step step, State<String> state) {
    try {
      return String.valueOf(step.run(state));
    } catch (RuntimeException e) {
      return e.toString();
    }
  }

  private static String all(State<String> state) {
    return String.join(
        "; ",
        outcome(State::exists, state),
        outcome(State::get, state),
        outcome(State::getOption, state),
        outcome(State::isTimingOut, state),
        outcome(State::toString, state));
  }

  private static final Step UPDATE =
      state -> {
        state.update("set");
        return "updated";
      };
  private static final Step REMOVE =
      state -> {
        state.remove();
        return "removed";
      };

  /** What it knows at first, after {@code steps}, and what became of these. */
  private static String protocol(String key, State<String> state) {
    StringBuilder text = new StringBuilder(key).append(": ").append(all(state));
    for (char step : key.toCharArray()) {
      if (step == 'u' || step == 'r') {
        text.append(" | ")
            .append(outcome(step == 'u' ? UPDATE : REMOVE, state))
            .append(" | ")
            .append(all(state));
      }
    }
    return text.toString();
  }

  @Test
  void whatItSaysOfItself() throws Exception {
    Function3<String, Optional<Integer>, State<String>, String> function =
        (key, value, state) -> protocol(key, state);
    Table.run(
        table -> {
          table.context().sparkContext().setCheckpointDir(checkpoints.toString());
          JavaMapWithStateDStream<String, Integer, String, String> mapped =
              table
                  .<String, Integer>pairs(
                      batch(
                          part(
                              pair("-", 1),
                              pair("u", 1),
                              pair("r", 1),
                              pair("ru", 1),
                              pair("ur", 1),
                              pair("rr", 1),
                              pair("uu", 1))),
                      batch(part(pair("u", 2), pair("ur", 2), pair("uu", 2))))
                  .mapWithState(
                      StateSpec.function(function)
                          .numPartitions(1)
                          .timeout(Durations.milliseconds(table.batchMillis())));
          mapped.checkpoint(Durations.milliseconds(2 * table.batchMillis()));
          List<String> calls = new CopyOnWriteArrayList<>();
          mapped.foreachRDD(
              rdd -> {
                calls.addAll(rdd.collect());
              });
          table.batches(4);
          table.afterwards(
              done ->
                  assertThat(String.join("\n", calls))
                      .isEqualTo(
                          """
                          -: false; java.util.NoSuchElementException: State is not set; None; false; <state not set>
                          u: false; java.util.NoSuchElementException: State is not set; None; false; <state not set> | updated | true; set; Some(set); false; set
                          r: false; java.util.NoSuchElementException: State is not set; None; false; <state not set> | removed | false; java.util.NoSuchElementException: State is not set; None; false; <state not set>
                          ru: false; java.util.NoSuchElementException: State is not set; None; false; <state not set> | removed | false; java.util.NoSuchElementException: State is not set; None; false; <state not set> | java.lang.IllegalArgumentException: requirement failed: Cannot update the state after it has been removed | false; java.util.NoSuchElementException: State is not set; None; false; <state not set>
                          ur: false; java.util.NoSuchElementException: State is not set; None; false; <state not set> | updated | true; set; Some(set); false; set | removed | false; java.util.NoSuchElementException: State is not set; None; false; <state not set>
                          rr: false; java.util.NoSuchElementException: State is not set; None; false; <state not set> | removed | false; java.util.NoSuchElementException: State is not set; None; false; <state not set> | java.lang.IllegalArgumentException: requirement failed: Cannot remove the state that has already been removed | false; java.util.NoSuchElementException: State is not set; None; false; <state not set>
                          uu: false; java.util.NoSuchElementException: State is not set; None; false; <state not set> | updated | true; set; Some(set); false; set | updated | true; set; Some(set); false; set
                          u: true; set; Some(set); false; set | updated | true; set; Some(set); false; set
                          ur: false; java.util.NoSuchElementException: State is not set; None; false; <state not set> | updated | true; set; Some(set); false; set | removed | false; java.util.NoSuchElementException: State is not set; None; false; <state not set>
                          uu: true; set; Some(set); false; set | updated | true; set; Some(set); false; set | updated | true; set; Some(set); false; set
                          u: true; set; Some(set); true; set | java.lang.IllegalArgumentException: requirement failed: Cannot update the state that is timing out | true; set; Some(set); true; set
                          uu: true; set; Some(set); true; set | java.lang.IllegalArgumentException: requirement failed: Cannot update the state that is timing out | true; set; Some(set); true; set | java.lang.IllegalArgumentException: requirement failed: Cannot update the state that is timing out | true; set; Some(set); true; set"""));
        });
  }
}
