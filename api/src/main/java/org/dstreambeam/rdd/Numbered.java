// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.rdd;

import java.util.Iterator;
import java.util.List;
import org.dstreambeam.compute.CountableIterator;
import org.dstreambeam.compute.NarrowFunction;
import scala.Tuple2;

/** Records with numbers: {@code zipWithIndex}, {@code zipWithUniqueId}. */
public final class Numbered {

  private Numbered() {}

  /**
   * Each record with its place among all, from 0. A job counts the partitions before the last, here
   * and now, if there are several.
   */
  public static <T> Dataset<Tuple2<T, Long>> byIndex(Dataset<T> records) {
    int partitions = records.partitions();
    long[] starts = new long[partitions];
    List<Long> sizes = Jobs.results(records, 0, partitions - 1, CountableIterator::count);
    for (int i = 1; i < partitions; i++) {
      starts[i] = starts[i - 1] + sizes.get(i - 1);
    }
    NarrowFunction<T, Tuple2<T, Long>> number =
        (partition, input) -> new Sequence<>(input, starts[partition], 1);
    return new NarrowDataset<>(records, number, false, "ZippedWithIndexRDD");
  }

  /**
   * Each record with a number that no other has: of n partitions the i-th gives i, i + n, i + 2n
   * and so on. No job is needed.
   */
  public static <T> Dataset<Tuple2<T, Long>> uniquely(Dataset<T> records) {
    long step = records.partitions();
    return records.narrow((partition, input) -> new Sequence<>(input, partition, step), false);
  }

  private static final class Sequence<T> implements Iterator<Tuple2<T, Long>> {
    private final Iterator<T> records;
    private final long step;
    private long next;

    Sequence(Iterator<T> records, long start, long step) {
      this.records = records;
      this.next = start;
      this.step = step;
    }

    @Override
    public boolean hasNext() {
      return records.hasNext();
    }

    @Override
    public Tuple2<T, Long> next() {
      Tuple2<T, Long> numbered = new Tuple2<>(records.next(), next);
      next += step;
      return numbered;
    }
  }
}
