// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.rdd;

import java.math.BigInteger;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.SparkContext;

/** Whole numbers at equal distances, in contiguous slices. */
public final class RangeDataset extends Dataset<Object> {

  private final long start;
  private final long step;
  private final BigInteger size;
  private final int slices;

  /**
   * @param end not part of it
   * @param step may be negative
   * @throws IllegalArgumentException if {@code step} is 0
   */
  public RangeDataset(SparkContext context, long start, long end, long step, int slices) {
    super(context);
    if (step == 0) {
      throw new IllegalArgumentException("requirement failed: step cannot be 0");
    }
    this.start = start;
    this.step = step;
    this.size = size(start, end, step);
    this.slices = slices;
  }

  private static BigInteger size(long start, long end, long step) {
    BigInteger distance = BigInteger.valueOf(end).subtract(BigInteger.valueOf(start));
    if (distance.signum() != Long.signum(step)) {
      return BigInteger.ZERO;
    }
    BigInteger[] steps = distance.divideAndRemainder(BigInteger.valueOf(step));
    return steps[1].signum() == 0 ? steps[0] : steps[0].add(BigInteger.ONE);
  }

  @Override
  public int partitions() {
    if (slices < 1) {
      throw new IllegalArgumentException("Positive number of partitions required");
    }
    return slices;
  }

  @Override
  public List<Dataset<?>> parents() {
    return List.of();
  }

  @Override
  public Iterator<Object> compute(int partition) {
    BigInteger from = boundary(partition);
    long first = from.multiply(BigInteger.valueOf(step)).add(BigInteger.valueOf(start)).longValue();
    long count = boundary(partition + 1).subtract(from).longValue(); // unsigned
    return new Iterator<>() {
      private long next = first;
      private long left = count;

      @Override
      public boolean hasNext() {
        return left != 0;
      }

      @Override
      public Object next() {
        if (left == 0) {
          throw new java.util.NoSuchElementException();
        }
        left--;
        long number = next;
        next += step;
        return number;
      }
    };
  }

  /** How many numbers lie in the slices before. */
  private BigInteger boundary(int slice) {
    return size.multiply(BigInteger.valueOf(slice)).divide(BigInteger.valueOf(slices));
  }

  @Override
  public String kind() {
    return "MapPartitionsRDD";
  }
}
