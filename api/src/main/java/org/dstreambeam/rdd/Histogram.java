// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.rdd;

import java.util.Arrays;
import java.util.List;
import org.apache.spark.SparkUnsupportedOperationException;
import org.dstreambeam.compute.NarrowFunction;
import scala.Tuple2;

/**
 * How many numbers fall into each of some buckets. A bucket has its lower bound and not its upper
 * one, but for the last, which has both. Numbers outside, and NaN, do not count.
 */
public final class Histogram {

  private Histogram() {}

  /**
   * Buckets of equal width from the least number to the greatest, and the counts; a job finds these
   * two. One bucket if they are equal.
   *
   * @throws UnsupportedOperationException if there is no number, or one that is infinite or NaN
   */
  public static Tuple2<double[], long[]> of(Dataset<Double> numbers, int buckets) {
    double[] range = range(numbers);
    double min = range[0];
    double max = range[1];
    if (!Double.isFinite(min) || !Double.isFinite(max)) {
      throw new SparkUnsupportedOperationException(
          "Histogram on either an empty RDD or RDD containing +/-infinity or NaN");
    }
    double[] bounds = min == max ? new double[] {min, min} : bounds(min, max, buckets);
    return new Tuple2<>(bounds, of(numbers, bounds, true));
  }

  private static double[] range(Dataset<Double> numbers) {
    NarrowFunction<Double, double[]> ofPartition =
        (partition, input) -> {
          double[] range = {Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY};
          while (input.hasNext()) {
            double number = input.next();
            range[0] = Math.min(range[0], number);
            range[1] = Math.max(range[1], number);
          }
          return List.of(range).iterator();
        };
    return numbers
        .narrow(ofPartition, false)
        .reduce((a, b) -> new double[] {Math.min(a[0], b[0]), Math.max(a[1], b[1])});
  }

  private static double[] bounds(double min, double max, int buckets) {
    double[] bounds = new double[Math.max(buckets, 0) + 1];
    for (int i = 0; i < buckets; i++) {
      bounds[i] = min + (i * (max - min)) / buckets;
    }
    bounds[bounds.length - 1] = max;
    return bounds;
  }

  /**
   * The counts of given buckets.
   *
   * @param bounds ascending
   * @param even whether the buckets are of equal width, so that a division finds the right one; it
   *     is not checked
   * @throws IllegalArgumentException if there are fewer than two bounds
   */
  public static long[] of(Dataset<Double> numbers, double[] bounds, boolean even) {
    if (bounds.length < 2) {
      throw new IllegalArgumentException("buckets array must have at least two elements");
    }
    if (numbers.partitions() == 0) {
      return new long[bounds.length - 1];
    }
    double[] sorted = bounds.clone();
    NarrowFunction<Double, long[]> count =
        (partition, input) -> {
          long[] counts = new long[sorted.length - 1];
          while (input.hasNext()) {
            double number = input.next();
            int bucket = even ? divide(sorted, number) : search(sorted, number);
            if (bucket >= 0) {
              counts[bucket]++;
            }
          }
          return List.of(counts).iterator();
        };
    return numbers.narrow(count, false).reduce(Histogram::add);
  }

  private static long[] add(long[] a, long[] b) {
    for (int i = 0; i < a.length; i++) {
      a[i] += b[i];
    }
    return a;
  }

  /** The bucket among even ones; negative if there is none. */
  private static int divide(double[] bounds, double number) {
    double min = bounds[0];
    double max = bounds[bounds.length - 1];
    if (Double.isNaN(number) || number < min || number > max) {
      return -1;
    }
    int count = bounds.length - 1;
    return Math.min((int) ((number - min) / (max - min) * count), count - 1);
  }

  /** The bucket among any; negative if there is none. */
  private static int search(double[] bounds, double number) {
    int found = Arrays.binarySearch(bounds, number);
    if (found >= 0) {
      return Math.min(found, bounds.length - 2);
    }
    int insertion = -found - 1;
    return insertion == bounds.length ? -1 : insertion - 1;
  }
}
