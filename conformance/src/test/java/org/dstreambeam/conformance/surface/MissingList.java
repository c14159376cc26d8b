// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.conformance.surface;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The committed list of what is still missing. It is meant to become shorter, and only that. */
record MissingList(SortedSet<String> entries) {
  private static final String COMMENT = "#";
  private static final String HEAD =
      """
      # What of Spark's API is still missing here: class#name descriptor, class#extends supertype, or a whole class.
      # Sorted; written by the test ApiSurfaceTest, see the README of this module. This list only becomes shorter.
      """;

  static MissingList read(Path file) throws IOException {
    return new MissingList(
        Files.readAllLines(file).stream()
            .filter(line -> !line.isBlank() && !line.startsWith(COMMENT))
            .collect(Collectors.toCollection(TreeSet::new)));
  }

  void write(Path file) throws IOException {
    Files.writeString(
        file, HEAD + entries.stream().map(line -> line + "\n").collect(Collectors.joining()));
  }

  /**
   * The list as it is now.
   *
   * @throws IllegalStateException if there would be new entries and {@code mayGrow} is not set
   */
  MissingList updated(Collection<String> missing, boolean mayGrow) {
    SortedSet<String> added = missingBeyond(missing);
    if (!mayGrow && !added.isEmpty()) {
      throw new IllegalStateException(
          "The list of what is missing would get new lines; -D"
              + ApiSurfaceTest.GROW
              + "=true allows that, if it is meant:\n"
              + String.join("\n", added));
    }
    return new MissingList(new TreeSet<>(missing));
  }

  /** What is missing and not in the list. */
  SortedSet<String> missingBeyond(Collection<String> missing) {
    SortedSet<String> added = new TreeSet<>(missing);
    added.removeAll(entries);
    return added;
  }

  /** What is in the list and not missing. */
  SortedSet<String> noLongerMissing(Collection<String> missing) {
    SortedSet<String> done = new TreeSet<>(entries);
    done.removeAll(missing);
    return done;
  }
}
