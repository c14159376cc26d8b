// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.rdd;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.dstreambeam.compute.NarrowFunction;
import org.dstreambeam.sampling.SampleSize;
import org.dstreambeam.sampling.Sampling;

/** {@code sample}, {@code randomSplit}, {@code takeSample}: for a seed what Spark gives. */
public final class Samples {

  /** So far from the greatest array the size of a sample must stay, in standard deviations. */
  private static final double DEVIATIONS = 10.0;

  private static final int MOST =
      Integer.MAX_VALUE - (int) (DEVIATIONS * Math.sqrt(Integer.MAX_VALUE));

  private Samples() {}

  /** A random sample of each partition. */
  public static <T> Dataset<T> of(
      Dataset<T> records, boolean withReplacement, double fraction, long seed) {
    Requirements.require(fraction >= 0, "Fraction must be nonnegative, but got " + fraction);
    Sampling sampling =
        withReplacement ? new Sampling.Poisson(fraction) : new Sampling.Bernoulli(fraction);
    NarrowFunction<T, T> sample =
        (partition, input) -> sampling.start(seedOf(partition, seed)).of(input);
    return new NarrowDataset<>(records, sample, true, "PartitionwiseSampledRDD");
  }

  /** Each partition has the seed that is drawn for it after those of the ones before. */
  private static long seedOf(int partition, long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < partition; i++) {
      random.nextLong();
    }
    return random.nextLong();
  }

  /** Every record in one of as many datasets as there are weights. */
  public static <T> List<Dataset<T>> split(Dataset<T> records, double[] weights, long seed) {
    double sum = 0;
    for (double weight : weights) {
      sum += weight;
    }
    Requirements.require(
        Arrays.stream(weights).allMatch(weight -> weight >= 0),
        "Weights must be nonnegative, but got " + text(weights));
    Requirements.require(sum > 0, "Sum of weights must be positive, but got " + text(weights));
    List<Dataset<T>> parts = new ArrayList<>();
    double lower = 0;
    for (double weight : weights) {
      double upper = lower + weight / sum;
      Sampling cell = new Sampling.Cell(lower, upper);
      parts.add(records.narrow((p, input) -> cell.start(seed + p).of(input), true));
      lower = upper;
    }
    return parts;
  }

  private static String text(double[] weights) {
    return Arrays.toString(weights).replace(", ", ",");
  }

  /** {@code size} records in random order; all of them, if there are no more. */
  public static <T> List<T> take(Dataset<T> records, boolean withReplacement, int size, long seed) {
    Requirements.require(size >= 0, "Negative number of elements requested");
    Requirements.require(
        size <= MOST,
        "Cannot support a sample size > Int.MaxValue - "
            + DEVIATIONS
            + " * math.sqrt(Int.MaxValue)");
    long total = size == 0 ? 0 : records.count();
    if (total == 0) {
      return List.of();
    }
    Random random = new Random(seed);
    if (!withReplacement && size >= total) {
      return shuffled(records.collect(), random);
    }
    double fraction = SampleSize.fraction(size, total, withReplacement);
    List<T> sample;
    do {
      sample = of(records, withReplacement, fraction, random.nextInt()).collect();
    } while (sample.size() < size);
    return shuffled(sample, random).subList(0, size);
  }

  /** Fisher and Yates's shuffle, from the end. */
  private static <T> List<T> shuffled(List<T> records, Random random) {
    for (int i = records.size() - 1; i >= 1; i--) {
      Collections.swap(records, i, random.nextInt(i + 1));
    }
    return records;
  }
}
