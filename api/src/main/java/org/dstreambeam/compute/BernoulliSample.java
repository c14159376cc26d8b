// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.compute;

import java.util.Random;

/**
 * Each record with the same probability. Where at most four in ten are wanted, gaps between them
 * are drawn in place of a number for each: Spark's rule, which decides what a seed gives.
 */
public final class BernoulliSample {

  private static final double MOST_WITH_GAPS = 0.4;

  /** Keeps the logarithm of a random number finite. */
  private static final double LEAST_RANDOM = 5e-11;

  private final Random random;
  private final double fraction;
  private int toLeaveOut;

  private BernoulliSample(double fraction, long seed) {
    this.random = new XorShiftRandom(seed);
    this.fraction = fraction;
    this.toLeaveOut = fraction <= MOST_WITH_GAPS ? gap() : 0;
  }

  /**
   * A sample of each partition; each has a seed of its own, drawn from the given one.
   *
   * @param fraction the probability, more than 0
   */
  public static <T> NarrowFunction<T, T> of(double fraction, long seed) {
    return (partition, records) -> {
      if (fraction >= 1) {
        return records;
      }
      Random seeds = new Random(seed);
      seeds.longs(partition).forEach(ofOneBefore -> {});
      BernoulliSample sample = new BernoulliSample(fraction, seeds.nextLong());
      return new FilterIterator<>(records, record -> sample.takesNext());
    };
  }

  private boolean takesNext() {
    if (fraction > MOST_WITH_GAPS) {
      return random.nextDouble() <= fraction;
    }
    if (toLeaveOut > 0) {
      toLeaveOut--;
      return false;
    }
    toLeaveOut = gap();
    return true;
  }

  private int gap() {
    return (int) (Math.log(Math.max(random.nextDouble(), LEAST_RANDOM)) / Math.log1p(-fraction));
  }
}
