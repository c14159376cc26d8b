// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.source;

import static org.assertj.core.api.Assertions.assertThat;

import org.dstreambeam.clock.ManualBatchClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BatchGridTest {

  private final ManualBatchClock clock = new ManualBatchClock();

  @ParameterizedTest
  @CsvSource({"0, 1000", "1, 1000", "999, 1000", "1000, 2000", "1001, 2000", "123456, 124000"})
  void theFirstBatchEndsStrictlyAfterTheStartOnAMultipleOfTheInterval(long now, long first) {
    clock.setTime(now);

    BatchGrid grid = BatchGrid.from(clock, 1000);

    assertThat(grid.firstBatch()).isEqualTo(first);
    assertThat(grid.zeroTime()).isEqualTo(first - 1000);
  }

  @ParameterizedTest
  @CsvSource({"5000, 5000, 6000", "5999, 5000, 6000", "6000, 6000, 7000", "9001, 9000, 10000"})
  void aBatchCoversItsStartButNotItsEnd(long now, long lastDue, long open) {
    BatchGrid grid = new BatchGrid(clock, 5000, 1000);

    clock.setTime(now);

    assertThat(grid.lastDueBatch()).isEqualTo(lastDue);
    assertThat(grid.openBatch()).isEqualTo(open);
  }

  @Test
  void beforeZeroTimeTheFirstBatchIsOpen() {
    BatchGrid grid = new BatchGrid(clock, 5000, 1000);

    clock.setTime(1);

    assertThat(grid.lastDueBatch()).isEqualTo(5000);
    assertThat(grid.openBatch()).isEqualTo(6000);
  }

  @Test
  void theGridNeedNotLieOnMultiplesOfTheInterval() {
    BatchGrid grid = new BatchGrid(clock, 250, 1000);

    clock.setTime(2249);
    assertThat(grid.lastDueBatch()).isEqualTo(1250);
    clock.setTime(2250);
    assertThat(grid.lastDueBatch()).isEqualTo(2250);
  }
}
