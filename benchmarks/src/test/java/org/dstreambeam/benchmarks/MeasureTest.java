// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.dstreambeam.benchmarks.Measure.Better;
import org.junit.jupiter.api.Test;

class MeasureTest {

  private static final Measure P50 = Measure.percentile("count.latency.p50", "ms", "latency", 50);
  private static final Measure MEMORY =
      Measure.single("count.memory", "MB", Better.LOWER, "memory");

  @Test
  void summarisesAllValuesOfItsKey() {
    Figures figures = new Figures(Map.of("latency", List.of(5.0, 1.0, 9.0)));

    assertThat(P50.of(figures)).isEqualTo(5.0);
  }

  @Test
  void refusesSeveralValuesOfAFigureThatIsReportedOnce() {
    Figures figures = new Figures(Map.of("memory", List.of(1.0, 2.0)));

    assertThatThrownBy(() -> MEMORY.of(figures))
        .isInstanceOf(BenchmarkException.class)
        .hasMessageContaining("RESULT memory");
  }

  @Test
  void belongsToTheGroupsThatItsNameBeginsWith() {
    assertThat(P50.isIn("count")).isTrue();
    assertThat(P50.isIn("count.latency")).isTrue();
    assertThat(P50.isIn("count.latency.p50")).isTrue();
    assertThat(P50.isIn("count.lat")).isFalse();
    assertThat(P50.isIn("count.memory")).isFalse();
  }

  @Test
  void aScenarioCanBeNarrowedToSomeOfItsMeasures() {
    Scenario scenario = new Scenario("Count", List.of("1"), List.of(P50, MEMORY));

    assertThat(scenario.only("count.memory").measures()).containsExactly(MEMORY);
    assertThat(scenario.only("count").measures()).containsExactly(P50, MEMORY);
    assertThat(scenario.only("sort").measures()).isEmpty();
  }

  @Test
  void theWordCountHasTheMeasuresThatTheReadmeExplains() {
    for (boolean brief : new boolean[] {true, false}) {
      assertThat(WordCountScenarios.all(brief))
          .flatExtracting(Scenario::measures)
          .extracting(Measure::name)
          .containsExactlyInAnyOrder(
              "word-count.throughput",
              "word-count.peak-memory",
              "word-count.latency.p50",
              "word-count.latency.p95",
              "word-count.idle-cpu");
    }
  }
}
