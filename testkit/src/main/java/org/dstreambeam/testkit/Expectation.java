// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.testkit;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.apache.spark.streaming.Duration;
import org.apache.spark.streaming.api.java.JavaDStreamLike;
import org.dstreambeam.plan.ForeachRddNode.DriverFunction;
import org.dstreambeam.plan.Operations;

/** What one stream has to bring, and what it brought. */
final class Expectation<T> {

  private final List<List<T>> expected;
  private final boolean inOrder;
  private final Duration slide;
  private final List<List<Object>> actual = Collections.synchronizedList(new ArrayList<>());

  Expectation(JavaDStreamLike<T, ?, ?> stream, List<List<T>> expected, boolean inOrder) {
    this.expected = expected;
    this.inOrder = inOrder;
    this.slide = stream.dstream().slideDuration();
    // A program that sets a checkpoint directory has its driver functions serialised, and this is
    // none of them.
    DriverFunction output =
        DriverFunction.of(
            "expectation", (rdd, time) -> actual.add(new ArrayList<>(rdd.dataset().collect())));
    Operations.foreachRdd(stream.dstream(), output);
  }

  /** How many batches of the program it takes until all is there. */
  long batches(Duration batch) {
    return expected.size() * (slide.milliseconds() / batch.milliseconds());
  }

  /**
   * @throws AssertionError with a line per batch, and {@code plan}
   */
  void check(String plan) {
    StringBuilder table = new StringBuilder();
    boolean same = true;
    // What came after the expected batches was in the time of other expectations.
    for (int i = 0; i < expected.size(); i++) {
      boolean equal = i < actual.size() && isSame(i);
      same &= equal;
      table
          .append(equal ? "    " : " -> ")
          .append((i + 1) * slide.milliseconds())
          .append(" ms: expected ")
          .append(expected.get(i))
          .append(", got ")
          .append(i < actual.size() ? String.valueOf(actual.get(i)) : "no batch")
          .append('\n');
    }
    if (!same) {
      throw new AssertionError("Batches differ\n" + table + plan);
    }
  }

  private boolean isSame(int batch) {
    List<Object> want = new ArrayList<>(expected.get(batch));
    List<Object> got = actual.get(batch);
    if (inOrder) {
      return want.equals(got);
    }
    return want.size() == got.size() && got.stream().allMatch(record -> removeFirst(want, record));
  }

  private static boolean removeFirst(List<Object> records, Object record) {
    for (int i = 0; i < records.size(); i++) {
      if (Objects.equals(records.get(i), record)) {
        records.remove(i);
        return true;
      }
    }
    return false;
  }
}
