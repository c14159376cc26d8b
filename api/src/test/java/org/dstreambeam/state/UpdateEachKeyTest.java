// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.dstreambeam.state.Kernels.batch;
import static org.dstreambeam.state.Kernels.inSlotOrder;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.spark.api.java.Optional;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import scala.Tuple2;

@NullUnmarked // null records are among the cases
class UpdateEachKeyTest {

  private static final Kernels.Updating<Integer, String, String> APPEND =
      (time, key, values, state) ->
          values.contains("forget")
              ? Optional.empty()
              : Optional.of(state.or("") + String.join("+", values) + ";");

  private final UpdateEachKey<Integer, String, String> kernel = Kernels.updating(APPEND);

  private static Tuple2<Integer, String> pair(Integer key, String value) {
    return new Tuple2<>(key, value);
  }

  @Test
  void callsTheFunctionOnceForEachKeyThatIsKnownOrComes() throws Exception {
    Pairs<Integer, String> state = Kernels.start(kernel);

    state = Kernels.absorb(kernel, state, batch(1), pair(1, "a"), pair(2, "b"), pair(1, "c"));
    assertThat(state).containsExactlyInAnyOrder(pair(1, "a+c;"), pair(2, "b;"));
    state = Kernels.absorb(kernel, state, batch(2));
    assertThat(state).containsExactlyInAnyOrder(pair(1, "a+c;;"), pair(2, "b;;"));
    state = Kernels.absorb(kernel, state, batch(3), pair(2, "forget"), pair(3, "d"));
    assertThat(state).containsExactlyInAnyOrder(pair(1, "a+c;;;"), pair(3, "d;"));
    state = Kernels.absorb(kernel, state, batch(4), pair(2, "again"));
    assertThat(state)
        .containsExactlyInAnyOrder(pair(1, "a+c;;;;"), pair(2, "again;"), pair(3, "d;;"));
  }

  @Test
  void ofSeveralInitialStatesOfAKeyTheFirstCountsAndAllAreUpdatedAtOnce() throws Exception {
    List<Tuple2<Object, Object>> initial =
        List.of(new Tuple2<>(7, "first"), new Tuple2<>(8, "x"), new Tuple2<>(7, "second"));

    Pairs<Integer, String> state = kernel.start(batch(1), initial.iterator());

    assertThat(Kernels.absorb(kernel, state, batch(1), pair(7, "v")))
        .containsExactlyInAnyOrder(pair(7, "firstv;"), pair(8, "x;"));
  }

  @Test
  void showsTheKeysAsACogroupOfTheBatchAndTheStatesDoes() throws Exception {
    List<Tuple2<Integer, String>> records = new ArrayList<>();
    List<Integer> keys = new ArrayList<>();
    for (int i = 0; i < 100; i++) { // the hash table grows, so who was first matters
      int key = 37 * i % 101 * 1024;
      records.add(pair(key, "v"));
      keys.add(key);
    }
    Pairs<Integer, String> state =
        kernel.absorb(Kernels.start(kernel), batch(1), records.subList(0, 60).iterator());
    assertThat(keys(state)).isEqualTo(inSlotOrder(keys.subList(0, 60)));
    List<Integer> arrived = new ArrayList<>(keys.subList(40, 100));
    arrived.addAll(keys(state));

    Pairs<Integer, String> next =
        kernel.absorb(state, batch(2), records.subList(40, 100).iterator());

    assertThat(keys(next)).isEqualTo(inSlotOrder(arrived));
  }

  private static List<Integer> keys(Pairs<Integer, String> state) {
    return state.stream().map(Tuple2::_1).toList();
  }

  @Test
  void aFunctionThatFailsLeavesTheStateAsItWas() throws Exception {
    UpdateEachKey<Integer, String, List<String>> failing =
        Kernels.updating(
            (time, key, values, state) -> {
              List<String> all = state.or(new ArrayList<>());
              all.addAll(values); // in place
              if (time == 2 && key == 2) {
                throw new IllegalStateException("not 2");
              }
              return Optional.of(all);
            });
    Pairs<Integer, List<String>> state =
        Kernels.absorb(failing, Kernels.start(failing), batch(1), pair(1, "a"), pair(2, "b"));

    for (int attempt = 0; attempt < 2; attempt++) {
      assertThatThrownBy(() -> Kernels.absorb(failing, state, batch(2), pair(1, "c"), pair(2, "d")))
          .hasMessage("not 2");
    }
    assertThat(Kernels.absorb(failing, state, batch(3), pair(1, "e")))
        .containsExactlyInAnyOrder(
            new Tuple2<>(1, List.of("a", "e")), new Tuple2<>(2, List.of("b")));
  }

  @Test
  void nullIsAKeyAndAValueAndInitialStatesMayBeNull() throws Exception {
    UpdateEachKey<Integer, String, String> counting =
        Kernels.updating(
            (time, key, values, state) -> Optional.of(values.size() + "/" + state.isPresent()));
    List<Tuple2<Object, Object>> initial = Collections.singletonList(new Tuple2<>(null, null));

    Pairs<Integer, String> state = counting.start(batch(1), initial.iterator());

    assertThat(Kernels.absorb(counting, state, batch(1), pair(null, null), pair(null, "v")))
        .containsExactly(pair(null, "2/false"));
  }
}
