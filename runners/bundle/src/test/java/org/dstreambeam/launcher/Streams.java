// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.launcher;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.function.IntSupplier;

/** What a run in this JVM wrote, and how it ended. */
record Streams(int exitCode, List<String> out, List<String> err) {

  static Streams of(IntSupplier run) {
    PrintStream outBefore = System.out;
    PrintStream errBefore = System.err;
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    System.setOut(new PrintStream(out, true, UTF_8));
    System.setErr(new PrintStream(err, true, UTF_8));
    try {
      int exitCode = run.getAsInt();
      return new Streams(exitCode, lines(out), lines(err));
    } finally {
      System.setOut(outBefore);
      System.setErr(errBefore);
    }
  }

  private static List<String> lines(ByteArrayOutputStream written) {
    return written.toString(UTF_8).lines().toList();
  }
}
