// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.List;
import org.apache.spark.streaming.kafka010.OffsetRange;
import org.junit.jupiter.api.Test;

/** The offsets of a batch as bytes. */
class CutCodecTest {

  @Test
  void rangesComeBackAsTheyWere() {
    List<OffsetRange> ranges =
        List.of(
            OffsetRange.create("a", 0, 0, 0),
            OffsetRange.create("a", 1, 5, Long.MAX_VALUE),
            OffsetRange.create("ä.b_c-d", 100_000, 9, 3));

    assertThat(CutCodec.read(CutCodec.write(ranges))).containsExactlyElementsOf(ranges);
  }

  @Test
  void aBatchWithoutPartitionsHasNoRanges() {
    assertThat(CutCodec.read(CutCodec.write(List.of()))).isEmpty();
    assertThat(CutCodec.read(new byte[0])).isEmpty();
  }

  @Test
  void whatIsIncompleteOrOfAnotherVersionIsRefused() {
    byte[] cut = CutCodec.write(List.of(OffsetRange.create("t", 0, 1, 2)));
    byte[] other = cut.clone();
    other[0] = 9;

    assertThatIllegalArgumentException()
        .isThrownBy(() -> CutCodec.read(Arrays.copyOf(cut, cut.length - 1)))
        .withMessage("The offsets of a batch are incomplete");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CutCodec.read(other))
        .withMessage("The offsets of a batch were written by another version (9)");
  }
}
