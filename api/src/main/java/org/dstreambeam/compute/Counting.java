// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.compute;

import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import scala.Tuple2;

/**
 * {@code count}: a number per partition, the sum of these under the null key, and a 0 where there
 * was nothing to add up.
 *
 * <pre>
 *   [a b] [c] []  --ofPartition-->  (null,2) (null,1) (null,0)  --sum-->  (null,3)  --total-->  3
 * </pre>
 */
public final class Counting {

  private Counting() {}

  public static <T> NarrowFunction<T, Tuple2<@Nullable Object, Long>> ofPartition() {
    return (partition, records) ->
        List.of(new Tuple2<@Nullable Object, Long>(null, CountableIterator.count(records)))
            .iterator();
  }

  /** {@code countByValue}: each record with a 1, to be added up. */
  public static <T> NarrowFunction<T, Tuple2<T, Long>> ofEach() {
    return (partition, records) -> new MapIterator<>(records, record -> new Tuple2<>(record, 1L));
  }

  public static Aggregator<Long, Long> sum() {
    return Aggregator.reduce(Long::sum);
  }

  /** The null key lives in partition 0: there stands the total, the other partitions are empty. */
  public static NarrowFunction<Tuple2<@Nullable Object, Long>, Long> total() {
    return (partition, sums) -> {
      Iterator<Long> totals = new MapIterator<>(sums, Tuple2::_2);
      boolean nothingCounted = partition == 0 && !totals.hasNext();
      return nothingCounted ? List.of(0L).iterator() : totals;
    };
  }
}
