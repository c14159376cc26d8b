// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.rdd;

import com.clearspring.analytics.stream.cardinality.CardinalityMergeException;
import com.clearspring.analytics.stream.cardinality.HyperLogLogPlus;
import org.apache.spark.Partitioner;
import org.dstreambeam.compute.Aggregator;
import org.dstreambeam.compute.Narrow;
import org.dstreambeam.compute.NarrowFunction;
import scala.Tuple2;

/**
 * {@code countApproxDistinctByKey}: HyperLogLog++ with the library that Spark uses. The values
 * move, not what was made of them: that is larger than the few values that most keys have.
 */
public final class KeyedEstimates {

  private static final double LEAST_DEVIATION = 0.000017;
  private static final int LEAST_PRECISION = 4;

  private KeyedEstimates() {}

  /**
   * About how many different values each key has.
   *
   * @param deviation relative standard deviation of the estimate; the smaller the more memory
   * @throws IllegalArgumentException if it is less than what the method can do
   */
  public static <K, V> Dataset<Tuple2<K, Long>> distinctValues(
      Dataset<Tuple2<K, V>> pairs, double deviation, Partitioner partitioner) {
    if (!(deviation > LEAST_DEVIATION)) {
      throw new IllegalArgumentException(
          "requirement failed: accuracy (" + deviation + ") must be greater than 0.000017");
    }
    int needed = (int) Math.ceil(2.0 * Math.log(1.054 / deviation) / Math.log(2));
    int precision = Math.max(needed, LEAST_PRECISION);
    Aggregator<V, HyperLogLogPlus> seen =
        Aggregator.of(
            value -> add(new HyperLogLogPlus(precision, 0), value),
            KeyedEstimates::add,
            KeyedEstimates::merge);
    NarrowFunction<Tuple2<K, HyperLogLogPlus>, Tuple2<K, Long>> estimate =
        Narrow.mapValues(HyperLogLogPlus::cardinality);
    return Keyed.combineAfterMove(pairs, seen, partitioner).narrow(estimate, true);
  }

  private static HyperLogLogPlus add(HyperLogLogPlus seen, Object value) {
    seen.offer(value);
    return seen;
  }

  private static HyperLogLogPlus merge(HyperLogLogPlus seen, HyperLogLogPlus other)
      throws CardinalityMergeException {
    seen.addAll(other);
    return seen;
  }
}
