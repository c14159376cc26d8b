// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.dstreambeam.benchmarks.Measure.Better;
import org.junit.jupiter.api.Test;

class GrowthTest {

  private static final Growth GROWTH = new Growth("growth", "small", "large");

  private static Comparison comparison(String name, Double... ours) {
    return new Comparison(
        Measure.single(name, "slides/s", Better.HIGHER, "throughput"),
        Map.of(Engine.OURS, List.of(ours)));
  }

  @Test
  void isTheTimeOfTheLargeOverThatOfTheSmallInEachRound() {
    Comparison growth =
        GROWTH
            .of(List.of(comparison("large", 5.0, 8.0), comparison("small", 10.0, 12.0)))
            .orElseThrow();

    assertThat(growth.rounds().get(Engine.OURS)).containsExactly(2.0, 1.5);
    assertThat(growth.measure().name()).isEqualTo("growth");
  }

  @Test
  void isNotThereUnlessBothWereMeasured() {
    assertThat(GROWTH.of(List.of(comparison("large", 5.0)))).isEmpty();
  }
}
