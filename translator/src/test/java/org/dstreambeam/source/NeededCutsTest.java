// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.source;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NeededCutsTest {

  private final NeededCuts needed = new NeededCuts(Splits.all(3));

  @Test
  void allAreNeededUntilThereAreMoreCheckpointsThanARunnerKeeps() {
    for (int checkpoint = 1; checkpoint <= 4; checkpoint++) {
      assertThat(complete(checkpoint * 100, checkpoint * 100, checkpoint * 100)).isFalse();
    }

    assertThat(complete(500, 500, 500)).isTrue();
    assertThat(needed.oldest()).isEqualTo(200);
  }

  /** What one after another tells must not count as several checkpoints. */
  @Test
  void theEarliestSplitOfACheckpointCounts() {
    for (int checkpoint = 1; checkpoint <= 5; checkpoint++) {
      complete(checkpoint * 100, checkpoint * 100 + 10, checkpoint * 100 + 20);
    }
    assertThat(needed.oldest()).isEqualTo(200);

    complete(620, 610, 600);
    assertThat(needed.oldest()).isEqualTo(300);
  }

  @Test
  void aCheckpointCountsWhenAllSplitsHaveToldOfIt() {
    for (int checkpoint = 1; checkpoint <= 9; checkpoint++) {
      assertThat(needed.checkpointed(0, checkpoint * 100)).isFalse();
      assertThat(needed.checkpointed(1, checkpoint * 100)).isFalse();
    }
    for (int checkpoint = 1; checkpoint <= 5; checkpoint++) {
      needed.checkpointed(2, checkpoint * 100);
    }

    assertThat(needed.oldest()).isEqualTo(200);
  }

  @Test
  void checkpointsInTheSameBatchChangeNothing() {
    for (int checkpoint = 1; checkpoint <= 9; checkpoint++) {
      assertThat(complete(100, 100, 100)).isFalse();
    }

    assertThat(needed.oldest()).isEqualTo(100);
  }

  /** Returns whether it says so that fewer are needed. */
  private boolean complete(long first, long second, long third) {
    boolean changed = needed.checkpointed(0, first);
    changed |= needed.checkpointed(1, second);
    return changed | needed.checkpointed(2, third);
  }
}
