// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dstreambeam.stage.Blocks.block;
import static org.dstreambeam.stage.Blocks.failed;
import static org.dstreambeam.stage.Blocks.marker;
import static org.dstreambeam.stage.Blocks.pair;
import static org.dstreambeam.stage.Blocks.sent;

import java.util.List;
import org.apache.beam.sdk.values.KV;
import org.dstreambeam.block.Block;
import org.junit.jupiter.api.Test;

class PartitionMergeFnTest {

  private static final long SECOND_BRANCH = 1L << 32;

  @Test
  void sendsPartitionsOfOneIndexToTheSameTargetWhateverTheirBranch() {
    assertThat(send(block(2, pair("a", 1)))).containsExactly("2 <- 2:[(a,1)]");
    assertThat(send(block(SECOND_BRANCH + 2, pair("a", 2))))
        .containsExactly("2 <- " + (SECOND_BRANCH + 2) + ":[(a,2)]");
  }

  @Test
  void sendsAnEmptyPartitionToo() {
    assertThat(send(block(1))).containsExactly("1 <- 1:[]");
  }

  @Test
  void aFailureFailsItsOwnIndexOnly() {
    assertThat(send(failed(SECOND_BRANCH + 1, "why")))
        .containsExactly("1 <- " + (SECOND_BRANCH + 1) + " failed: why");
  }

  @Test
  void sendsTheMarkerToEveryPartition() {
    assertThat(send(marker())).containsExactly("0 <- marker", "1 <- marker", "2 <- marker");
  }

  private static List<String> send(Block block) {
    Outputs<KV<Integer, Block>> out = new Outputs<>();
    new PartitionMergeFn(3).process(block, out);
    return sent(out.values());
  }
}
