// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dstreambeam.stage.Blocks.block;
import static org.dstreambeam.stage.Blocks.failedMarker;
import static org.dstreambeam.stage.Blocks.marker;
import static org.dstreambeam.stage.Blocks.text;

import java.util.List;
import org.apache.beam.sdk.values.KV;
import org.dstreambeam.block.Block;
import org.junit.jupiter.api.Test;

class NumberPartitionsFnTest {

  private static final long SECOND_BRANCH = 1L << 32;

  @Test
  void numbersTheBranchesOfAUnionOneBehindTheOther() {
    Block last = block(SECOND_BRANCH, "c");

    assertThat(number(last, marker(), block(1, "b"), block(0, "a")))
        .containsExactly("0:[a]", "1:[b]", "2:[c]", "marker");
  }

  @Test
  void aBatchWithoutAMarkerIsNone() {
    assertThat(number(block(0, "a"))).isEmpty();
  }

  @Test
  void aMarkerWithAFailureCountsForMoreWhicheverComesFirst() {
    assertThat(number(marker(), failedMarker("second input")))
        .containsExactly("failed marker: second input");
    assertThat(number(failedMarker("second input"), marker()))
        .containsExactly("failed marker: second input");
  }

  private static List<String> number(Block... batch) {
    Outputs<Block> out = new Outputs<>();
    new NumberPartitionsFn().process(KV.of(0, List.of(batch)), out);
    return text(out.values());
  }
}
