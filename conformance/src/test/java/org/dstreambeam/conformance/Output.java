// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.conformance;

import java.util.List;

/** Something that a program wrote to its standard output. */
sealed interface Output {

  /**
   * What one {@code print()} wrote for the batch at {@code time} (ms); a last line {@code ...} is
   * among the lines.
   */
  record Block(long time, List<String> lines) implements Output {
    public Block {
      lines = List.copyOf(lines);
    }
  }

  /** A line of the program's own, for example from {@code foreachRDD}. */
  record Line(String text) implements Output {}
}
