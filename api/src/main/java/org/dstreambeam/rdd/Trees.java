// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.rdd;

import java.io.Serializable;
import java.util.Collections;
import org.apache.spark.HashPartitioner;
import org.apache.spark.SparkUnsupportedOperationException;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.api.java.function.Function2;
import org.dstreambeam.compute.Aggregator;
import org.dstreambeam.compute.MapIterator;
import org.dstreambeam.compute.Narrow;
import org.dstreambeam.compute.NarrowFunction;
import org.dstreambeam.compute.RecordCopy;
import org.dstreambeam.compute.TaskFunction;
import org.jspecify.annotations.Nullable;
import scala.Tuple2;

/**
 * Aggregations in several rounds, so that the driver combines few results.
 *
 * <pre>
 *   9 partitions  --seqOp-->  9 results  --combOp, dealt out by i mod 3-->  3 results  --combOp-->  1
 * </pre>
 *
 * <p>Each round begins with the zero value, which ought to be neutral; if it is not, it shows as
 * often as on Spark.
 */
public final class Trees {

  private Trees() {}

  /**
   * {@code treeAggregate}; the zero value if there is no partition.
   *
   * @param depth number of rounds, at least 1
   * @param lastRoundInTask whether a task does what else the driver would
   */
  public static <T, U> U aggregate(
      Dataset<T> records,
      U zero,
      Function2<U, T, U> seqOp,
      Function2<U, U, U> combOp,
      int depth,
      boolean lastRoundInTask) {
    requireDepth(depth);
    int partitions = records.partitions();
    if (partitions == 0) {
      return RecordCopy.of(zero);
    }
    Dataset<U> results = records.narrow(sequentially(zero, seqOp), false);
    int scale = Math.max((int) Math.ceil(Math.pow(partitions, 1.0 / depth)), 2);
    while (partitions > scale + Math.ceil((double) partitions / scale)) {
      partitions /= scale;
      results = round(results, zero, combOp, partitions);
    }
    if (lastRoundInTask && results.partitions() > 1) {
      results = round(results, zero, combOp, 1);
    }
    return results.fold(zero, combOp);
  }

  private static <T, U> NarrowFunction<T, U> sequentially(U zero, Function2<U, T, U> seqOp) {
    TaskFunction<Function2<U, T, U>> task = TaskFunction.of(seqOp);
    U start = RecordCopy.of(zero);
    return (partition, input) -> {
      Function2<U, T, U> add = task.perTask();
      U result = RecordCopy.of(start);
      while (input.hasNext()) {
        result = add.call(result, input.next());
      }
      return Collections.singletonList(result).iterator();
    };
  }

  /** Combines the results to {@code count} results. */
  private static <U> Dataset<U> round(
      Dataset<U> results, U zero, Function2<U, U, U> combOp, int count) {
    NarrowFunction<U, Tuple2<Integer, U>> deal =
        (partition, input) ->
            new MapIterator<>(input, result -> new Tuple2<>(partition % count, result));
    NarrowFunction<Tuple2<Integer, U>, U> values = Narrow.values();
    return ShuffledDataset.combine(
            results.narrow(deal, false), fold(zero, combOp), new HashPartitioner(count))
        .narrow(values, false);
  }

  private static <U> Aggregator<U, U> fold(U zero, Function2<U, U, U> combOp) {
    TaskFunction<Function2<U, U, U>> combine = TaskFunction.of(combOp);
    U start = RecordCopy.of(zero);
    Function<U, U> first = result -> combine.perTask().call(RecordCopy.of(start), result);
    return new Aggregator<>(TaskFunction.of(first), combine, combine);
  }

  /**
   * {@code treeReduce}.
   *
   * @throws UnsupportedOperationException {@code empty collection}, if there is no record
   */
  public static <T> T reduce(Dataset<T> records, Function2<T, T, T> function, int depth) {
    requireDepth(depth);
    Function2<Partial<T>, T, Partial<T>> add = (a, b) -> a.with(new Partial<>(b, true), function);
    Function2<Partial<T>, Partial<T>, Partial<T>> merge = (a, b) -> a.with(b, function);
    Partial<T> result = aggregate(records, new Partial<>(null, false), add, merge, depth, false);
    return result.get();
  }

  /** A result, or that there is none yet. */
  private record Partial<T>(@Nullable T value, boolean exists) implements Serializable {

    private static final long serialVersionUID = 1L;

    Partial<T> with(Partial<T> other, Function2<T, T, T> function) throws Exception {
      if (!exists || !other.exists) {
        return exists ? this : other;
      }
      return new Partial<>(function.call(get(), other.get()), true);
    }

    @SuppressWarnings("NullAway") // a record, which may be null
    T get() {
      if (!exists) {
        throw new SparkUnsupportedOperationException("empty collection");
      }
      return value;
    }
  }

  private static void requireDepth(int depth) {
    Requirements.require(
        depth >= 1, "Depth must be greater than or equal to 1 but got " + depth + ".");
  }
}
