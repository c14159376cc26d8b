// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.streaming.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import scala.Tuple2;

/** Expected values are those of appendix A.3 of the specification, which genuine Spark gave. */
class MapWithStateTest {

  private static final MapWithState.Mapping<String, Integer, Integer, String> SUM =
      (time, key, value, state, results) -> {
        if (state.isTimingOut()) {
          results.accept("T " + key + " " + state.get());
          return;
        }
        int sum = (state.exists() ? state.get() : 0) + (value == null ? 0 : value);
        state.update(sum);
        results.accept(key + ":" + value + "->" + sum);
      };

  private static final Map<Long, List<Tuple2<String, Integer>>> INPUT =
      Map.of(
          1000L, List.of(pair("a", 1), pair("a", 2), pair("b", 5)),
          5000L, List.of(pair("a", 1)));

  private static Tuple2<String, Integer> pair(String key, int value) {
    return new Tuple2<>(key, value);
  }

  private static MapWithState<String, Integer, Integer, String> kernel(
      @Nullable Duration timeout, long checkpointMillis) {
    return kernel(SUM, timeout, checkpointMillis);
  }

  private static <V, S> MapWithState<String, V, S, String> kernel(
      MapWithState.Mapping<String, V, S, String> mapping,
      @Nullable Duration timeout,
      long checkpointMillis) {
    MappingSpec<String, V, S, String> spec = new MappingSpec<>(mapping);
    if (timeout != null) {
      spec.timeout(timeout);
    }
    return spec.kernel(20).checkpointedEvery(new Duration(checkpointMillis));
  }

  /** Of each batch with results or changes these, with the states. */
  private static List<String> run(
      MapWithState<String, Integer, Integer, String> kernel,
      long until,
      List<Tuple2<Object, Object>> initial)
      throws Exception {
    List<String> trace = new ArrayList<>();
    String last = "";
    MapWithState.Known<String, Integer, String> known =
        kernel.start(Kernels.batch(1000), initial.iterator());
    for (long time = 1000; time <= until; time += 1000) {
      Batch batch = Kernels.batch(time);
      known = kernel.absorb(known, batch, INPUT.getOrDefault(time, List.of()).iterator());
      List<String> results = new ArrayList<>();
      kernel.emit(known, batch).forEach(results::add);
      TreeMap<String, Integer> states = new TreeMap<>();
      kernel.snapshot(known).forEach(pair -> states.put(pair._1(), pair._2()));
      if (!results.isEmpty() || !states.toString().equals(last)) {
        Collections.sort(results);
        trace.add(time + " " + results + " " + states);
      }
      last = states.toString();
    }
    return trace;
  }

  @Test
  void keysTimeOutInTheCheckpointsAloneAndInitialOnesToo() throws Exception {
    List<Tuple2<Object, Object>> initial =
        Arrays.asList(new Tuple2<>("init", 1), new Tuple2<>("b", 100), new Tuple2<>("init", 42));

    assertThat(run(kernel(new Duration(3000), 10_000), 12_000, initial))
        .containsExactly(
            "1000 [a:1->1, a:2->3, b:5->105] {a=3, b=105, init=42}",
            "5000 [a:1->4] {a=4, b=105, init=42}",
            "10000 [T a 4, T b 105, T init 42] {}");
  }

  @Test
  void aKeyTimesOutWhenItsLastBatchIsOlderThanTheTimeoutNotAsOld() throws Exception {
    assertThat(run(kernel(new Duration(3000), 2000), 12_000, List.of()))
        .containsExactly(
            "1000 [a:1->1, a:2->3, b:5->5] {a=3, b=5}",
            "5000 [a:1->4] {a=4, b=5}",
            "6000 [T b 5] {a=4}",
            "10000 [T a 4] {}");
    assertThat(run(kernel(new Duration(1000), 2000), 12_000, List.of()))
        .containsExactly(
            "1000 [a:1->1, a:2->3, b:5->5] {a=3, b=5}",
            "4000 [T a 3, T b 5] {}",
            "5000 [a:1->1] {a=1}",
            "8000 [T a 1] {}");
  }

  @Test
  void withoutATimeoutKeysStay() throws Exception {
    assertThat(run(kernel(null, 1000), 30_000, List.of()))
        .containsExactly("1000 [a:1->1, a:2->3, b:5->5] {a=3, b=5}", "5000 [a:1->4] {a=4, b=5}");
  }

