// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.block;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class BlockTest {

  private static final Block RECORDS = Block.of(1000, 0, List.of("a"));

  private static Block failed(long batchTime, int branch) {
    String text = "branch " + branch + " of " + batchTime;
    Block marker = Block.failedMarker(batchTime, new IllegalStateException(text));
    return marker.asPartition(marker.partition() + ((long) branch << 32));
  }

  private static String reported(Block... blocks) {
    Block marker = requireNonNull(Block.markerOf(List.of(blocks)));
    assertThat(marker.isMarker()).isTrue();
    return String.valueOf(requireNonNull(marker.failure()).getMessage());
  }

  @Test
  void theMarkerOfABatchIsFoundAmongItsBlocks() {
    Block marker = Block.marker(1000);

    assertThat(Block.markerOf(List.of(RECORDS, marker))).isSameAs(marker);
    assertThat(Block.markerOf(List.of(RECORDS))).isNull();
  }

  @Test
  void aFailedMarkerCountsForMoreThanOthersAndTheFirstBranchesForMost() {
    assertThat(reported(Block.marker(1000), failed(1000, 1))).isEqualTo("branch 1 of 1000");
    assertThat(reported(failed(1000, 1), Block.marker(1000))).isEqualTo("branch 1 of 1000");
    assertThat(reported(failed(1000, 2), failed(1000, 1), RECORDS, failed(1000, 3)))
        .isEqualTo("branch 1 of 1000");
    assertThat(reported(failed(2000, 1), failed(1000, 2))).isEqualTo("branch 2 of 1000");
  }

  @Test
  void aMarkerThatWasChosenIsOfTheFirstBranchOfWhatFollows() {
    Block chosen = requireNonNull(Block.markerOf(List.of(failed(1000, 7))));

    assertThat(chosen.partition()).isEqualTo(Block.marker(1000).partition());
  }

  @Test
  void ofSeveralFailedPartitionsTheFirstThatWasLostCountsElseTheFirst() {
    Block failed = Block.failed(1000, 0, new IllegalStateException("behind"));
    Block lost = Block.lost(1000, 2, new IllegalStateException("ahead"));
    Block other = Block.lost(1000, 3, new IllegalStateException("ahead, too"));
    Block records = Block.of(1000, 1, List.of("a"));
    Block marker = Block.failedMarker(1000, new IllegalStateException("the driver's"));

    assertThat(Block.failedOf(List.of(marker, failed, records, lost, other))).isSameAs(lost);
    assertThat(Block.failedOf(List.of(marker, records, failed))).isSameAs(failed);
    assertThat(Block.failedOf(List.of(marker, records))).isNull();
    assertThat(lost.inBatch(2000, 5).isLost()).isTrue();
    assertThat(lost.asPartition(5).isLost()).isTrue();
  }
}
