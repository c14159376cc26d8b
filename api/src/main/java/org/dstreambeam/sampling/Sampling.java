// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.sampling;

import java.io.Serializable;
import java.util.Random;
import org.apache.commons.math3.distribution.PoissonDistribution;
import org.dstreambeam.compute.XorShiftRandom;

/**
 * Which records are in a sample.
 *
 * <p>Where at most four records in ten are wanted, gaps between them are drawn, geometrically
 * distributed, in place of a number for each record: Spark's rule, which decides what a seed gives.
 */
public sealed interface Sampling extends Serializable {

  /** Up to this fraction gaps are drawn. */
  double MOST_WITH_GAPS = 0.4;

  /** By how much rounding may take a fraction over its bounds. */
  double ROUNDING = 1e-6;

  /** Keeps the logarithm of a random number finite. */
  double LEAST_RANDOM = 5e-11;

  /** Begins a sample; the same seed gives the same one. */
  Occurrences start(long seed);

  /**
   * Each record at most once, with the same probability.
   *
   * @param fraction probability, 0 to 1
   */
  record Bernoulli(double fraction) implements Sampling {

    private static final long serialVersionUID = 1L;

    public Bernoulli {
      require(
          fraction >= -ROUNDING && fraction <= 1 + ROUNDING,
          "Sampling fraction (" + fraction + ") must be on interval [0, 1]");
    }

    @Override
    public Occurrences start(long seed) {
      if (fraction <= 0) {
        return () -> 0;
      }
      if (fraction >= 1) {
        return () -> 1;
      }
      Random random = new XorShiftRandom(seed);
      if (fraction > MOST_WITH_GAPS) {
        return () -> random.nextDouble() <= fraction ? 1 : 0;
      }
      return new Gaps(random, Math.log1p(-fraction), () -> 1);
    }
  }

  /**
   * Each record any number of times, Poisson distributed.
   *
   * @param mean how often on average, not negative
   */
  record Poisson(double mean) implements Sampling {

    private static final long serialVersionUID = 1L;

    public Poisson {
      require(mean >= -ROUNDING, "Sampling fraction (" + mean + ") must be >= 0");
    }

    @Override
    public Occurrences start(long seed) {
      if (mean <= 0) {
        return () -> 0;
      }
      if (mean > MOST_WITH_GAPS) {
        PoissonDistribution distribution = new PoissonDistribution(mean);
        distribution.reseedRandomGenerator(seed);
        return distribution::sample;
      }
      Random random = new XorShiftRandom(seed);
      double none = Math.exp(-mean);
      return new Gaps(random, -mean, () -> atLeastOne(random, none));
    }

    /**
     * Poisson distributed on condition that it is not 0; Knuth's way, from a first factor above.
     */
    private static int atLeastOne(Random random, double none) {
      double product = (none + (1 - none) * random.nextDouble()) * random.nextDouble();
      int count = 1;
      while (product > none) {
        count++;
        product *= random.nextDouble();
      }
      return count;
    }
  }

  /**
   * The records whose random number, 0 to 1, lies in a cell: cells that do not overlap give samples
   * that have no record in common.
   *
   * @param lower inclusive
   * @param upper exclusive
   */
  record Cell(double lower, double upper) implements Sampling {

    private static final long serialVersionUID = 1L;

    public Cell {
      require(
          lower <= upper + ROUNDING,
          "Lower bound (" + lower + ") must be <= upper bound (" + upper + ")");
      require(lower >= -ROUNDING, "Lower bound (" + lower + ") must be >= 0.0");
      require(upper <= 1 + ROUNDING, "Upper bound (" + upper + ") must be <= 1.0");
    }

    @Override
    public Occurrences start(long seed) {
      if (upper <= lower) {
        return () -> 0;
      }
      Random random = new XorShiftRandom(seed);
      return () -> {
        double number = random.nextDouble();
        return number >= lower && number < upper ? 1 : 0;
      };
    }
  }

  private static void require(boolean condition, String message) {
    if (!condition) {
      throw new IllegalArgumentException("requirement failed: " + message);
    }
  }
}
