// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.dstreambeam.block.Block;
import org.junit.jupiter.api.Test;

class SplitPositionTest {

  private static final byte[] PLACE = {1, 2, 3};

  @Test
  void isReadAsItWasWritten() throws IOException {
    SplitPosition position = new SplitPosition(7_000, 4, PLACE);

    assertThat(SplitPosition.of(position.toBytes())).usingRecursiveComparison().isEqualTo(position);
  }

  @Test
  void truncatedAnywhereIsRefused() throws IOException {
    byte[] bytes = new SplitPosition(7_000, 4, PLACE).toBytes();

    for (int length = 0; length < bytes.length; length++) {
      byte[] shorter = Arrays.copyOf(bytes, length);
      assertThatThrownBy(() -> SplitPosition.of(shorter))
          .as("%d of %d bytes", length, bytes.length)
          .isInstanceOf(EOFException.class);
    }
  }

  @Test
  void behindABlockAreThePartitionsUpToIt() {
    SplitPosition behind = at(1_000, 0).after(block(1_000, 5), 1_000, PLACE);

    assertThat(behind).isEqualTo(new SplitPosition(1_000, 6, PLACE));
  }

  @Test
  void behindABlockOfALaterBatchIsThatBatch() {
    SplitPosition behind = at(1_000, 9).after(block(3_000, 0), 1_000, PLACE);

    assertThat(behind).isEqualTo(new SplitPosition(3_000, 1, PLACE));
  }

  @Test
  void behindAMarkerIsTheNextBatchAtTheSamePlace() {
    SplitPosition behind =
        new SplitPosition(1_000, 6, PLACE)
            .after(Block.marker(1_000), 1_000, SplitPosition.NO_PLACE);

    assertThat(behind).isEqualTo(new SplitPosition(2_000, 0, PLACE));
  }

  @Test
  void aBlockWithoutAPlaceKeepsTheLast() {
    SplitPosition behind =
        new SplitPosition(1_000, 1, PLACE).after(block(1_000, 1), 1_000, SplitPosition.NO_PLACE);

    assertThat(behind).isEqualTo(new SplitPosition(1_000, 2, PLACE));
  }

  @Test
  void inALaterBatchNothingIsHandedOut() {
    assertThat(new SplitPosition(1_000, 6, PLACE).in(4_000))
        .isEqualTo(new SplitPosition(4_000, 0, PLACE));
  }

  private static SplitPosition at(long batchTime, int partitions) {
    return new SplitPosition(batchTime, partitions, SplitPosition.NO_PLACE);
  }

  private static Block block(long batchTime, long partition) {
    return Block.of(batchTime, partition, List.of("record"));
  }
}
