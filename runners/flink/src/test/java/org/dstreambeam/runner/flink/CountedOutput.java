// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.runner.flink;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a {@link CountingProgram} has written, in all its starts.
 *
 * @param out the file
 * @param count how many numbers there are
 */
record CountedOutput(Path out, long count) {

  private static final Pattern COUNT = Pattern.compile("(\\d+)=(\\d+)");

  /**
   * @param repeated outputs that came more than once
   * @param lost numbers that are not in the last state
   * @param doubled numbers that are in it once too often
   * @param complaints about batches left out or repeated otherwise, and counts that are wrong
   */
  record Findings(int batches, int repeated, long lost, long doubled, List<String> complaints) {}

  List<String> lines() throws IOException {
    if (!Files.exists(out)) {
      return List.of();
    }
    // A kill may cut the last line of a start short: the next one goes on in the same line.
    return Files.readAllLines(out, StandardCharsets.UTF_8);
  }

  boolean isComplete() throws IOException {
    return lines().stream().anyMatch(line -> line.startsWith("state ") && line.contains(" all "));
  }

  Findings check() throws IOException {
    List<String> complaints = new ArrayList<>();
    Map<Long, String> batches = new TreeMap<>();
    TreeMap<Long, String> states = new TreeMap<>();
    int repeated = 0;
    for (String line : lines()) {
      String[] parts = line.split(" ", 3);
      Map<Long, String> known = parts[0].equals("batch") ? batches : states;
      String before = known.put(Long.parseLong(parts[1]), parts[2]);
      if (before != null) {
        repeated++;
        if (!before.equals(parts[2])) {
          complaints.add(
              "repeated otherwise: "
                  + parts[0]
                  + " "
                  + parts[1]
                  + ": "
                  + before
                  + " then "
                  + parts[2]);
        }
      }
    }
    checkGrid("batch", batches, complaints);
    checkGrid("state", states, complaints);
    Map<Long, Long> counts = lastOf(states);
    long lost = 0;
    long doubled = 0;
    for (long key = 0; key < CountingProgram.KEYS; key++) {
      long expected = (count - key + CountingProgram.KEYS - 1) / CountingProgram.KEYS;
      long counted = counts.getOrDefault(key, 0L);
      lost += Math.max(0, expected - counted);
      doubled += Math.max(0, counted - expected);
    }
    if (lost > 0 || doubled > 0 || counts.size() != CountingProgram.KEYS) {
      complaints.add("lost " + lost + ", doubled " + doubled + ", the last state is " + counts);
    }
    return new Findings(batches.size(), repeated, lost, doubled, complaints);
  }

  private static void checkGrid(String what, Map<Long, String> batches, List<String> complaints) {
    Long before = null;
    for (Long batch : batches.keySet()) {
      if (before != null && batch != before + CountingProgram.BATCH_MILLIS) {
        complaints.add(what + ": after " + before + " comes " + batch);
      }
      before = batch;
    }
  }

  /** The counts by key, of {@code some {0=17, 1=16}}. */
  private static Map<Long, Long> lastOf(TreeMap<Long, String> states) {
    Map<Long, Long> counts = new TreeMap<>();
    if (!states.isEmpty()) {
      String last = states.lastEntry().getValue();
      Matcher count = COUNT.matcher(last);
      while (count.find()) {
        counts.put(Long.parseLong(count.group(1)), Long.parseLong(count.group(2)));
      }
    }
    return counts;
  }
}
