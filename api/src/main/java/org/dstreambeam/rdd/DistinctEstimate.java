// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.rdd;

import com.clearspring.analytics.stream.cardinality.CardinalityMergeException;
import com.clearspring.analytics.stream.cardinality.HyperLogLogPlus;

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
    Requirements.require(
        deviation > LEAST_DEVIATION, "accuracy (" + deviation + ") must be greater than 0.000017");
    int precision = (int) Math.ceil(2.0 * Math.log(1.054 / deviation) / Math.log(2));
    return of(records, Math.max(precision, LEAST_PRECISION), 0);
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
      add(estimate, ofPartition);
    }
    return estimate.cardinality();
  }

  private static void add(HyperLogLogPlus estimate, HyperLogLogPlus other) {
    try {
      estimate.addAll(other);
    } catch (CardinalityMergeException e) {
      throw new IllegalStateException("Estimates of one precision cannot be merged", e);
    }
  }
}
