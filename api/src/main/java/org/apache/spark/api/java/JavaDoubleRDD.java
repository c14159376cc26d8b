// SPDX-License-Identifier: Apache-2.0
package org.apache.spark.api.java;

import java.util.Arrays;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.spark.HashPartitioner;
import org.apache.spark.Partitioner;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.partial.BoundedDouble;
import org.apache.spark.partial.PartialResult;
import org.apache.spark.rdd.RDD;
import org.apache.spark.storage.StorageLevel;
import org.apache.spark.util.StatCounter;
import org.dstreambeam.compute.Narrow;
import org.dstreambeam.rdd.ApproximateJob;
import org.dstreambeam.rdd.Dataset;
import org.dstreambeam.rdd.Distinct;
import org.dstreambeam.rdd.Doubles;
import org.dstreambeam.rdd.Histogram;
import org.dstreambeam.rdd.RecordSets;
import org.dstreambeam.rdd.Repartitioning;
import org.dstreambeam.rdd.Samples;
import org.dstreambeam.rdd.Sorting;
import org.jspecify.annotations.Nullable;
import scala.Tuple2;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;

/**
 * An {@link RDD} of numbers for Java programs.
 *
 * <p>Statistics of no number are NaN, where they cannot be had, and fail with {@code empty
 * collection} if there is not even a partition.
 */
public class JavaDoubleRDD extends AbstractJavaRDDLike<Double, JavaDoubleRDD> {
  private static final long serialVersionUID = 1L;

  private final RDD<Object> srdd;

  public JavaDoubleRDD(RDD<Object> srdd) {
    this.srdd = srdd;
  }

  public static JavaDoubleRDD fromRDD(RDD<Object> rdd) {
    return new JavaDoubleRDD(rdd);
  }

  public static RDD<Object> toRDD(JavaDoubleRDD rdd) {
    return rdd.srdd();
  }

  static JavaDoubleRDD of(Dataset<Double> dataset) {
    return new JavaDoubleRDD(asObjects(new RDD<>(dataset)));
  }

  @SuppressWarnings("unchecked") // numbers are objects, and what is read from an RDD stays in it
  private static RDD<Object> asObjects(RDD<Double> rdd) {
    return (RDD<Object>) (RDD<?>) rdd;
  }

  /** This as Scala programs see it. */
  public RDD<Object> srdd() {
    return srdd;
  }

  @Override
  @SuppressWarnings("unchecked") // Scala's numbers are Java's in a box
  public RDD<Double> rdd() {
    return (RDD<Double>) (RDD<?>) srdd;
  }

  @Override
  public ClassTag<Double> classTag() {
    return ClassTag$.MODULE$.apply(Double.class);
  }

  @Override
  public JavaDoubleRDD wrapRDD(RDD<Double> rdd) {
    return new JavaDoubleRDD(asObjects(rdd));
  }

  private Dataset<Double> dataset() {
    return rdd().dataset();
  }

  /** Gives this RDD, not a copy of it, a name. */
  public JavaDoubleRDD setName(@Nullable String name) {
    srdd.setName(name);
    return this;
  }

  /** Keeps the numbers in memory once they are computed. */
  public JavaDoubleRDD cache() {
    srdd.cache();
    return this;
  }

  /**
   * Keeps the numbers once they are computed; in memory, whatever the level.
   *
   * @throws UnsupportedOperationException if another level was set before
   */
  public JavaDoubleRDD persist(StorageLevel newLevel) {
    srdd.persist(newLevel);
    return this;
  }

  /** Forgets the numbers that were kept. */
  public JavaDoubleRDD unpersist() {
    return unpersist(false);
  }

  /**
   * Forgets the numbers that were kept.
   *
   * @param blocking has no effect: it is done at once
   */
  public JavaDoubleRDD unpersist(boolean blocking) {
    srdd.unpersist(blocking);
    return this;
  }

  /**
   * The first number.
   *
   * @throws UnsupportedOperationException if there is none
   */
  @Override
  public Double first() {
    return rdd().first();
  }

  public JavaDoubleRDD filter(Function<Double, Boolean> f) {
    return of(dataset().narrow(Narrow.filter(f), true));
  }

  /** The numbers of both, duplicates kept. */
  public JavaDoubleRDD union(JavaDoubleRDD other) {
    return wrapRDD(rdd().union(other.rdd()));
  }

  /** Each number once, in as many partitions as there are. */
  public JavaDoubleRDD distinct() {
    return distinct(getNumPartitions());
  }

  /** Each number once, in {@code numPartitions} partitions. */
  public JavaDoubleRDD distinct(int numPartitions) {
    return of(Distinct.of(dataset(), numPartitions));
  }

  /**
   * In at most {@code numPartitions} partitions, each of them a run of those there are.
   *
   * @throws IllegalArgumentException if the number is not positive
   */
  public JavaDoubleRDD coalesce(int numPartitions) {
    return coalesce(numPartitions, false);
  }

  /**
   * In {@code numPartitions} partitions, or fewer.
   *
   * @param shuffle whether numbers are dealt out in turn; else partitions that are neighbours are
   *     put together, and there are never more than before
   * @throws IllegalArgumentException if the number is not positive
   */
  public JavaDoubleRDD coalesce(int numPartitions, boolean shuffle) {
    return of(Repartitioning.of(dataset(), numPartitions, shuffle));
  }

