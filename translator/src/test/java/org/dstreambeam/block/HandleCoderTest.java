// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.block;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.beam.sdk.coders.CoderException;
import org.apache.beam.sdk.util.VarInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class HandleCoderTest {

  private final HandleCoder<Block> coder = new HandleCoder<>();

  @Test
  void givesTheSameInstanceBack() throws IOException {
    Block block = Block.of(1000, 0, List.of("a"));

    byte[] handle = encode(block);

    assertThat(decode(handle)).isSameAs(block);
    assertThat(decode(handle)).isSameAs(block);
  }

  @Test
  void aBlockHasOneHandleHoweverOftenItIsEncoded() throws IOException {
    Block block = Block.of(1000, 0, List.of("a"));

    assertThat(encode(block)).isEqualTo(encode(block));
  }

  @Test
  void equalBlocksHaveHandlesOfTheirOwn() throws IOException {
    Block first = Block.marker(1000);
    Block second = Block.marker(1000);

    byte[] handleOfFirst = encode(first);
    byte[] handleOfSecond = encode(second);

    assertThat(decode(handleOfFirst)).isSameAs(first);
    assertThat(decode(handleOfSecond)).isSameAs(second);
  }

  @Test
  void refusesAHandleItNeverGave() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    VarInt.encode(Long.MAX_VALUE, bytes);

    assertThatThrownBy(() -> decode(bytes.toByteArray()))
        .isInstanceOf(CoderException.class)
        .hasMessage("Object " + Long.MAX_VALUE + " is not in this JVM (any more)");
  }

  @Test
  @Timeout(value = 30, unit = TimeUnit.SECONDS)
  @SuppressWarnings("DoNotCall") // asking for a collection is what this test is about
  void keepsNoBlockAliveThatNobodyElseHolds() throws IOException {
    byte[] handle = encode(Block.of(1000, 0, List.of("a")));

    while (isKnown(handle)) {
      System.gc();
    }

    assertThatThrownBy(() -> decode(handle)).isInstanceOf(CoderException.class);
    Block next = Block.marker(2000); // encoding it clears the table of the one that is gone
    assertThat(decode(encode(next))).isSameAs(next);
  }

  private boolean isKnown(byte[] handle) {
    try {
      decode(handle);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private byte[] encode(Block block) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    coder.encode(block, bytes);
    return bytes.toByteArray();
  }

  private Block decode(byte[] handle) throws IOException {
    return coder.decode(new ByteArrayInputStream(handle));
  }
}
