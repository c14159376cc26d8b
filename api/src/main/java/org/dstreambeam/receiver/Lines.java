// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.receiver;

import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Objects;
import org.dstreambeam.compute.Rethrow;
import org.jspecify.annotations.Nullable;

/**
 * The lines of UTF-8 text, as {@link java.io.BufferedReader} has them, bytes that are no text
 * included. It decodes a line at a time, straight from the bytes, which takes half the time.
 */
final class Lines implements Iterator<String> {

  private static final int BUFFER_BYTES = 64 * 1024;

  /** The longest array that every JVM has. */
  private static final int MOST_BYTES = Integer.MAX_VALUE - 8;

  /** The first byte is the lowest. */
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final long EACH_BYTE = 0x0101_0101_0101_0101L;
  private static final long LINE_FEEDS = '\n' * EACH_BYTE;
  private static final long CARRIAGE_RETURNS = '\r' * EACH_BYTE;

  private final InputStream in;
  private byte[] buffer = new byte[BUFFER_BYTES];
  private int from;
  private int end;
  private boolean skipsLineFeed;
  private @Nullable String next;

  Lines(InputStream in) {
    this.in = in;
  }

  /** Waits for the end of a line, or of the stream. */
  @Override
  public boolean hasNext() {
    if (next == null) {
      try {
        next = read();
      } catch (IOException e) {
        throw Rethrow.as(e);
      }
    }
    return next != null;
  }

  @Override
  public String next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    String line = Objects.requireNonNull(next);
    next = null;
    return line;
  }

  private @Nullable String read() throws IOException {
    int scanned = 0; // of the bytes from here on
    while (true) {
      if (skipsLineFeed && from < end) { // the line has ended with \r already
        from += buffer[from] == '\n' ? 1 : 0;
        skipsLineFeed = false;
      }
      int lineEnd = endOfLine(from + scanned);
      if (lineEnd < end) {
        skipsLineFeed = buffer[lineEnd] == '\r';
        return take(lineEnd, lineEnd + 1);
      }
      scanned = end - from;
      if (!fill()) {
        return scanned == 0 ? null : take(end, end);
      }
    }
  }

  /**
   * Where the next line ends at or behind {@code start}, or the end; looks at eight bytes at once.
   */
  private int endOfLine(int start) {
    byte[] bytes = buffer;
    int stop = end;
    int i = start;
    for (; i <= stop - Long.BYTES; i += Long.BYTES) {
      long eight = (long) LONGS.get(bytes, i);
      long ends = zeroBytes(eight ^ LINE_FEEDS) | zeroBytes(eight ^ CARRIAGE_RETURNS);
      if (ends != 0) {
        return i + Long.numberOfTrailingZeros(ends) / Byte.SIZE;
      }
    }
    while (i < stop && bytes[i] != '\n' && bytes[i] != '\r') {
      i++;
    }
    return i;
  }

  /** The first bit that is set is the highest one of the first byte that is zero. */
  private static long zeroBytes(long bytes) {
    return (bytes - EACH_BYTE) & ~bytes & (EACH_BYTE << 7);
  }

  private String take(int lineEnd, int nextLine) {
    String line = new String(buffer, from, lineEnd - from, StandardCharsets.UTF_8);
    from = nextLine;
    return line;
  }

  /** Puts what is left at the beginning, and reads on; returns false at the end. */
  private boolean fill() throws IOException {
    int left = end - from;
    byte[] target = buffer;
    if (left == buffer.length) {
      target = new byte[larger(left)];
    } else if (buffer.length > BUFFER_BYTES && left < BUFFER_BYTES) {
      target = new byte[BUFFER_BYTES]; // the very long line is over
    }
    if (from > 0 || target != buffer) { // a long line that goes on is where it is
      System.arraycopy(buffer, from, target, 0, left);
    }
    buffer = target;
    from = 0;
    end = left;
    int count = in.read(buffer, end, buffer.length - end);
    end += Math.max(count, 0);
    return count >= 0;
  }

  private static int larger(int bytes) throws IOException {
    if (bytes == MOST_BYTES) {
      throw new IOException("A line of more than " + bytes + " bytes");
    }
    return (int) Math.min(2L * bytes, MOST_BYTES);
  }
}
