// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.conformance.surface;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The committed list of what is still missing. It is meant to become shorter, and only that. A line
 * may say why: {@code entry # reason}.
 *
 * @param reasons by entry; an empty text where none is given
 */
record MissingList(SortedMap<String, String> reasons) {
  private static final String COMMENT = "#";
  private static final String HEAD =
      """
      # What of Spark's API is still missing here: class#name descriptor, class#extends supertype, or a whole class.
      # Sorted; written by the test ApiSurfaceTest, see the README of this module, which keeps the reasons (entry # reason).
      # This list only becomes shorter.
      """;

  static MissingList read(Path file) throws IOException {
    SortedMap<String, String> reasons = new TreeMap<>();
    for (String line : Files.readAllLines(file)) {
      if (!line.isBlank() && !line.startsWith(COMMENT)) {
        int separator = line.indexOf(ReasonedList.SEPARATOR);
        String reason =
            separator < 0
                ? ""
                : line.substring(separator + ReasonedList.SEPARATOR.length()).strip();
        reasons.put(separator < 0 ? line : line.substring(0, separator), reason);
      }
    }
    return new MissingList(reasons);
  }

  void write(Path file) throws IOException {
    Files.writeString(
        file,
        HEAD
            + reasons.entrySet().stream()
                .map(
                    line ->
                        line.getValue().isEmpty()
                            ? line.getKey() + "\n"
                            : line.getKey() + ReasonedList.SEPARATOR + line.getValue() + "\n")
                .collect(Collectors.joining()));
  }

  SortedSet<String> entries() {
    return new TreeSet<>(reasons.keySet());
  }

  /** The entries of these classes, members and the classes themselves, that say no reason. */
  SortedSet<String> withoutReason(Collection<String> classes) {
    return reasons.entrySet().stream()
        .filter(line -> line.getValue().isEmpty() && classes.contains(className(line.getKey())))
        .map(SortedMap.Entry::getKey)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static String className(String entry) {
    int member = entry.indexOf('#');
    return member < 0 ? entry : entry.substring(0, member);
  }

  /**
   * The list as it is now, with the reasons of the lines that stay.
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
    SortedMap<String, String> lines = new TreeMap<>();
    missing.forEach(entry -> lines.put(entry, reasons.getOrDefault(entry, "")));
    return new MissingList(lines);
  }

  /** What is missing and not in the list. */
  SortedSet<String> missingBeyond(Collection<String> missing) {
    SortedSet<String> added = new TreeSet<>(missing);
    added.removeAll(reasons.keySet());
    return added;
  }

  /** What is in the list and not missing. */
  SortedSet<String> noLongerMissing(Collection<String> missing) {
    SortedSet<String> done = entries();
    done.removeAll(missing);
    return done;
  }
}
