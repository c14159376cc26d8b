// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.dstreambeam.benchmarks.Measure.Better;
import org.junit.jupiter.api.Test;

class ComparisonTest {

  private static final Measure THROUGHPUT =
      Measure.single("count.throughput", "words/s", Better.HIGHER, "throughput");

  @Test
  void printsTheMediansOfAllSidesAndOursOverSparks() {
    Comparison comparison =
        new Comparison(
            THROUGHPUT,
            Map.of(
                Engine.SPARK, List.of(4_000_000.0, 9_000_000.0, 5_000_000.0),
                Engine.OURS, List.of(12_345_678.9, 10_000_000.0, 20_000_000.0),
                Engine.FLINK, List.of(10_000_000.0)));

    assertThat(comparison.toJson())
        .isEqualTo(
            "{\"measure\":\"count.throughput\",\"unit\":\"words/s\",\"better\":\"higher\","
                + "\"spark\":5000000,\"ours\":12350000,\"ratio\":2.469,"
                + "\"flink\":10000000,\"flinkRatio\":2,"
                + "\"sparkRounds\":[4000000,9000000,5000000],"
                + "\"oursRounds\":[12350000,10000000,20000000],\"flinkRounds\":[10000000]}");
  }

  @Test
  void addsTheLimitWhereThereIsOneAndHowNearOursCome() {
    Comparison comparison =
        new Comparison(
            THROUGHPUT,
            Map.of(
                Engine.OURS, List.of(3.0),
                Engine.FLINK, List.of(2.0),
                Engine.BARE, List.of(4.0, 5.0, 3.0)));

    assertThat(comparison.toJson())
        .endsWith(
            ",\"flinkRounds\":[2],\"bare\":4,\"oursOfBare\":0.75,\"flinkOfBare\":0.5,"
                + "\"bareRounds\":[4,5,3]}");
  }

  @Test
  void hasNoRatioWhenOneSideWasNotRun() {
    Comparison comparison = new Comparison(THROUGHPUT, Map.of(Engine.SPARK, List.of(2.5)));

    assertThat(comparison.toJson())
        .contains("\"spark\":2.5,\"ours\":null,\"ratio\":null")
        .contains("\"sparkRounds\":[2.5],\"oursRounds\":[]");
  }

  @Test
  void hasNoRatioToZero() {
    Comparison comparison =
        new Comparison(THROUGHPUT, Map.of(Engine.SPARK, List.of(0.0), Engine.OURS, List.of(0.0)));

    assertThat(comparison.toJson()).contains("\"spark\":0,\"ours\":0,\"ratio\":null");
  }

  @Test
  void printsSmallNumbersWithoutAnExponent() {
    Comparison comparison = new Comparison(THROUGHPUT, Map.of(Engine.OURS, List.of(0.0000123456)));

    assertThat(comparison.toJson()).contains("\"ours\":0.00001235");
  }
}
