// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class FiguresTest {

  @Test
  void collectsTheValuesOfAKeyInOrder() {
    Figures figures =
        Figures.parse(List.of("RESULT latency 12.5", "RESULT memory 700", "RESULT latency 3"));

    assertThat(figures.of("latency")).containsExactly(12.5, 3.0);
    assertThat(figures.of("memory")).containsExactly(700.0);
  }

  @Test
  void ignoresWhateverElseTheProgramPrints() {
    Figures figures =
        Figures.parse(List.of("", "Time: 1000 ms", "the RESULT latency 1", "RESULT latency 2"));

    assertThat(figures.of("latency")).containsExactly(2.0);
  }

  @Test
  void saysWhichKeyIsMissingAndWhichAreThere() {
    Figures figures = Figures.parse(List.of("RESULT memory 700"));

    assertThatThrownBy(() -> figures.of("latency"))
        .isInstanceOf(BenchmarkException.class)
        .hasMessageContaining("RESULT latency")
        .hasMessageContaining("[memory]");
  }

  @Test
  void refusesAValueThatIsNoFiniteNumber() {
    assertThatThrownBy(() -> Figures.parse(List.of("RESULT latency fast")))
        .isInstanceOf(BenchmarkException.class)
        .hasMessageContaining("RESULT latency fast");
    assertThatThrownBy(() -> Figures.parse(List.of("RESULT throughput Infinity")))
        .isInstanceOf(BenchmarkException.class)
        .hasMessageContaining("Infinity");
  }
}
