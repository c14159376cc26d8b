// SPDX-License-Identifier: Apache-2.0
package org.apache.spark.util;

/** Sum, count and average of whole numbers. Sums wrap around. */
public class LongAccumulator extends AccumulatorV2<Long, Long> {
  private static final long serialVersionUID = 1L;

  private long sum;
  private long count;

  /** True until something is added, be it 0. */
  @Override
  public boolean isZero() {
    return sum == 0 && count == 0;
  }

  @Override
  public LongAccumulator copy() {
    LongAccumulator copy = new LongAccumulator();
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
  public void add(Long v) {
    add(v == null ? 0L : v.longValue());
  }

  public void add(long v) {
    sum += v;
    count++;
  }

  /** How many numbers were added. */
  public long count() {
    return count;
  }

  public long sum() {
    return sum;
  }

  /** NaN if nothing was added. */
  public double avg() {
    return (double) sum / count;
  }

  @Override
  public void merge(AccumulatorV2<Long, Long> other) {
    if (!(other instanceof LongAccumulator numbers)) {
      throw new UnsupportedOperationException(
          "Cannot merge " + getClass().getName() + " with " + other.getClass().getName());
    }
    sum += numbers.sum;
    count += numbers.count;
  }

  /** In one step for who reads the sum meanwhile. */
  @Override
  void become(AccumulatorV2<Long, Long> other) {
    if (getClass() == LongAccumulator.class && other instanceof LongAccumulator numbers) {
      sum = numbers.sum;
      count = numbers.count;
    } else {
      super.become(other);
    }
  }

  /** The sum. */
  @Override
  public Long value() {
    return sum;
  }
}
