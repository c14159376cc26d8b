// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.runner.flink;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What a {@link LoggedReceiverProgram} has written, in all its starts: a line per batch, which
 * counts if it is there to its end.
 *
 * @param out the file
 */
record LoggedOutput(Path out) {

  private static final String BEGIN = "batch ";
  private static final String END = " end";

  /** With a line end at both sides: a kill may have cut the one before short. */
  static String line(long batchTime, int partitions, List<String> records) {
    return "\n"
        + BEGIN
        + batchTime
        + " "
        + partitions
        + " "
        + String.join(",", records)
        + END
        + "\n";
  }

  /** What was written of each batch, as often as it was. */
  Map<Long, List<String>> batches() throws IOException {
    Map<Long, List<String>> batches = new TreeMap<>();
    if (Files.exists(out)) {
      for (String line : Files.readAllLines(out)) {
        if (line.startsWith(BEGIN) && line.endsWith(END)) {
          String[] parts = line.substring(0, line.length() - END.length()).split(" ", 3);
          batches
              .computeIfAbsent(Long.parseLong(parts[1]), batch -> new ArrayList<>())
              .add(parts[2]);
        }
      }
    }
    return batches;
  }

  /** The records of what was written of a batch: {@code partitions a,b,c}. */
  static List<String> recordsIn(String text) {
    String records = text.substring(text.indexOf(' ') + 1);
    return records.isEmpty() ? List.of() : List.of(records.split(",", -1));
  }

  Set<String> records() throws IOException {
    Set<String> all = new HashSet<>();
    batches().values().forEach(texts -> all.addAll(recordsIn(texts.get(0))));
    return all;
  }

  /**
   * @param records that are in a batch
   * @param repeated outputs that came more than once
   * @param complaints of what is not as it should be
   */
  record Findings(
      int batches, int records, int acknowledged, int repeated, List<String> complaints) {}

  Findings check(List<String> acknowledged) throws IOException {
    List<String> complaints = new ArrayList<>();
    Map<String, Long> batchOf = new HashMap<>();
    int repeated = 0;
    Long before = null;
    for (Map.Entry<Long, List<String>> batch : batches().entrySet()) {
      List<String> texts = batch.getValue();
      repeated += texts.size() - 1;
      if (Set.copyOf(texts).size() > 1) {
        complaints.add("batch " + batch.getKey() + " was repeated otherwise: " + texts);
      }
      if (before != null && batch.getKey() != before + LoggedReceiverProgram.BATCH_MILLIS) {
        complaints.add("after " + before + " comes " + batch.getKey());
      }
      before = batch.getKey();
      for (String record : recordsIn(texts.get(0))) {
        Long other = batchOf.put(record, batch.getKey());
        if (other != null) {
          complaints.add(record + " is in " + other + " and in " + batch.getKey());
        }
      }
    }
    List<String> lost = acknowledged.stream().filter(one -> !batchOf.containsKey(one)).toList();
    if (!lost.isEmpty()) {
      complaints.add("lost " + lost.size() + " of " + acknowledged.size() + ": " + lost);
    }
    return new Findings(
        batches().size(), batchOf.size(), acknowledged.size(), repeated, complaints);
  }
}
