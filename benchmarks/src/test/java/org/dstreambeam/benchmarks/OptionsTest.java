// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OptionsTest {

  @Test
  void runsThreeRoundsOnAllEnginesByDefault() {
    assertThat(Options.parse("word-count"))
        .isEqualTo(new Options("word-count", 3, false, List.of(Engine.values())));
  }

  @Test
  void theShortVersionHasOneRoundUnlessToldOtherwise() {
    assertThat(Options.parse("word-count", "--short").rounds()).isEqualTo(1);
    assertThat(Options.parse("--rounds", "2", "--short", "word-count"))
        .isEqualTo(new Options("word-count", 2, true, List.of(Engine.values())));
  }

  @Test
  void canRunSomeEnginesOnly() {
    assertThat(Options.parse("word-count", "--only", "spark").engines())
        .containsExactly(Engine.SPARK);
    assertThat(Options.parse("word-count", "--only", "ours").engines())
        .containsExactly(Engine.OURS);
    assertThat(Options.parse("word-count", "--only", "spark,flink").engines())
        .containsExactly(Engine.SPARK, Engine.FLINK);
    assertThat(Options.parse("kafka", "--only", "bare").engines()).containsExactly(Engine.BARE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "word-count sort",
        "--fast",
        "word-count --rounds",
        "word-count --rounds 0",
        "word-count --rounds many",
        "word-count --only storm"
      })
  void refusesWhatItDoesNotUnderstand(String line) {
    String[] arguments = line.isEmpty() ? new String[0] : line.split(" ", -1);

    assertThatThrownBy(() -> Options.parse(arguments)).isInstanceOf(BenchmarkException.class);
  }
}
