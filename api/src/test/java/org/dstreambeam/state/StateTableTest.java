// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dstreambeam.state.Kernels.inSlotOrder;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StateTableTest {

  private static final int NEVER = Integer.MAX_VALUE;

  private static StateTable<Integer, String> with(
      StateTable<Integer, String> table, long time, int mostLayers, int... keys) {
    StateTable<Integer, String>.Changes changes = table.change(time);
    for (int key : keys) {
      changes.put(key, key + "@" + time);
    }
    return changes.build(mostLayers);
  }

  private static List<String> values(StateTable<Integer, String> table) {
    List<String> values = new ArrayList<>();
    table.entries().forEach(entry -> values.add(entry.value));
    return values;
  }

  private static List<Integer> keys(StateTable<Integer, String> table) {
    List<Integer> keys = new ArrayList<>();
    table.entries().forEach(entry -> keys.add(entry.key));
    return keys;
  }

  @Test
  void anOlderTableSaysWhatItAlwaysSaid() {
    StateTable<Integer, String> first = with(StateTable.empty(), 1, NEVER, 1, 2, 3);
    StateTable<Integer, String>.Changes changes = first.change(2);
    changes.put(2, "2@2");
    changes.remove(3);
    StateTable<Integer, String> second = changes.build(NEVER);

    assertThat(values(first)).containsExactlyInAnyOrder("1@1", "2@1", "3@1");
    assertThat(values(second)).containsExactly("1@1", "2@2");
    assertThat(first.size()).isEqualTo(3);
    assertThat(second.size()).isEqualTo(2);
    assertThat(with(first, 2, NEVER, 1).size()).as("the batch once more").isEqualTo(3);
  }

  @Test
  void aBatchThatIsTriedAgainStartsFromWhatThereWas() {
    StateTable<Integer, String> first = with(StateTable.empty(), 1, NEVER, 1, 2);
    first.change(2).put(1, "not to be");

    assertThat(values(with(first, 2, NEVER, 2))).containsExactly("1@1", "2@2");
  }

  @Test
  void keysAreWhereTheyWereChangedLast() {
    StateTable<Integer, String> table = with(StateTable.empty(), 1, NEVER, 1, 2, 3, 4, 5);
    table = with(table, 2, NEVER, 6, 2);
    table = with(table, 3, NEVER, 1);

    List<Integer> expected = new ArrayList<>(inSlotOrder(List.of(1, 2, 3, 4, 5)));
    expected.removeAll(List.of(1, 2));
    expected.addAll(inSlotOrder(List.of(6, 2)));
    expected.add(1);
    assertThat(keys(table)).isEqualTo(expected);
  }

  @Test
  void layersBecomeOneWhenThereAreManyAndNotEarlier() {
    int most = 3;
    StateTable<Integer, String> table = StateTable.empty();
    List<Integer> asChanged = new ArrayList<>();
    for (int batch = 1; batch <= most; batch++) {
      table = with(table, batch, most, 10 * batch, 10 * batch + 1);
      asChanged.addAll(inSlotOrder(List.of(10 * batch, 10 * batch + 1)));
      assertThat(keys(table)).as("batch %s", batch).isEqualTo(asChanged);
    }

    table = with(table, most + 1, most, 7);

    List<Integer> merged = new ArrayList<>(inSlotOrder(asChanged.size() + 1, asChanged));
    assertThat(merged).as("so that the order tells").isNotEqualTo(asChanged);
    merged.add(7);
    assertThat(keys(table)).isEqualTo(merged);
    assertThat(values(table)).contains("10@1", "31@3", "7@4");
  }

  /** More keys than the smallest hash table holds, of all layers: their number decides its size. */
  @Test
  void theHashTableOfMergedLayersIsAsLargeAsAllTheirChangesNeed() {
    int[] all = IntStream.range(0, 60).toArray();
    StateTable<Integer, String> table = with(StateTable.empty(), 1, NEVER, all);
    for (int batch = 2; batch <= 4; batch++) {
      table = with(table, batch, NEVER, all);
    }
    table = with(table, 5, 4, 1000);

    List<Integer> expected =
        new ArrayList<>(inSlotOrder(4 * all.length + 1, inSlotOrder(ints(all))));
    expected.add(1000);
    assertThat(keys(table)).isEqualTo(expected);
  }

  private static List<Integer> ints(int... keys) {
    return IntStream.of(keys).boxed().toList();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void saysWhatAMapSays(long seed) {
    Random random = new Random(seed);
    Map<Integer, String> naive = new LinkedHashMap<>();
    StateTable<Integer, String> table = StateTable.empty();
    for (int time = 1; time <= 300; time++) {
      StateTable<Integer, String>.Changes changes = table.change(time);
      for (int i = random.nextInt(20); i > 0; i--) {
        int key = random.nextInt(200);
        StateTable.Entry<Integer, String> known = changes.get(key);
        assertThat(known == null ? null : known.value).isEqualTo(naive.get(key));
        if (random.nextInt(3) == 0) {
          changes.remove(key);
          naive.remove(key);
        } else {
          changes.put(key, key + "@" + time);
          naive.put(key, key + "@" + time);
        }
      }
      table = changes.build(time % 10 == 0 ? 20 : NEVER);
      assertThat(values(table)).containsExactlyInAnyOrderElementsOf(naive.values());
      assertThat(table.size()).isEqualTo(naive.size());
    }
  }

  @Test
  void findsWhatWasSetBeforeButNotWhatIsChangedJustNow() {
    StateTable<Integer, String> table = with(StateTable.empty(), 1000, NEVER, 1, 2, 3);
    table = with(table, 2000, NEVER, 2);
    StateTable<Integer, String>.Changes changes = table.change(3000);
    changes.put(3, "just now");

    assertThat(changes.updatedBefore(1000)).isEmpty();
    assertThat(changes.updatedBefore(1001))
        .extracting(entry -> entry.value)
        .containsExactly("1@1000");
    assertThat(changes.updatedBefore(2001))
        .extracting(entry -> entry.value)
        .containsExactly("1@1000", "2@2000");
  }

  @Test
  void isTheSameWhenItIsReadBack() throws Exception {
    StateTable<Integer, String> table = with(StateTable.empty(), 1, NEVER, 1, 2, 3);
    table = with(table, 2, NEVER, 2, 9);

    StateTable<Integer, String> read = Kernels.reread(table);

    assertThat(values(read)).isEqualTo(values(table));
    assertThat(read.size()).isEqualTo(4);
    assertThat(values(with(read, 3, NEVER, 1))).isEqualTo(values(with(table, 3, NEVER, 1)));
  }

  @Test
  void takesNoMoreRoomWhenAllKeysChangeInEveryBatch() throws Exception {
    int[] all = IntStream.range(0, 500).toArray();
    StateTable<Integer, String> table = StateTable.empty();
    int once = Kernels.bytes(with(table, 0, NEVER, all)).length;
    for (int time = 1; time <= 1_000; time++) {
      table = with(table, time, time % 10 == 0 ? 20 : NEVER, all);
      if (time % 7 == 0) { // also just ahead of a checkpoint
        assertThat(Kernels.bytes(table).length).as("batch %s", time).isLessThan(6 * once);
      }
    }
    assertThat(values(table)).hasSize(all.length);
  }

  @Test
  void takesNoMoreRoomWhenKeysComeAndGo() throws Exception {
    StateTable<Integer, String> table = StateTable.empty();
    Set<Integer> alive = new LinkedHashSet<>();
    int early = 0;
    for (int time = 1; time <= 3_000; time++) {
      StateTable<Integer, String>.Changes changes = table.change(time);
      changes.put(time, "v");
      alive.add(time);
      if (time > 10) {
        changes.remove(time - 10);
        alive.remove(time - 10);
      }
      table = changes.build(time % 10 == 0 ? 20 : NEVER);
      if (time == 100) {
        early = Kernels.bytes(table).length;
      }
    }
    assertThat(keys(table)).containsExactlyInAnyOrderElementsOf(alive);
    assertThat(Kernels.bytes(table).length).isLessThan(2 * early);
  }
}
