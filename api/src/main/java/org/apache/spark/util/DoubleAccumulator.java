// SPDX-License-Identifier: Apache-2.0
package org.apache.spark.util;

/** Sum, count and average of floating-point numbers, in the order in which they come. */
public class DoubleAccumulator extends AccumulatorV2<Double, Double> {
  private static final long serialVersionUID = 1L;

  private double sum;
  private long count;

  /** True until something is added, be it 0. */
  @Override
  public boolean isZero() {
    return sum == 0 && count == 0;
  }

  @Override
  public DoubleAccumulator copy() {
    DoubleAccumulator copy = new DoubleAccumulator();
    copy.sum = sum;
    copy.count = count;
    return copy;
  }

  @Override
  public void reset() {
    sum = 0;
    count = 0;
  }

  /** Adds a number; null counts as 0. */
  @Override
  public void add(Double v) {
    add(v == null ? 0.0 : v.doubleValue());
  }

  public void add(double v) {
    sum += v;
    count++;
  }

  /** How many numbers were added. */
  public long count() {
    return count;
  }

  public double sum() {
    return sum;
  }

  /** NaN if nothing was added. */
  public double avg() {
    return sum / count;
  }

  @Override
  public void merge(AccumulatorV2<Double, Double> other) {
    if (!(other instanceof DoubleAccumulator numbers)) {
      throw new UnsupportedOperationException(
          "Cannot merge " + getClass().getName() + " with " + other.getClass().getName());
    }
    sum += numbers.sum;
    count += numbers.count;
  }

  /** In one step for who reads the sum meanwhile. */
  @Override
  void become(AccumulatorV2<Double, Double> other) {
    if (getClass() == DoubleAccumulator.class && other instanceof DoubleAccumulator numbers) {
      sum = numbers.sum;
      count = numbers.count;
    } else {
      super.become(other);
    }
  }

  /** The sum. */
  @Override
  public Double value() {
    return sum;
  }
}
