// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.conformance.behaviour;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.spark.streaming.Time;

/** What one output is expected to see in each batch, and what it saw. */
final class Column<T> {
  private final String name;
  private final List<Batch<T>> expected;
  private final SortedMap<Long, Batch<T>> actual = new TreeMap<>();
  private boolean twice;

  Column(String name, List<Batch<T>> expected) {
    this.name = name;
    this.expected = expected;
  }

  int length() {
    return expected.size();
  }

  synchronized void saw(Time time, Batch<T> batch) {
    twice |= actual.put(time.milliseconds(), batch) != null && actual.size() <= expected.size();
  }

  /** Adds to {@code report} if this output did not see what was expected. */
  synchronized void compare(long firstTime, long batchMillis, StringBuilder report) {
    List<String> rows = new ArrayList<>();
    boolean differs = twice;
    for (int ordinal = 0; ordinal < expected.size(); ordinal++) {
      Batch<T> wanted = expected.get(ordinal);
      Batch<T> seen = actual.get(firstTime + ordinal * batchMillis);
      Batch<T> shown = seen == null ? Batch.none() : seen;
      boolean same = wanted.equals(shown);
      differs |= !same;
      rows.add(
          String.format("  %5d  %-40s %-40s%s", ordinal + 1, wanted, shown, same ? "" : " <--"));
    }
    if (differs) {
      report.append('\n').append(name).append(twice ? " (saw a batch twice)\n" : "\n");
      report.append(String.format("  %5s  %-40s %-40s%n", "batch", "expected", "actual"));
      rows.forEach(row -> report.append(row).append('\n'));
    }
  }
}
