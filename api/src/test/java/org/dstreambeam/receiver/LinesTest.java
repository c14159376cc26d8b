// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.receiver;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LinesTest {

  private static List<String> all(InputStream in) {
    List<String> lines = new ArrayList<>();
    new Lines(in).forEachRemaining(lines::add);
    return lines;
  }

  private static List<String> all(String text) {
    return all(new ByteArrayInputStream(text.getBytes(UTF_8)));
  }

  /** Gives its bytes in pieces, as a socket does. */
  private static final class Pieces extends InputStream {
    private final InputStream bytes;
    private final Random random;

    Pieces(byte[] bytes, Random random) {
      this.bytes = new ByteArrayInputStream(bytes);
      this.random = random;
    }

    @Override
    public int read() throws IOException {
      return bytes.read();
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      return bytes.read(target, offset, Math.min(length, 1 + random.nextInt(20)));
    }
  }

  @Test
  void endsLinesInThreeWaysAndWithTheStream() {
    assertThat(all("a\nb\r\nc\rd")).containsExactly("a", "b", "c", "d");
    assertThat(all("\n\r\n\r\r\n")).containsExactly("", "", "", "");
    assertThat(all("a\n")).containsExactly("a");
    assertThat(all("")).isEmpty();
  }

  @Test
  void readsAnythingAsABufferedReaderDoes() {
    byte[] interesting = {'\n', '\r', 'a', 'z', (byte) 0xc3, (byte) 0xa4, (byte) 0xe2, (byte) 0x82};
    for (int seed = 0; seed < 2_000; seed++) {
      Random random = new Random(seed);
      byte[] bytes = new byte[random.nextInt(200)];
      random.nextBytes(bytes);
      for (int i = 0; i < bytes.length; i++) {
        if (random.nextInt(1 + seed % 50) == 0) { // lines of all lengths
          bytes[i] = interesting[random.nextInt(interesting.length)];
        }
      }

      List<String> expected =
          new BufferedReader(new InputStreamReader(new ByteArrayInputStream(bytes), UTF_8))
              .lines()
              .toList();
      assertThat(all(new Pieces(bytes, random))).as("seed %d", seed).isEqualTo(expected);
    }
  }

  @Test
  void readsLinesLongerThanItsBuffer() {
    String longest = "x".repeat(1_000_000);
    String text = "a\n" + longest + "\r\nb\n" + longest;
    assertThat(all(text)).containsExactly("a", longest, "b", longest);
  }

  /** A server that ends its line with a carriage return may wait for an answer. */
  @Test
  void doesNotWaitForWhatMayFollowACarriageReturn() {
    InputStream interactive =
        new InputStream() {
          private boolean asked;

          @Override
          public int read() {
            throw new AssertionError("a byte at a time");
          }

          @Override
          public int read(byte[] target, int offset, int length) {
            assertThat(asked).as("asked again ahead of the answer").isFalse();
            asked = true;
            target[offset] = 'a';
            target[offset + 1] = '\r';
            return 2;
          }
        };

    assertThat(new Lines(interactive).next()).isEqualTo("a");
  }

  @Test
  void throwsWhatTheStreamThrowsAndLosesTheLineThatWasOnItsWay() {
    InputStream reset =
        new InputStream() {
          private boolean isOver;

          @Override
          public int read() throws IOException {
            throw new IOException("reset");
          }

          @Override
          public int read(byte[] target, int offset, int length) throws IOException {
            if (isOver) {
              throw new IOException("reset");
            }
            isOver = true;
            target[offset] = 'a';
            target[offset + 1] = '\n';
            target[offset + 2] = 'b';
            return 3;
          }
        };
    Lines lines = new Lines(reset);

    assertThat(lines.next()).isEqualTo("a");
    assertThatThrownBy(lines::hasNext).isExactlyInstanceOf(IOException.class).hasMessage("reset");
  }

  @Test
  void hasNothingBehindTheLast() {
    Lines lines = new Lines(new ByteArrayInputStream(new byte[0]));

    assertThat(lines.hasNext()).isFalse();
    assertThatThrownBy(lines::next).isInstanceOf(NoSuchElementException.class);
  }
}
