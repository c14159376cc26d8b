// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.kafka;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.spark.streaming.kafka010.OffsetRange;
import org.jspecify.annotations.Nullable;
import scala.Tuple2;

/** What runs of {@link TallyProgram} have written: a file for each time that an output ran. */
record TallyOutput(Path directory) {

  private static final String UNFINISHED = ".";

  /** A batch as it was written. */
  private record Batch(SortedMap<Integer, OffsetSpan> spans, Map<String, Tally> tallies) {}

  private record OffsetSpan(long from, long until) {}

  /**
   * @param batches that were written
   * @param repeated outputs that ran once more
   * @param records in all batches
   */
  record Findings(int batches, int repeated, long records, List<String> complaints) {}

  /** The file is there as a whole or not at all. */
  void write(long time, OffsetRange[] ranges, List<Tuple2<String, Tally>> tallies)
      throws IOException {
    List<String> lines = new ArrayList<>();
    for (OffsetRange range : ranges) {
      lines.add(
          "range " + range.partition() + " " + range.fromOffset() + " " + range.untilOffset());
    }
    tallies.stream()
        .map(tally -> "key " + tally._1 + " " + tally._2.count() + " " + tally._2.sum())
        .sorted()
        .forEach(lines::add);
    String name = time + "-" + UUID.randomUUID();
    Path unfinished = directory.resolve(UNFINISHED + name);
    Files.write(unfinished, lines);
    Files.move(unfinished, directory.resolve(name), StandardCopyOption.ATOMIC_MOVE);
  }

  /** How many times outputs have run. */
  int outputs() throws IOException {
    return files().size();
  }

  /** How many records there are in the batches so far. */
  long records() throws IOException {
    SortedMap<Long, Path> batches = new TreeMap<>();
    files().forEach(file -> batches.put(time(file), file));
    long records = 0;
    for (Path file : batches.values()) {
      records += countIn(read(file));
    }
    return records;
  }

  private static long countIn(Batch batch) {
    return batch.tallies().values().stream().mapToLong(Tally::count).sum();
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(file -> !name(file).startsWith(UNFINISHED)).sorted().toList();
    }
  }

  private static String name(Path file) {
    return String.valueOf(file.getFileName());
  }

  private static long time(Path file) {
    return Long.parseLong(name(file).substring(0, name(file).indexOf('-')));
  }

  private static Batch read(Path file) throws IOException {
    SortedMap<Integer, OffsetSpan> spans = new TreeMap<>();
    Map<String, Tally> tallies = new HashMap<>();
    for (String line : Files.readAllLines(file)) {
      String[] fields = line.split(" ", 4);
      long first = Long.parseLong(fields[2]);
      long second = Long.parseLong(fields[3]);
      if (fields[0].equals("range")) {
        spans.put(Integer.parseInt(fields[1]), new OffsetSpan(first, second));
      } else {
        tallies.put(fields[1], new Tally(first, second));
      }
    }
    return new Batch(spans, tallies);
  }

  /**
   * Whether each record is in one batch, and a batch that was written again was the same.
   *
   * @param expected of each key
   */
  Findings check(Map<String, Tally> expected) throws IOException {
    List<String> complaints = new ArrayList<>();
    SortedMap<Long, Batch> batches = new TreeMap<>();
    int repeated = 0;
    for (Path file : files()) {
      Batch batch = read(file);
      @Nullable Batch before = batches.putIfAbsent(time(file), batch);
      if (before != null) {
        repeated++;
        if (!before.equals(batch)) {
          complaints.add(
              "batch " + time(file) + " was " + before.spans() + ", then " + batch.spans());
        }
      }
    }
    checkSpans(batches, complaints);
    Map<String, Tally> total = new HashMap<>();
    for (Batch batch : batches.values()) {
      batch.tallies().forEach((key, tally) -> total.merge(key, tally, Tally::plus));
    }
    for (String key : expected.keySet()) {
      if (!expected.get(key).equals(total.get(key))) {
        complaints.add(key + " should be " + expected.get(key) + ", is " + total.get(key));
      }
    }
    long records = batches.values().stream().mapToLong(TallyOutput::countIn).sum();
    return new Findings(batches.size(), repeated, records, complaints);
  }

  /** Each batch begins where the one before it ended. */
  private static void checkSpans(SortedMap<Long, Batch> batches, List<String> complaints) {
    Map<Integer, Long> ends = new HashMap<>();
    batches.forEach(
        (time, batch) ->
            batch
                .spans()
                .forEach(
                    (partition, span) -> {
                      long end = ends.getOrDefault(partition, 0L);
                      if (span.from() != end) {
                        complaints.add(
                            "batch %d, partition %d: begins at %d, and not at %d"
                                .formatted(time, partition, span.from(), end));
                      }
                      ends.put(partition, span.until());
                    }));
  }
}
