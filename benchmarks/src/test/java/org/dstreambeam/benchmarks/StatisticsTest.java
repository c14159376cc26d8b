// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StatisticsTest {

  private static final List<Double> ONE_TO_TWENTY =
      IntStream.rangeClosed(1, 20).mapToObj(i -> (double) i).toList();

  @Test
  void medianOfAnOddNumberOfValuesIsTheMiddleOne() {
    assertThat(Statistics.median(List.of(9.0, 1.0, 4.0))).isEqualTo(4.0);
  }

  @Test
  void medianOfAnEvenNumberOfValuesIsTheMeanOfTheMiddleTwo() {
    assertThat(Statistics.median(List.of(9.0, 1.0, 4.0, 6.0))).isEqualTo(5.0);
  }

  @Test
  void medianOfOneValueIsThatValue() {
    assertThat(Statistics.median(List.of(7.0))).isEqualTo(7.0);
  }

  @Test
  void percentileIsTheValueOfTheNearestRank() {
    assertThat(Statistics.percentile(ONE_TO_TWENTY, 50)).isEqualTo(10.0);
    assertThat(Statistics.percentile(ONE_TO_TWENTY, 95)).isEqualTo(19.0);
    assertThat(Statistics.percentile(ONE_TO_TWENTY, 96)).isEqualTo(20.0);
    assertThat(Statistics.percentile(ONE_TO_TWENTY, 100)).isEqualTo(20.0);
    assertThat(Statistics.percentile(ONE_TO_TWENTY, 0.1)).isEqualTo(1.0);
  }

  @Test
  void valuesNeedNotBeSortedAndAreLeftInTheirOrder() {
    List<Double> values = new ArrayList<>(List.of(3.0, 1.0, 2.0));

    assertThat(Statistics.percentile(values, 50)).isEqualTo(2.0);
    assertThat(values).containsExactly(3.0, 1.0, 2.0);
  }

  @Test
  void refusesToSummariseNothing() {
    assertThatIllegalArgumentException().isThrownBy(() -> Statistics.median(List.of()));
    assertThatIllegalArgumentException().isThrownBy(() -> Statistics.percentile(List.of(), 50));
  }

  @Test
  void refusesPercentilesThatDoNotExist() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Statistics.percentile(ONE_TO_TWENTY, 0))
        .withMessageContaining("0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Statistics.percentile(ONE_TO_TWENTY, 101))
        .withMessageContaining("101");
  }
}
