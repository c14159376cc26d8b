// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.api.java.function.Function2;
import org.apache.spark.streaming.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import scala.Tuple2;

/** Expected values are those of appendix A.4 of the specification, which genuine Spark gave. */
class InverseWindowTest {

  private static final Function2<Integer, Integer, Integer> ADD = Integer::sum;
  private static final Function2<Integer, Integer, Integer> SUBTRACT = (x, y) -> x - y;

  private static final Map<Long, List<Tuple2<String, Integer>>> INPUT =
      Map.of(
          1000L, List.of(pair("a", 1)),
          2000L, List.of(pair("a", 10)),
          3000L, List.of(pair("a", 100)),
          4000L, List.of(pair("a", 1000), pair("b", 1)),
          5000L, List.of(pair("a", 10000)));

  private static Tuple2<String, Integer> pair(String key, int value) {
    return new Tuple2<>(key, value);
  }

  private static InverseWindow<String, Integer> kernel(
      long window, long slide, @Nullable Function<Tuple2<String, Integer>, Boolean> filter) {
    return new InverseWindow<>(
        ADD, SUBTRACT, filter, new Duration(window), new Duration(slide), new Duration(1000));
  }

  /** Of each batch that fires the result, sorted by key. */
  private static List<String> run(
      InverseWindow<String, Integer> kernel, long window, long slide, long until) throws Exception {
    List<String> results = new ArrayList<>();
    InverseWindow.State<String, Integer> state = Kernels.start(kernel);
    for (long time = 1000; time <= until; time += 1000) {
      Batch batch = new Batch(time, 0, 0, new Kernels.Slides(window, slide));
      state = kernel.absorb(state, batch, INPUT.getOrDefault(time, List.of()).iterator());
      if (batch.fires()) {
        TreeMap<String, Integer> result = new TreeMap<>();
        kernel.emit(state, batch).forEach(pair -> result.put(pair._1(), pair._2()));
        results.add(result.toString());
      }
    }
    return results;
  }

  @Test
  void keysStayWithWhatIsLeftOfThem() throws Exception {
    assertThat(run(kernel(2000, 1000, null), 2000, 1000, 8000))
        .containsExactly(
            "{a=1}",
            "{a=11}",
            "{a=110}",
            "{a=1100, b=1}",
            "{a=11000, b=1}",
            "{a=10000, b=0}",
            "{a=0, b=0}",
            "{a=0, b=0}");
  }

  @Test
  void aFilterForgetsKeys() throws Exception {
    assertThat(run(kernel(2000, 1000, pair -> pair._2() != 0), 2000, 1000, 8000))
        .containsExactly(
            "{a=1}",
            "{a=11}",
            "{a=110}",
            "{a=1100, b=1}",
            "{a=11000, b=1}",
            "{a=10000}",
            "{}",
            "{}");
  }

  @Test
  void batchesInAGapBetweenWindowsCountUntilTheNextSlide() throws Exception {
    assertThat(run(kernel(1000, 2000, null), 1000, 2000, 8000))
        .containsExactly("{a=11}", "{a=1001, b=1}", "{a=1, b=0}", "{a=1, b=0}");
  }

  @Test
  void aKeyThatTheFilterDroppedTooEarlyIsMissedWhenItsDataLeaves() throws Exception {
    InverseWindow<String, Integer> kernel = kernel(3000, 1000, pair -> !pair._1().equals("b"));

    assertThat(run(kernel, 3000, 1000, 6000))
        .containsExactly("{a=1}", "{a=11}", "{a=111}", "{a=1110}", "{a=11100}", "{a=11000}");
    assertThatThrownBy(() -> run(kernel, 3000, 1000, 7000))
        .hasMessage(
            "Neither previous window has value for key, nor new values found. Are you sure your"
                + " key class hashes consistently?");
  }

  @Test
  void takesAwayBeforeItAdds() throws Exception {
    Function2<String, String, String> append = (x, y) -> x + "+" + y;
    Function2<String, String, String> cut = (x, y) -> "(" + x + "-" + y + ")";
    InverseWindow<String, String> kernel =
        new InverseWindow<>(
            append, cut, null, new Duration(2000), new Duration(1000), new Duration(1000));
    InverseWindow.State<String, String> state = Kernels.start(kernel);
    for (long time = 1000; time <= 3000; time += 1000) {
      Batch batch = new Batch(time, 0, 0, new Kernels.Slides(2000, 1000));
      state = Kernels.absorb(kernel, state, batch, new Tuple2<>("k", "v" + time / 1000));
    }

    assertThat(kernel.emit(state, Kernels.batch(3000)))
        .containsExactly(new Tuple2<>("k", "(v1+v2-v1)+v3"));
  }

  @Test
  void aFunctionThatFailsLeavesTheStateAsItWas() throws Exception {
    boolean[] fails = {false};
    Function2<int[], int[], int[]> intoFirst =
        (x, y) -> {
          x[0] += y[0];
          if (fails[0]) {
            throw new IllegalStateException("no");
          }
          return x;
        };
    Function2<int[], int[], int[]> outOfFirst =
        (x, y) -> {
          x[0] -= y[0];
          return x;
        };
    InverseWindow<String, int[]> good =
        new InverseWindow<>(
            intoFirst, outOfFirst, null, new Duration(2), new Duration(1), new Duration(1));
    fails[0] = true; // functions are copied when they are declared
    InverseWindow<String, int[]> bad =
        new InverseWindow<>(
            intoFirst, outOfFirst, null, new Duration(2), new Duration(1), new Duration(1));
    InverseWindow.State<String, int[]> state = Kernels.start(good);
    for (int time = 1; time <= 4; time++) {
      InverseWindow.State<String, int[]> before = state;
      int value = time;
      if (time > 1) {
        assertThatThrownBy(
                () ->
                    Kernels.absorb(
                        bad, before, Kernels.batch(value), new Tuple2<>("k", new int[] {value})))
            .hasMessage("no");
      }
      state = Kernels.absorb(good, state, Kernels.batch(time), new Tuple2<>("k", new int[] {time}));
      int[] sum = {time == 1 ? 1 : 2 * time - 1};
      assertThat(good.emit(state, Kernels.batch(time)).iterator().next()._2()).isEqualTo(sum);
    }
  }

  @Test
  void keysAreInTheOrderOfACogroupOfTheResultBeforeTheOldAndTheNew() throws Exception {
    List<Integer> order = Arrays.asList(640, 64, 0, 6400, 1280, 3);
    InverseWindow<Integer, Integer> kernel =
        new InverseWindow<>(ADD, SUBTRACT, null, new Duration(1), new Duration(1), new Duration(1));
    InverseWindow.State<Integer, Integer> state = Kernels.start(kernel);
    List<Integer> expected = List.of();
    for (int time = 1; time <= 120; time++) {
      int key = order.get(time % order.size()) * time % 8192;
      state = Kernels.absorb(kernel, state, Kernels.batch(time), new Tuple2<>(key, 1));
      List<Integer> known = new ArrayList<>(expected);
      known.add(key);
      expected = Kernels.inSlotOrder(known);
      List<Integer> keys = new ArrayList<>();
      kernel.emit(state, Kernels.batch(time)).forEach(pair -> keys.add(pair._1()));
      assertThat(keys).as("batch %s", time).isEqualTo(expected);
    }
  }
}
