// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.rdd;

import com.clearspring.analytics.stream.cardinality.CardinalityMergeException;
import com.clearspring.analytics.stream.cardinality.HyperLogLogPlus;
import org.apache.spark.Partitioner;
import org.dstreambeam.compute.Aggregator;
import org.dstreambeam.compute.Narrow;
import org.dstreambeam.compute.NarrowFunction;
import scala.Tuple2;

/** About how many different records there are: HyperLogLog++ with the library that Spark uses. */
public final class DistinctEstimate {

  private static final double LEAST_DEVIATION = 0.000017;
  private static final int LEAST_PRECISION = 4;
  private static final int MOST_PRECISION = 32;

  private DistinctEstimate() {}

  /**
   * @param deviation relative standard deviation of the estimate; the smaller the more memory
   */
  public static <T> long of(Dataset<T> records, double deviation) {
    return of(records, precision(deviation), 0);
  }

  private static int precision(double deviation) {
    Requirements.require(
        deviation > LEAST_DEVIATION, "accuracy (" + deviation + ") must be greater than 0.000017");
    int precision = (int) Math.ceil(2.0 * Math.log(1.054 / deviation) / Math.log(2));
    return Math.max(precision, LEAST_PRECISION);
  }

  /**
   * @param precision number of index bits
   * @param sparsePrecision the same while few values were seen; 0 for no such phase
   */
  public static <T> long of(Dataset<T> records, int precision, int sparsePrecision) {
    Requirements.require(
        precision >= LEAST_PRECISION, "p (" + precision + ") must be >= " + LEAST_PRECISION);
    Requirements.require(
        sparsePrecision <= MOST_PRECISION,
        "sp (" + sparsePrecision + ") must be <= " + MOST_PRECISION);
    Requirements.require(
        sparsePrecision == 0 || precision <= sparsePrecision,
        "p (" + precision + ") cannot be greater than sp (" + sparsePrecision + ")");
    HyperLogLogPlus estimate = new HyperLogLogPlus(precision, sparsePrecision);
    for (HyperLogLogPlus ofPartition :
        Jobs.results(
            records,
            input -> {
              HyperLogLogPlus seen = new HyperLogLogPlus(precision, sparsePrecision);
              input.forEachRemaining(seen::offer);
              return seen;
            })) {
      merge(estimate, ofPartition);
    }
    return estimate.cardinality();
  }

  /**
   * About how many different values each key has. The values move, not what was made of them: that
   * is larger than the few values that most keys have.
   *
   * @param deviation relative standard deviation of the estimate; the smaller the more memory
   */
  public static <K, V> Dataset<Tuple2<K, Long>> byKey(
      Dataset<Tuple2<K, V>> pairs, double deviation, Partitioner partitioner) {
    int precision = precision(deviation);
    Aggregator<V, HyperLogLogPlus> seen =
        Aggregator.of(
            value -> add(new HyperLogLogPlus(precision, 0), value),
            DistinctEstimate::add,
            DistinctEstimate::merge);
    NarrowFunction<Tuple2<K, HyperLogLogPlus>, Tuple2<K, Long>> estimate =
        Narrow.mapValues(HyperLogLogPlus::cardinality);
    return Keyed.combineAfterMove(pairs, seen, partitioner).narrow(estimate, true);
  }

  private static HyperLogLogPlus add(HyperLogLogPlus seen, Object value) {
    seen.offer(value);
    return seen;
  }

  private static HyperLogLogPlus merge(HyperLogLogPlus estimate, HyperLogLogPlus other) {
    try {
      estimate.addAll(other);
      return estimate;
    } catch (CardinalityMergeException e) {
      throw new IllegalStateException("Estimates of one precision cannot be merged", e);
    }
  }
}