  /** What a function does to a state, by the record. */
  private static MapWithState<String, String, String, String> doing(@Nullable Duration timeout) {
    MapWithState.Mapping<String, String, String, String> mapping =
        (time, key, value, state, results) -> {
          String known = state.exists() ? state.get() : "none";
          results.accept(state.isTimingOut() ? "timeout " + key : key + " " + known);
          if (value == null || value.equals("look")) {
            return;
          }
          if (value.equals("remove")) {
            state.remove();
          } else if (value.equals("fail")) {
            throw new IllegalStateException("fails");
          } else {
            state.update(value);
          }
        };
    return kernel(mapping, timeout, 1);
  }

  private static List<String> results(
      MapWithState<String, String, String, String> kernel,
      MapWithState.Known<String, String, String> known,
      long time) {
    List<String> results = new ArrayList<>();
    kernel.emit(known, Kernels.batch(time)).forEach(results::add);
    return results;
  }

  @Test
  void aLookAtAStateCountsAsDataIfThereIsATimeout() throws Exception {
    var kernel = doing(new Duration(2));
    var known = Kernels.start(kernel);
    known =
        Kernels.absorb(
            kernel, known, Kernels.batch(1), new Tuple2<>("a", "x"), new Tuple2<>("b", "y"));
    known = Kernels.absorb(kernel, known, Kernels.batch(3), new Tuple2<>("a", "look"));
    known = Kernels.absorb(kernel, known, Kernels.batch(4));
    assertThat(results(kernel, known, 4)).containsExactly("timeout b");
    known = Kernels.absorb(kernel, known, Kernels.batch(5));
    assertThat(results(kernel, known, 5)).isEmpty();
    known = Kernels.absorb(kernel, known, Kernels.batch(6));
    assertThat(results(kernel, known, 6)).containsExactly("timeout a");
  }

  @Test
  void dataOfTheBatchRevivesAKeyThatWouldTimeOut() throws Exception {
    var kernel = doing(new Duration(2));
    var known = Kernels.start(kernel);
    known = Kernels.absorb(kernel, known, Kernels.batch(1), new Tuple2<>("a", "x"));
    known = Kernels.absorb(kernel, known, Kernels.batch(9), new Tuple2<>("a", "look"));
    assertThat(results(kernel, known, 9)).containsExactly("a x");
    known = Kernels.absorb(kernel, known, Kernels.batch(11), new Tuple2<>("a", "remove"));
    known = Kernels.absorb(kernel, known, Kernels.batch(20), new Tuple2<>("a", "look"));
    assertThat(results(kernel, known, 20))
        .as("removed, and a look stores nothing")
        .containsExactly("a none");
    assertThat(kernel.snapshot(known)).isEmpty();
  }

  @Test
  void aFunctionThatFailsLeavesTheStatesAsTheyWere() throws Exception {
    var kernel = doing(null);
    var before =
        Kernels.absorb(kernel, Kernels.start(kernel), Kernels.batch(1), new Tuple2<>("a", "x"));

    for (int attempt = 0; attempt < 2; attempt++) {
      assertThatThrownBy(
              () ->
                  Kernels.absorb(
                      kernel,
                      before,
                      Kernels.batch(2),
                      new Tuple2<>("a", "lost"),
                      new Tuple2<>("b", "fail")))
          .hasMessage("fails");
      assertThat(kernel.snapshot(before)).containsExactly(new Tuple2<>("a", "x"));
    }
    var after = Kernels.absorb(kernel, before, Kernels.batch(2), new Tuple2<>("a", "y"));
    assertThat(results(kernel, after, 2)).containsExactly("a x");
  }

  @Test
  void ofKeysWithoutDataTheSnapshotsTellAndTheResultsDoNot() throws Exception {
    var kernel = doing(null);
    var known = Kernels.start(kernel);
    known =
        Kernels.absorb(
            kernel, known, Kernels.batch(1), new Tuple2<>("a", "x"), new Tuple2<>("b", "y"));
    var next = Kernels.absorb(kernel, known, Kernels.batch(2), new Tuple2<>("b", "z"));

    assertThat(results(kernel, next, 2)).containsExactly("b y");
    assertThat(kernel.snapshot(next))
        .containsExactly(new Tuple2<>("a", "x"), new Tuple2<>("b", "z"));
    assertThat(kernel.snapshot(known))
        .as("that of the batch before, read late")
        .containsExactlyInAnyOrder(new Tuple2<>("a", "x"), new Tuple2<>("b", "y"));
  }
}
