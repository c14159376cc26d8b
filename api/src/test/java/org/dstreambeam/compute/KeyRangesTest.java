// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.compute;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.dstreambeam.compute.KeyRanges.Weighted;
import org.junit.jupiter.api.Test;

class KeyRangesTest {

  private static final Comparator<Integer> ORDER = Comparator.naturalOrder();

  private static KeyRanges<Integer> ranges(int keys, int most, boolean ascending) {
    List<Weighted<Integer>> sample =
        IntStream.range(0, keys).mapToObj(key -> new Weighted<>(keys - 1 - key, 1F)).toList();
    return KeyRanges.ofEqualWeight(sample, most, ORDER, ascending);
  }

  @Test
  void holdAsManyKeysEach() {
    KeyRanges<Integer> ranges = ranges(9, 3, true);

    assertThat(ranges.count()).isEqualTo(3);
    assertThat(IntStream.range(-1, 11).map(ranges::indexOf))
        .containsExactly(0, 0, 0, 0, 1, 1, 1, 2, 2, 2, 2, 2);
  }

  @Test
  void goDownFromTheGreatest() {
    KeyRanges<Integer> ranges = ranges(4, 2, false);

    assertThat(IntStream.range(0, 4).map(ranges::indexOf)).containsExactly(1, 1, 0, 0);
  }

  @Test
  void weighKeysByWhatTheyStandFor() {
    List<Weighted<Integer>> sample =
        List.of(new Weighted<>(1, 6F), new Weighted<>(2, 1F), new Weighted<>(3, 1F));
    KeyRanges<Integer> ranges = KeyRanges.ofEqualWeight(sample, 2, ORDER, true);

    assertThat(IntStream.of(1, 2, 3).map(ranges::indexOf)).containsExactly(0, 1, 1);
  }

  @Test
  void neverShareAKey() {
    List<Weighted<Integer>> sample =
        IntStream.range(0, 100).mapToObj(i -> new Weighted<>(7, 1F)).toList();

    assertThat(KeyRanges.ofEqualWeight(sample, 5, ORDER, true).count()).isEqualTo(2);
  }

  @Test
  void manyAreSearchedToTheSameResult() {
    KeyRanges<Integer> ranges = ranges(1_000, 500, true);

    assertThat(ranges.count()).isEqualTo(500);
    assertThat(IntStream.range(0, 1_000).map(ranges::indexOf).toArray())
        .containsExactly(IntStream.range(0, 1_000).map(key -> key / 2).toArray());
  }

  @Test
  void areEqualWithTheSameBoundsInTheSameDirection() {
    assertThat(ranges(9, 3, true))
        .isEqualTo(ranges(9, 3, true))
        .hasSameHashCodeAs(ranges(9, 3, true));
    assertThat(ranges(9, 3, true))
        .isNotEqualTo(ranges(9, 3, false))
        .isNotEqualTo(ranges(9, 2, true));
  }
}
