// SPDX-License-Identifier: Apache-2.0
package org.apache.spark.util;

import scala.Serializable;
import scala.collection.Iterator;
import scala.collection.Seq;
import scala.collection.TraversableOnce;

/**
 * Count, mean, variance, least and greatest of numbers, in one pass and numerically stable: mean
 * and sum of squared deviations are carried on (Welford), also when two counters are merged (Chan).
 *
 * <p>Not thread-safe.
 */
public class StatCounter implements Serializable {
  private static final long serialVersionUID = 1L;

  /**
   * Where one side has this many times the numbers of the other, its mean is corrected, not mixed.
   */
  private static final int MUCH = 10;

  private long n;
  private double mu;
  private double m2;
  private double max = Double.NEGATIVE_INFINITY;
  private double min = Double.POSITIVE_INFINITY;

  /** Of no number. */
  public StatCounter() {}

  public StatCounter(TraversableOnce<Object> values) {
    addAll(values);
  }

  public static StatCounter apply(TraversableOnce<Object> values) {
    return new StatCounter(values);
  }

  public static StatCounter apply(Seq<Object> values) {
    return new StatCounter(values);
  }

  /** Adds a number to this. */
  public StatCounter merge(double value) {
    double delta = value - mu;
    n += 1;
    mu += delta / n;
    m2 += delta * (value - mu);
    max = Math.max(max, value);
    min = Math.min(min, value);
    return this;
  }

  /** Adds numbers to this. */
  public StatCounter merge(TraversableOnce<Object> values) {
    addAll(values);
    return this;
  }

  private void addAll(TraversableOnce<Object> values) {
    for (Iterator<Object> each = values.toIterator(); each.hasNext(); ) {
      merge((double) each.next());
    }
  }

  /** Adds what another has seen, possibly this itself, to this. */
  public StatCounter merge(StatCounter other) {
    if (other == this) {
      return merge(other.copy());
    }
    if (n == 0) {
      n = other.n;
      mu = other.mu;
      m2 = other.m2;
      max = other.max;
      min = other.min;
    } else if (other.n != 0) {
      double delta = other.mu - mu;
      if (other.n * MUCH < n) {
        mu = mu + (delta * other.n) / (n + other.n);
      } else if (n * MUCH < other.n) {
        mu = other.mu - (delta * n) / (n + other.n);
      } else {
        mu = (mu * n + other.mu * other.n) / (n + other.n);
      }
      m2 += other.m2 + (delta * delta * n * other.n) / (n + other.n);
      n += other.n;
      max = Math.max(max, other.max);
      min = Math.min(min, other.min);
    }
    return this;
  }

  public StatCounter copy() {
    StatCounter copy = new StatCounter();
    copy.n = n;
    copy.mu = mu;
    copy.m2 = m2;
    copy.max = max;
    copy.min = min;
    return copy;
  }

  public long count() {
    return n;
  }

  /** 0 of no number. */
  public double mean() {
    return mu;
  }

  public double sum() {
    return n * mu;
  }

  /** Negative infinity of no number. */
  public double max() {
    return max;
  }

  /** Positive infinity of no number. */
  public double min() {
    return min;
  }

  /** As {@link #popVariance}. */
  public double variance() {
    return popVariance();
  }

  /** Of the numbers as a whole population; NaN of no number. */
  public double popVariance() {
    return n == 0 ? Double.NaN : m2 / n;
  }

  /** Of the numbers as a sample, that is divided by n - 1; NaN of fewer than two. */
  public double sampleVariance() {
    return n <= 1 ? Double.NaN : m2 / (n - 1);
  }

  /** As {@link #popStdev}. */
  public double stdev() {
    return popStdev();
  }

  /** Square root of {@link #popVariance}. */
  public double popStdev() {
    return Math.sqrt(popVariance());
  }

  /** Square root of {@link #sampleVariance}. */
  public double sampleStdev() {
    return Math.sqrt(sampleVariance());
  }

  /** {@code (count: 2, mean: 1.500000, stdev: 0.500000, max: 2.000000, min: 1.000000)}. */
  @Override
  public String toString() {
    return String.format(
        "(count: %d, mean: %f, stdev: %f, max: %f, min: %f)", n, mu, stdev(), max, min);
  }
}
