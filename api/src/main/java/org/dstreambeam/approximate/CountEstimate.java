// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.approximate;

import org.apache.commons.math3.distribution.PoissonDistribution;
import org.apache.spark.partial.BoundedDouble;

/** How many records there are, from how many there are in some partitions. */
public final class CountEstimate implements Estimator<Long, BoundedDouble> {

  private final int tasks;
  private final double confidence;
  private int seen;
  private long sum;

  public CountEstimate(int tasks, double confidence) {
    this.tasks = tasks;
    this.confidence = confidence;
  }

  @Override
  public void add(Long ofTask) {
    seen++;
    sum += ofTask;
  }

  @Override
  public BoundedDouble current() {
    if (seen == tasks) {
      return exact(sum);
    }
    if (seen == 0 || sum == 0) {
      return new BoundedDouble(0, 0.0, 0.0, Double.POSITIVE_INFINITY);
    }
    return bounded(sum, (double) seen / tasks, confidence);
  }

  static BoundedDouble exact(double value) {
    return new BoundedDouble(value, 1.0, value, value);
  }

  /** How many records were not seen is Poisson distributed, at the rate of those that were. */
  static BoundedDouble bounded(long sum, double seen, double confidence) {
    PoissonDistribution unseen = new PoissonDistribution(sum * (1 - seen) / seen);
    int low = unseen.inverseCumulativeProbability((1 - confidence) / 2);
    int high = unseen.inverseCumulativeProbability((1 + confidence) / 2);
    return new BoundedDouble(sum + unseen.getNumericalMean(), confidence, sum + low, sum + high);
  }
}
