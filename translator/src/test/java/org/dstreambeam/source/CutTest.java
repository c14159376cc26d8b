// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.dstreambeam.source.Cut.Taken;
import org.junit.jupiter.api.Test;

class CutTest {

  private static final Cut CUT =
      new Cut(
          List.of(
              Taken.start(3, new byte[] {9}),
              new Taken(0, 0, new byte[] {1, 2, 3}),
              new Taken(3, 1, new byte[300])));

  @Test
  void isReadAsItWasWritten() throws IOException {
    Cut read = Cut.of(CUT.toBytes());

    assertThat(read).usingRecursiveComparison().isEqualTo(CUT);
    assertThat(read.blocks()).extracting(Taken::isStart).containsExactly(true, false, false);
  }

  @Test
  void ofNoBlocksIsACutToo() throws IOException {
    assertThat(Cut.of(new Cut(List.of()).toBytes()).blocks()).isEmpty();
  }

  @Test
  void truncatedAnywhereIsRefused() throws IOException {
    byte[] bytes = CUT.toBytes();

    for (int length = 0; length < bytes.length; length++) {
      byte[] shorter = Arrays.copyOf(bytes, length);
      assertThatThrownBy(() -> Cut.of(shorter))
          .as("%d of %d bytes", length, bytes.length)
          .isExactlyInstanceOf(IOException.class);
    }
  }

  @Test
  void withABitTurnedAnywhereIsRefused() throws IOException {
    byte[] bytes = CUT.toBytes();

    for (int at = 0; at < bytes.length; at++) {
      byte[] other = bytes.clone();
      other[at] ^= 0x10;
      assertThatThrownBy(() -> Cut.of(other)).as("byte %d", at).isInstanceOf(IOException.class);
    }
  }

  @Test
  void saysWhatIsWrong() {
    assertThatThrownBy(() -> Cut.of(new byte[0])).hasMessage("only 0 bytes long");
    assertThatThrownBy(() -> Cut.of(new byte[100])).hasMessage("its checksum is wrong");
  }
}
