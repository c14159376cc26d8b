// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.plan;

import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Where {@code print} writes to: the standard output of this JVM, unless the program's own JVM is
 * another one.
 */
public final class ConsoleOutput {

  private volatile @Nullable Consumer<String> elsewhere;

  /**
   * From now on lines go elsewhere.
   *
   * @param console takes whole lines, each with a line feed behind it
   */
  public void redirect(Consumer<String> console) {
    elsewhere = console;
  }

  /** Writes lines, one after the other. */
  void println(List<String> lines) {
    Consumer<String> console = elsewhere;
    if (console == null) {
      lines.forEach(System.out::println);
    } else {
      console.accept(String.join("\n", lines) + "\n");
    }
  }

  /** Writes what another JVM's console was given. */
  public void print(String text) {
    Consumer<String> console = elsewhere;
    if (console == null) {
      System.out.print(text);
      System.out.flush(); // a println would have done so, if it is the console
    } else {
      console.accept(text);
    }
  }
}
