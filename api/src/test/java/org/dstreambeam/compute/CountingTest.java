// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.compute;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import scala.Tuple2;

class CountingTest {

  private static final List<Tuple2<@Nullable Object, Long>> NOTHING = List.of();

  @Test
  void countsAPartitionAlsoAnEmptyOne() throws Exception {
    assertThat(Counting.ofPartition().apply(1, List.<Object>of("a", "b").iterator()))
        .toIterable()
        .containsExactly(new Tuple2<>(null, 2L));
    assertThat(Counting.ofPartition().apply(0, List.of().iterator()))
        .toIterable()
        .containsExactly(new Tuple2<>(null, 0L));
  }

  @Test
  void partitionZeroHasTheTotalOrAZero() throws Exception {
    List<Tuple2<@Nullable Object, Long>> sum = List.of(new Tuple2<>(null, 3L));

    assertThat(Counting.total().apply(0, sum.iterator())).toIterable().containsExactly(3L);
    assertThat(Counting.total().apply(0, NOTHING.iterator())).toIterable().containsExactly(0L);
    assertThat(Counting.total().apply(1, NOTHING.iterator())).isExhausted();
  }
}
