// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.conformance;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.LongUnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a program printed, in sections; two runs of a program are equal when their normalised texts
 * are. A normalised text shows a batch time as {@code T+k*b}: {@code T} is the first time that the
 * section shows, {@code b} the batch duration.
 */
record Transcript(List<Section> sections) {
  /**
   * Times as {@code print()} and {@code Time.toString()} show them; thirteen digits are our age in
   * milliseconds.
   */
  private static final Pattern TIME = Pattern.compile("\\b(\\d{13}) ms\\b");

  Transcript {
    sections = List.copyOf(sections);
  }

  /** What was printed under one title (the empty title: before the first). */
  record Section(String title, List<Output> outputs) {
    Section {
      outputs = List.copyOf(outputs);
    }
  }

  /**
   * Everything printed, every batch under its number: for programs whose batches do not depend on
   * the clock.
   */
  String normalised(Duration batch) {
    return text(section -> numbersByTime(section, batch.toMillis()));
  }

  /**
   * For programs whose data arrives by the clock: which batch it falls into is open, so the empty
   * batches before and between those with data are left out; the batch in which the program ended
   * stays. What stays is numbered in turn.
   *
   * @throws IllegalStateException if a batch was left out, or printed twice or late: an empty one
   *     is a batch, too
   */
  String normalisedWithoutClock(Duration batch) {
    List<Section> trimmed = new ArrayList<>();
    for (Section section : sections) {
      requireEveryBatch(section, batch.toMillis());
      trimmed.add(withoutEmptyBatches(section));
    }
    return new Transcript(trimmed).text(Transcript::numbersByRank);
  }

  /** How many blocks have elements. */
  long blocksWithElements() {
    return sections.stream()
        .flatMap(section -> section.outputs().stream())
        .filter(output -> output instanceof Output.Block block && !block.lines().isEmpty())
        .count();
  }

  private interface Numbering {
    LongUnaryOperator of(Section section);
  }

  private String text(Numbering numbering) {
    StringBuilder out = new StringBuilder();
    for (Section section : sections) {
      LongUnaryOperator number = numbering.of(section);
      if (!section.title().isEmpty()) {
        out.append(section.title()).append('\n');
      }
      for (String line : lines(section)) {
        Matcher time = TIME.matcher(line);
        out.append(time.replaceAll(found -> label(number, found.group(1)))).append('\n');
      }
    }
    return out.toString();
  }

  private static String label(LongUnaryOperator number, String time) {
    return "T+" + number.applyAsLong(Long.parseLong(time)) + "*b";
  }

  private static List<String> lines(Section section) {
    List<String> lines = new ArrayList<>();
    for (Output output : section.outputs()) {
      if (output instanceof Output.Block block) {
        lines.add(TranscriptParser.DASHES);
        lines.add("Time: " + block.time() + " ms");
        lines.add(TranscriptParser.DASHES);
        lines.addAll(block.lines());
        lines.add("");
      } else if (output instanceof Output.Line line) {
        lines.add(line.text());
      }
    }
    return lines;
  }

  private static TreeSet<Long> times(Section section) {
    TreeSet<Long> times = new TreeSet<>();
    for (String line : lines(section)) {
      TIME.matcher(line).results().forEach(found -> times.add(Long.parseLong(found.group(1))));
    }
    return times;
  }

  private static LongUnaryOperator numbersByTime(Section section, long batchMillis) {
    TreeSet<Long> times = times(section);
    long first = times.isEmpty() ? 0 : times.first();
    return time -> {
      if ((time - first) % batchMillis != 0) {
        throw new IllegalStateException(
            time
                + " ms is not a whole number of "
                + batchMillis
                + " ms batches after "
                + first
                + " ms");
      }
      return (time - first) / batchMillis;
    };
  }

  private static LongUnaryOperator numbersByRank(Section section) {
    TreeSet<Long> times = times(section);
    return time -> times.headSet(time).size();
  }

  private static void requireEveryBatch(Section section, long batchMillis) {
    long last = -1;
    for (Output output : section.outputs()) {
      if (output instanceof Output.Block block) {
        if (last >= 0 && block.time() != last && block.time() != last + batchMillis) {
          throw new IllegalStateException(
              "After the batch at " + last + " ms comes that at " + block.time() + " ms");
        }
        last = block.time();
      }
    }
  }

  private static Section withoutEmptyBatches(Section section) {
    List<List<Output>> batches = batches(section);
    List<Output> kept = new ArrayList<>();
    for (int i = 0; i < batches.size(); i++) {
      if (i == batches.size() - 1 || !isEmpty(batches.get(i))) {
        kept.addAll(batches.get(i));
      }
    }
    return new Section(section.title(), kept);
  }

  /** The outputs batch by batch: lines belong to the block before them. */
  private static List<List<Output>> batches(Section section) {
    List<List<Output>> batches = new ArrayList<>();
    long current = -1;
    for (Output output : section.outputs()) {
      boolean next = output instanceof Output.Block block && block.time() != current;
      if (output instanceof Output.Block block) {
        current = block.time();
      }
      if (next || batches.isEmpty()) {
        batches.add(new ArrayList<>());
      }
      batches.get(batches.size() - 1).add(output);
    }
    return batches;
  }

  private static boolean isEmpty(List<Output> batch) {
    return batch.get(0) instanceof Output.Block
        && batch.stream()
            .noneMatch(output -> output instanceof Output.Block block && !block.lines().isEmpty());
  }
}
