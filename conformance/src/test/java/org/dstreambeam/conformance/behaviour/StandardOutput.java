// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.conformance.behaviour;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * Standard output that can be listened to. It must be installed before the first context is made:
 * Scala's console keeps the stream that it finds.
 */
final class StandardOutput {
  private static final Recording RECORDING = new Recording(System.out);

  private StandardOutput() {}

  /** Has an effect once. */
  static void install() {
    if (!RECORDING.installed) {
      RECORDING.installed = true;
      System.setOut(new PrintStream(RECORDING, true, StandardCharsets.UTF_8));
    }
  }

  /** Forgets what was written. */
  static void clear() {
    synchronized (RECORDING) {
      RECORDING.written.reset();
    }
  }

  /** What was written since {@link #clear()}. */
  static String text() {
    synchronized (RECORDING) {
      return RECORDING.written.toString(StandardCharsets.UTF_8);
    }
  }

  private static final class Recording extends OutputStream {
    private final PrintStream original;
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private boolean installed;

    Recording(PrintStream original) {
      this.original = original;
    }

    @Override
    public synchronized void write(int octet) {
      write(new byte[] {(byte) octet}, 0, 1);
    }

    @Override
    public synchronized void write(byte[] bytes, int offset, int length) {
      written.write(bytes, offset, length);
      original.write(bytes, offset, length);
    }
  }
}
