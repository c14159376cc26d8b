// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.source;

import static org.assertj.core.api.Assertions.assertThat;

import org.dstreambeam.clock.ManualBatchClock;
import org.dstreambeam.fixture.Plans;
import org.junit.jupiter.api.Test;

class BatchGateTest {

  private static final long BUDGET = 1_000;
  private static final int FEWEST = 3;
  private static final int MOST = 32;

  private final BatchGate gate = gate(1);
  private int opened;

  @Test
  void letsAFewBatchesInBeforeItKnowsHowLargeTheyAre() {
    assertThat(onTheirWay(gate, 0)).isEqualTo(FEWEST);
  }

  @Test
  void letsOneOfSeveralLargeBatchesInForEachThatIsDone() {
    for (int done = 1; done <= 50; done++) {
      gate.completed(BUDGET);
      assertThat(onTheirWay(gate, done)).isEqualTo(FEWEST);
    }
  }

  @Test
  void letsMoreInTheSmallerTheyAre() {
    gate.completed(BUDGET / 10);
    assertThat(onTheirWay(gate, 1)).isEqualTo(10);

    BatchGate smaller = gate(1);
    smaller.completed(1);
    assertThat(onTheirWay(smaller, 1)).isEqualTo(MOST);

    BatchGate empty = gate(1);
    empty.completed(0);
    assertThat(onTheirWay(empty, 1)).isEqualTo(MOST);
  }

  @Test
  void whatHasBeenLetInStaysSoWhenBatchesGrow() {
    gate.completed(1);
    gate.completed(BUDGET);

    assertThat(onTheirWay(gate, 2)).as("one of them is done").isEqualTo(MOST - 1);
    for (int done = 3; done <= MOST; done++) {
      gate.completed(BUDGET);
    }
    assertThat(onTheirWay(gate, MOST)).isEqualTo(FEWEST);
  }

  @Test
  void forgetsALargeBatchSlowly() {
    gate.completed(BUDGET);
    gate.completed(BUDGET / 100);
    assertThat(onTheirWay(gate, 2)).isEqualTo(FEWEST);

    for (int done = 3; done <= 12; done++) {
      gate.completed(BUDGET / 100);
    }
    assertThat(onTheirWay(gate, 12)).isGreaterThan(FEWEST);
  }

  @Test
  void letsMoreInIfOutputsOfSeveralBatchesRunAtATime() {
    assertThat(onTheirWay(gate(4), 0)).isEqualTo(FEWEST + 3);
  }

  @Test
  void tellsWhenItOpensAndOnlyThen() {
    gate.onOpen(() -> opened++);

    gate.completed(1);
    assertThat(opened).isEqualTo(1);

    gate.completed(BUDGET);
    assertThat(opened).as("there are more on their way than there should be").isEqualTo(1);
  }

  @Test
  void goesOnWithTheBatchThatAnEarlierRunHasComeTo() {
    gate.resumeAt(50_000);

    assertThat(onTheirWay(gate, 49)).isEqualTo(FEWEST);
    gate.completed(BUDGET);
    assertThat(onTheirWay(gate, 50)).isEqualTo(FEWEST);
  }

  @Test
  void isNotClosedAgainByASourceThatGoesOnEarlierThanOthers() {
    gate.resumeAt(50_000);
    gate.resumeAt(20_000);

    assertThat(onTheirWay(gate, 49)).isEqualTo(FEWEST);
  }

  @Test
  void whatWasDoneBeforeTheLastSourceIsBackCounts() {
    gate.completed(BUDGET);

    gate.resumeAt(50_000);

    assertThat(onTheirWay(gate, 50)).isEqualTo(FEWEST);
  }

  private static BatchGate gate(int concurrentJobs) {
    return new BatchGate(
        new BatchGrid(new ManualBatchClock(), 0, Plans.BATCH_MILLIS), concurrentJobs, BUDGET);
  }

  /** How many batches may be in the pipeline once {@code done} are out of it. */
  private static int onTheirWay(BatchGate gate, int done) {
    int batch = done;
    while (gate.admits((batch + 1) * Plans.BATCH_MILLIS)) {
      batch++;
    }
    return batch - done;
  }
}
