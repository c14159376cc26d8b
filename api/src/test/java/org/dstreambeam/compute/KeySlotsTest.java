// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.compute;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@NullUnmarked // null is among the keys
class KeySlotsTest {

  /** A key of which many share a hash code. */
  private record Colliding(int number) {
    @Override
    public int hashCode() {
      return number % 7;
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {5, 44, 45, 46, 100, 1_000, 5_000})
  void areInTheOrderOfACombineTable(int count) throws Exception {
    Random random = new Random(count);
    check(count, () -> random.nextInt());
    check(count, () -> random.nextInt(count / 2 + 1) * 4096);
    check(count, () -> "key" + random.nextInt(count));
    check(Math.min(count, 300), () -> new Colliding(random.nextInt(200)));
    check(count, () -> random.nextInt(10) == 0 ? null : random.nextInt(50));
  }

  private static void check(int count, Supplier<Object> next) throws Exception {
    CombineTable<Object, Integer, Integer> table =
        new CombineTable<>(new CombineTable.Merge<>(null, Integer::sum));
    KeySlots<Object> slots = new KeySlots<>();
    Map<Object, Integer> numbers = new HashMap<>();
    for (int i = 0; i < count; i++) {
      Object key = next.get();
      assertThat(slots.find(key)).isEqualTo(numbers.getOrDefault(key, -1));
      numbers.putIfAbsent(key, numbers.size());
      assertThat(slots.number(key)).isEqualTo(numbers.get(key));
      assertThat(slots.find(key)).isEqualTo(numbers.get(key));
      table.add(key, 1);
    }
    List<Object> expected = new ArrayList<>();
    table.inSlotOrder().forEachRemaining(pair -> expected.add(pair._1()));
    List<Object> keys = new ArrayList<>();
    for (int number : slots.inSlotOrder()) {
      keys.add(slots.key(number));
    }
    assertThat(keys).isEqualTo(expected);
    assertThat(slots.size()).isEqualTo(expected.size());
  }

  @Test
  void takesTheHashCodeOfWhoKnowsIt() {
    KeySlots<Object> slots = new KeySlots<>();
    Object key = new Colliding(3);

    assertThat(slots.number(key, key.hashCode())).isZero();
    assertThat(slots.number(null, 12345)).isEqualTo(1);
    assertThat(slots.hashCode(0)).isEqualTo(3);
    assertThat(slots.find(new Colliding(3))).isZero();
    assertThat(slots.find(null)).isEqualTo(1);
    assertThat(slots.find(new Colliding(10))).as("one that collides").isNegative();
  }
}
