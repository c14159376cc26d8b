// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the word counts that the batches print, while and after they are printed. */
final class PrintedCounts implements AutoCloseable {

  private static final Pattern COUNT = Pattern.compile("\\((\\S+),(\\d+)\\)");
  private static final Pattern TIME = Pattern.compile("Time: (\\d+) ms");
  private static final String RULE = "-------------------------------------------";

  private final ByteArrayOutputStream written = new ByteArrayOutputStream();
  private final PrintStream before = System.out;

  PrintedCounts() {
    System.setOut(new PrintStream(written, true, UTF_8));
  }

  List<String> lines() {
    return written.toString(UTF_8).lines().toList();
  }

  /** The count of each word, summed over the batches. */
  Map<String, Integer> total() {
    Map<String, Integer> total = new TreeMap<>();
    for (String line : lines()) {
      Matcher count = COUNT.matcher(line);
      if (count.matches()) {
        total.merge(count.group(1), Integer.valueOf(count.group(2)), Integer::sum);
      }
    }
    return total;
  }

  /** The times of the batches in ms, in the order in which they were printed. */
  List<Long> batchTimes() {
    List<String> lines = lines();
    return lines.stream()
        .map(TIME::matcher)
        .filter(Matcher::matches)
        .map(time -> Long.valueOf(time.group(1)))
        .toList();
  }

  /** What is neither a count nor part of a batch's heading. */
  List<String> others() {
    return lines().stream()
        .filter(line -> !line.isEmpty() && !line.equals(RULE))
        .filter(line -> !COUNT.matcher(line).matches() && !TIME.matcher(line).matches())
        .toList();
  }

  static Map<String, Integer> countsOf(List<String> text) {
    Map<String, Integer> counts = new TreeMap<>();
    text.stream()
        .flatMap(line -> Arrays.stream(line.split(" ")))
        .forEach(word -> counts.merge(word, 1, Integer::sum));
    return counts;
  }

  @Override
  public void close() {
    System.setOut(before);
  }
}
