// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.rdd;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.Function2;
import org.dstreambeam.compute.RecordCopy;
import org.dstreambeam.compute.TaskFunction;

/** The least or greatest records: {@code min}, {@code max}, {@code takeOrdered}, {@code top}. */
public final class Extremes {

  private Extremes() {}

  /**
   * The greatest record, of equal ones the first.
   *
   * @throws UnsupportedOperationException if there is none
   */
  public static <T> T max(Dataset<T> records, Comparator<T> order) {
    Function2<T, T, T> greater = (a, b) -> order.compare(a, b) >= 0 ? a : b;
    return records.reduce(greater);
  }

  /**
   * The least record, of equal ones the first.
   *
   * @throws UnsupportedOperationException if there is none
   */
  public static <T> T min(Dataset<T> records, Comparator<T> order) {
    Function2<T, T, T> less = (a, b) -> order.compare(a, b) <= 0 ? a : b;
    return records.reduce(less);
  }

  /** The {@code n} least records, ascending. Tasks keep no more than twice as many. */
  public static <T> List<T> least(Dataset<T> records, int n, Comparator<T> order) {
    if (n == 0 || records.partitions() == 0) {
      return List.of();
    }
    TaskFunction<Comparator<T>> task = TaskFunction.of(order);
    boolean copy = records.sharesRecords();
    List<T> least = List.of();
    for (List<T> ofPartition :
        Jobs.results(
            records,
            input -> {
              List<T> kept = least(input, n, task.perTask());
              kept.replaceAll(record -> copy ? RecordCopy.of(record) : record);
              return kept;
            })) {
      least = merged(least, ofPartition, n, order);
    }
    return least;
  }

  private static <T> List<T> least(Iterator<T> records, int n, Comparator<T> order) {
    if (!records.hasNext()) {
      return new ArrayList<>();
    }
    if (n < 0) {
      throw new IllegalArgumentException("k (" + n + ") must be nonnegative");
    }
    LeastRecords<T> least = new LeastRecords<>(n, order);
    records.forEachRemaining(least::add);
    return least.sorted();
  }

  /** Of records that compare as equal those of the two lists in turns, as Spark merges them. */
  private static <T> List<T> merged(List<T> a, List<T> b, int n, Comparator<T> order) {
    int size = (int) Math.min(n, (long) a.size() + b.size());
    List<T> merged = new ArrayList<>(size);
    int i = 0;
    int j = 0;
    boolean fromA = false;
    while (merged.size() < size) {
      if (i == a.size() || j == b.size()) {
        fromA = j == b.size();
      } else {
        int comparison = order.compare(a.get(i), b.get(j));
        fromA = comparison < 0 || (comparison == 0 && !fromA);
      }
      merged.add(fromA ? a.get(i++) : b.get(j++));
    }
    return merged;
  }
}