  /**
   * Deals the numbers out to {@code numPartitions} partitions.
   *
   * @throws IllegalArgumentException if the number is not positive
   */
  public JavaDoubleRDD repartition(int numPartitions) {
    return coalesce(numPartitions, true);
  }

  /** The numbers that both have, each once. */
  public JavaDoubleRDD intersection(JavaDoubleRDD other) {
    return wrapRDD(rdd().intersection(other.rdd()));
  }

  /** The numbers that the other does not have, in as many partitions as this has. */
  public JavaDoubleRDD subtract(JavaDoubleRDD other) {
    return wrapRDD(rdd().subtract(other.rdd()));
  }

  /** The numbers that the other does not have, in {@code numPartitions} partitions. */
  public JavaDoubleRDD subtract(JavaDoubleRDD other, int numPartitions) {
    return subtract(other, new HashPartitioner(numPartitions));
  }

  /** The numbers that the other does not have, placed by {@code p}. */
  public JavaDoubleRDD subtract(JavaDoubleRDD other, Partitioner p) {
    return of(RecordSets.subtract(dataset(), other.dataset(), p));
  }

  /** A random sample with a random seed; see {@link #sample(boolean, Double, long)}. */
  public JavaDoubleRDD sample(boolean withReplacement, Double fraction) {
    return sample(withReplacement, fraction, ThreadLocalRandom.current().nextLong());
  }

  /**
   * A random sample.
   *
   * @param withReplacement whether a number may be in it more than once
   * @param fraction probability that a number is in it or, with replacement, how often on average
   * @param seed the same gives the same sample of the same partitions, on Spark too
   */
  public JavaDoubleRDD sample(boolean withReplacement, Double fraction, long seed) {
    return of(Samples.of(dataset(), withReplacement, fraction, seed));
  }

  /** 0 of no number. */
  public Double sum() {
    return Doubles.sum(dataset());
  }

  /**
   * The least number.
   *
   * @throws UnsupportedOperationException if there is none
   */
  public Double min() {
    return min(Sorting.natural());
  }

  /**
   * The greatest number.
   *
   * @throws UnsupportedOperationException if there is none
   */
  public Double max() {
    return max(Sorting.natural());
  }

  /** Count, mean, variance and extremes, in one pass. */
  public StatCounter stats() {
    return Doubles.stats(dataset());
  }

  public Double mean() {
    return stats().mean();
  }

  /** As {@link #popVariance}. */
  public Double variance() {
    return stats().variance();
  }

  /** As {@link #popStdev}. */
  public Double stdev() {
    return stats().stdev();
  }

  /** Standard deviation of the numbers as a sample. */
  public Double sampleStdev() {
    return stats().sampleStdev();
  }

  /** Variance of the numbers as a sample: divided by their count less one. */
  public Double sampleVariance() {
    return stats().sampleVariance();
  }

  /** Standard deviation of the numbers as a whole population. */
  public Double popStdev() {
    return stats().popStdev();
  }

  /** Variance of the numbers as a whole population. */
  public Double popVariance() {
    return stats().popVariance();
  }

  /**
   * The mean, or an estimate if that takes longer.
   *
   * @param timeout in milliseconds
   * @param confidence probability that the mean lies within the bounds, 0 to 1
   */
  public PartialResult<BoundedDouble> meanApprox(long timeout, Double confidence) {
    return ApproximateJob.mean(dataset(), timeout, confidence);
  }

  /** As {@link #meanApprox(long, Double)} with 95 % confidence. */
  public PartialResult<BoundedDouble> meanApprox(long timeout) {
    return meanApprox(timeout, 0.95);
  }

  /**
   * The sum, or an estimate if that takes longer.
   *
   * @param timeout in milliseconds
   * @param confidence probability that the sum lies within the bounds, 0 to 1
   */
  public PartialResult<BoundedDouble> sumApprox(long timeout, Double confidence) {
    return ApproximateJob.sum(dataset(), timeout, confidence);
  }

  /** As {@link #sumApprox(long, Double)} with 95 % confidence. */
  public PartialResult<BoundedDouble> sumApprox(long timeout) {
    return sumApprox(timeout, 0.95);
  }

  /**
   * The bounds of buckets of equal width from the least number to the greatest, and how many
   * numbers are in each.
   *
   * @throws UnsupportedOperationException if there is no number, or one that is infinite or NaN
   */
  public Tuple2<double[], long[]> histogram(int bucketCount) {
    return Histogram.of(dataset(), bucketCount);
  }

  /**
   * How many numbers are in each bucket; the last has its upper bound too.
   *
   * @param buckets bounds, ascending, at least two
   */
  public long[] histogram(double[] buckets) {
    return Histogram.of(dataset(), buckets, false);
  }

  /**
   * As {@link #histogram(double[])}.
   *
   * @param evenBuckets whether the buckets are of equal width, which is faster
   */
  public long[] histogram(Double[] buckets, boolean evenBuckets) {
    return Histogram.of(
        dataset(), Arrays.stream(buckets).mapToDouble(bound -> bound).toArray(), evenBuckets);
  }
}
