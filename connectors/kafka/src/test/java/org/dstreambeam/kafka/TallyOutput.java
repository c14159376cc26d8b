// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.kafka;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import scala.Tuple2;

/** What runs of {@link TallyProgram} have written: a file for each time that an output ran. */
record TallyOutput(Path directory) {

  private static final String UNFINISHED = ".";

  /** Offsets of a partition. */
  record Span(int partition, long from, long until) {
    long length() {
      return until - from;
    }
  }

  /** A batch as it was written. */
  private record Batch(List<Span> spans, Map<String, Tally> tallies) {}

  /**
   * @param batches that were written
   * @param repeated outputs that ran once more
   * @param records in all batches
   * @param doubled those of them that were in a batch before
   */
  record Findings(int batches, int repeated, long records, long doubled, List<String> complaints) {}

  /** The file is there as a whole or not at all. */
  void write(long time, List<Span> spans, List<Tuple2<String, Tally>> tallies) throws IOException {
    List<String> lines = new ArrayList<>();
    for (Span span : spans) {
      lines.add("range " + span.partition() + " " + span.from() + " " + span.until());
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

  /** How many records are in the batches so far, none of them counted twice. */
  long records() throws IOException {
    List<Span> spans = new ArrayList<>();
    for (Path file : files()) {
      spans.addAll(read(file).spans());
    }
    return distinct(spans);
  }

  private static long distinct(Collection<Span> spans) {
    Map<Integer, BitSet> offsets = new HashMap<>();
    for (Span span : spans) {
      offsets
          .computeIfAbsent(span.partition(), key -> new BitSet())
          .set((int) span.from(), (int) span.until());
    }
    return offsets.values().stream().mapToLong(BitSet::cardinality).sum();
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
    List<Span> spans = new ArrayList<>();
    Map<String, Tally> tallies = new HashMap<>();
    for (String line : Files.readAllLines(file)) {
      String[] fields = line.split(" ", 4);
      long first = Long.parseLong(fields[2]);
      long second = Long.parseLong(fields[3]);
      if (fields[0].equals("range")) {
        spans.add(new Span(Integer.parseInt(fields[1]), first, second));
      } else {
        tallies.put(fields[1], new Tally(first, second));
      }
    }
    return new Batch(spans, tallies);
  }

  /**
   * Whether each record is in one batch, the batches in the order of the offsets, and a batch that
   * was written again was the same.
   *
   * @param expected of each key
   */
  Findings check(Map<String, Tally> expected) throws IOException {
    List<String> complaints = new ArrayList<>();
    SortedMap<Long, Batch> batches = new TreeMap<>();
    int repeated = readAll(batches, complaints);
    checkOrder(batches, complaints);
    checkTallies(batches, expected, complaints);
    return findings(batches, repeated, complaints);
  }

  /**
   * Whether each record is in a batch, perhaps in several, and a batch that was written again was
   * the same.
   *
   * @param expected of each key
   */
  Findings checkAtLeastOnce(Map<String, Tally> expected) throws IOException {
    List<String> complaints = new ArrayList<>();
    SortedMap<Long, Batch> batches = new TreeMap<>();
    int repeated = readAll(batches, complaints);
    long records = expected.values().stream().mapToLong(Tally::count).sum();
    Findings findings = findings(batches, repeated, complaints);
    if (findings.doubled() == 0) {
      checkTallies(batches, expected, complaints);
    } else if (findings.records() - findings.doubled() != records) {
      complaints.add(
          "of %d records %d are in batches"
              .formatted(records, findings.records() - findings.doubled()));
    }
    return findings;
  }

  /** Returns how many batches were written again. */
  private int readAll(SortedMap<Long, Batch> batches, List<String> complaints) throws IOException {
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
      long offsets = batch.spans().stream().mapToLong(Span::length).sum();
      if (offsets != countIn(batch)) {
        complaints.add("batch " + time(file) + " has " + countIn(batch) + " of " + batch.spans());
      }
    }
    return repeated;
  }

  private static Findings findings(
      SortedMap<Long, Batch> batches, int repeated, List<String> complaints) {
    List<Span> spans = batches.values().stream().flatMap(batch -> batch.spans().stream()).toList();
    long records = batches.values().stream().mapToLong(TallyOutput::countIn).sum();
    long doubled = spans.stream().mapToLong(Span::length).sum() - distinct(spans);
    return new Findings(batches.size(), repeated, records, doubled, complaints);
  }

  private static void checkTallies(
      SortedMap<Long, Batch> batches, Map<String, Tally> expected, List<String> complaints) {
    Map<String, Tally> total = new HashMap<>();
    for (Batch batch : batches.values()) {
      batch.tallies().forEach((key, tally) -> total.merge(key, tally, Tally::plus));
    }
    for (String key : expected.keySet()) {
      if (!expected.get(key).equals(total.get(key))) {
        complaints.add(key + " should be " + expected.get(key) + ", is " + total.get(key));
      }
    }
  }

  /** Each batch begins where the one before it ended. */
  private static void checkOrder(SortedMap<Long, Batch> batches, List<String> complaints) {
    Map<Integer, Long> ends = new HashMap<>();
    batches.forEach(
        (time, batch) -> {
          for (Span span : batch.spans()) {
            long end = ends.getOrDefault(span.partition(), 0L);
            if (span.from() != end) {
              complaints.add(
                  "batch %d, partition %d: begins at %d, and not at %d"
                      .formatted(time, span.partition(), span.from(), end));
            }
            ends.put(span.partition(), span.until());
          }
        });
  }
}
