// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.approximate;

import org.apache.commons.math3.distribution.NormalDistribution;
import org.apache.commons.math3.distribution.TDistribution;
import org.apache.spark.partial.BoundedDouble;
import org.apache.spark.util.StatCounter;

/** Mean or sum of numbers, from those of some partitions. */
public abstract sealed class MomentEstimate implements Estimator<StatCounter, BoundedDouble> {

  /** Of more numbers than this the mean counts as normally distributed. */
  private static final int MANY = 100;

  private final int tasks;
  private final double confidence;
  private final StatCounter all = new StatCounter();
  private int seen;

  private MomentEstimate(int tasks, double confidence) {
    this.tasks = tasks;
    this.confidence = confidence;
  }

  @Override
  public void add(StatCounter ofTask) {
    seen++;
    all.merge(ofTask);
  }

  @Override
  public BoundedDouble current() {
    if (seen == tasks) {
      return CountEstimate.exact(exact(all));
    }
    if (seen == 0 || all.count() == 0) {
      return unbounded(0, 0.0);
    }
    double part = (double) seen / tasks;
    double estimate = estimate(all, part);
    if (all.count() == 1) {
      return unbounded(estimate, confidence);
    }
    double reach = quantile() * Math.sqrt(variance(all, part));
    return new BoundedDouble(estimate, confidence, estimate - reach, estimate + reach);
  }

  private static BoundedDouble unbounded(double estimate, double confidence) {
    return new BoundedDouble(
        estimate, confidence, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
  }

  /** How many standard deviations the interval reaches to either side. */
  private double quantile() {
    double probability = (1 + confidence) / 2;
    return all.count() > MANY
        ? new NormalDistribution().inverseCumulativeProbability(probability)
        : new TDistribution((double) all.count() - 1).inverseCumulativeProbability(probability);
  }

  abstract double exact(StatCounter all);

  abstract double estimate(StatCounter seen, double part);

  /** Of the estimate. */
  abstract double variance(StatCounter seen, double part);

  /** The mean. */
  public static final class OfMean extends MomentEstimate {

    public OfMean(int tasks, double confidence) {
      super(tasks, confidence);
    }

    @Override
    double exact(StatCounter all) {
      return all.mean();
    }

    @Override
    double estimate(StatCounter seen, double part) {
      return seen.mean();
    }

    @Override
    double variance(StatCounter seen, double part) {
      return seen.sampleVariance() / seen.count();
    }
  }

  /** The sum: what was seen, and mean times count of what was not, both of these estimates. */
  public static final class OfSum extends MomentEstimate {

    public OfSum(int tasks, double confidence) {
      super(tasks, confidence);
    }

    @Override
    double exact(StatCounter all) {
      return all.sum();
    }

    @Override
    double estimate(StatCounter seen, double part) {
      return seen.sum() + seen.mean() * unseen(seen, part);
    }

    private static double unseen(StatCounter seen, double part) {
      return seen.count() * (1 - part) / part;
    }

    @Override
    double variance(StatCounter seen, double part) {
      double mean = seen.mean();
      double meanVariance = seen.sampleVariance() / seen.count();
      double count = unseen(seen, part);
      double countVariance = seen.count() * (1 - part) / (part * part);
      return mean * mean * countVariance
          + count * count * meanVariance
          + meanVariance * countVariance;
    }
  }
}
