// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.conformance.behaviour;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import scala.Tuple2;

/**
 * The records of one batch by partition, or the failure of the action that asked for them. {@code
 * batch(part("a", "b"), part())} has two partitions, the second of which is empty.
 */
record Batch<T>(List<List<T>> partitions, String failure) {

  @SafeVarargs
  static <T> Batch<T> batch(List<T>... partitions) {
    return new Batch<>(List.of(partitions), "");
  }

  /** No batch at all: the output does not run. */
  static <T> Batch<T> none() {
    return new Batch<>(List.of(), "none");
  }

  /** A partition; records may be null. */
  @SafeVarargs
  @SuppressWarnings("varargs") // only read
  static <T> List<T> part(T... records) {
    return Collections.unmodifiableList(new ArrayList<>(Arrays.asList(records)));
  }

  static <K, V> Tuple2<K, V> pair(K key, V value) {
    return new Tuple2<>(key, value);
  }

  /**
   * The batch whose records could not be had: {@code rootCause} is what a task threw. The text of a
   * {@code NullPointerException} names code of the engine and does not count.
   */
  static <T> Batch<T> failed(Throwable rootCause) {
    return new Batch<>(
        List.of(),
        rootCause instanceof NullPointerException
            ? rootCause.getClass().getName()
            : rootCause.toString());
  }

  /** As in the specification's traces: {@code [a, b] []}. */
  @Override
  public String toString() {
    if (!failure.isEmpty()) {
      return failure;
    }
    return partitions.isEmpty()
        ? "no partition"
        : partitions.stream().map(List::toString).collect(Collectors.joining(" "));
  }
}
