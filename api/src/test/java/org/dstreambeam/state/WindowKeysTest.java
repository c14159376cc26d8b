// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.dstreambeam.state.Kernels.pairs;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.spark.api.java.function.Function2;
import org.dstreambeam.compute.Aggregator;
import org.dstreambeam.compute.ReduceSideCombine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import scala.Tuple2;

class WindowKeysTest {

  private static final Function2<String, String, String> APPEND = (x, y) -> x + "," + y;

  private final WindowKeys<Integer, String> keys = new WindowKeys<>();

  /** Windows of 4 batches, over more keys than a hash table begins with. */
  @ParameterizedTest
  @CsvSource({"1, 10, 20", "2, 120, 300", "3, 400, 500", "4, 3, 4"})
  void areThoseThatAShuffleOfTheWholeWindowGivesInItsOrder(long seed, int size, int range)
      throws Exception {
    Random random = new Random(seed);
    Deque<List<Tuple2<Integer, String>>> window = new ArrayDeque<>();
    for (int time = 1; time <= 60; time++) {
      Map<Integer, String> batch = new LinkedHashMap<>();
      for (int i = random.nextInt(size); i > 0; i--) {
        int key = (random.nextInt(range) - range / 2) * 64;
        batch.put(key, key + "@" + time);
      }
      List<Tuple2<Integer, String>> records = new ArrayList<>();
      batch.forEach((key, value) -> records.add(new Tuple2<>(key, value)));
      window.add(records);
      if (window.size() > 4) {
        window.remove();
      }
      keys.removeUntil(time);
      keys.add(time + 3, pairs(records));

      assertThat(keys.reduced(APPEND)).isEqualTo(shuffled(window));
    }
  }

  private static List<Tuple2<Integer, String>> shuffled(
      Iterable<List<Tuple2<Integer, String>>> batches) throws Exception {
    ReduceSideCombine<Integer, String> shuffle = new ReduceSideCombine<>(Aggregator.reduce(APPEND));
    for (List<Tuple2<Integer, String>> batch : batches) {
      shuffle.add(batch.iterator());
    }
    List<Tuple2<Integer, String>> result = new ArrayList<>();
    Iterator<? extends Tuple2<Integer, String>> reduced = shuffle.result();
    reduced.forEachRemaining(result::add);
    return result;
  }

  @Test
  void leaveWithTheLastWindowOfTheirBatch() throws Exception {
    keys.add(2, pairs(new Tuple2<>(1, "a"), new Tuple2<>(2, "a")));
    keys.removeUntil(2);
    keys.add(3, pairs(new Tuple2<>(2, "b")));
    assertThat(keys.reduced(APPEND))
        .containsExactlyInAnyOrder(new Tuple2<>(1, "a"), new Tuple2<>(2, "a,b"));

    keys.removeUntil(3);
    assertThat(keys.reduced(APPEND)).containsExactly(new Tuple2<>(2, "b"));
    keys.removeUntil(4);
    assertThat(keys.reduced(APPEND)).isEmpty();
  }

  @Test
  void areMissingAsLongAsABatchIs() throws Exception {
    keys.add(4, pairs(new Tuple2<>(1, "a")));
    keys.addFailed(5, new IOException("lost"));
    keys.add(6, pairs(new Tuple2<>(1, "c")));

    assertThatThrownBy(() -> keys.reduced(APPEND))
        .isInstanceOf(IOException.class)
        .hasMessage("lost");
    keys.removeUntil(5);
    assertThatThrownBy(() -> keys.reduced(APPEND)).hasMessage("lost");
    keys.removeUntil(6);
    assertThat(keys.reduced(APPEND)).containsExactly(new Tuple2<>(1, "c"));
  }

  @Test
  void takeNoMoreRoomTheLongerTheProgramRuns() throws Exception {
    int early = 0;
    for (int time = 1; time <= 3_000; time++) {
      keys.removeUntil(time);
      keys.add(time + 3, pairs(new Tuple2<>(time, "new"), new Tuple2<>(-1, "old")));
      keys.reduced(APPEND);
      if (time == 100) {
        early = Kernels.bytes(keys).length;
      }
    }
    assertThat(Kernels.bytes(keys).length).isLessThan(early + 300);
  }
}
