// SPDX-License-Identifier: Apache-2.0
package org.apache.spark.api.java;

import java.util.concurrent.ThreadLocalRandom;
import org.apache.spark.HashPartitioner;
import org.apache.spark.Partitioner;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.rdd.RDD;
import org.apache.spark.storage.StorageLevel;
import org.dstreambeam.compute.Narrow;
import org.dstreambeam.rdd.Distinct;
import org.dstreambeam.rdd.RecordSets;
import org.dstreambeam.rdd.Repartitioning;
import org.dstreambeam.rdd.Samples;
import org.dstreambeam.rdd.Sorting;
import org.jspecify.annotations.Nullable;
import scala.reflect.ClassTag;

/**
 * An {@link RDD} for Java programs.
 *
 * @param <T> type of the records
 */
public class JavaRDD<T> extends AbstractJavaRDDLike<T, JavaRDD<T>> {
  private static final long serialVersionUID = 1L;

  private final RDD<T> rdd;
  private final ClassTag<T> classTag;

  public JavaRDD(RDD<T> rdd, ClassTag<T> classTag) {
    this.rdd = rdd;
    this.classTag = classTag;
  }

  public static <T> JavaRDD<T> fromRDD(RDD<T> rdd, ClassTag<T> classTag) {
    return new JavaRDD<>(rdd, classTag);
  }

  public static <T> RDD<T> toRDD(JavaRDD<T> rdd) {
    return rdd.rdd();
  }

  @Override
  public RDD<T> rdd() {
    return rdd;
  }

  @Override
  public ClassTag<T> classTag() {
    return classTag;
  }

  @Override
  public JavaRDD<T> wrapRDD(RDD<T> rdd) {
    return new JavaRDD<>(rdd, classTag);
  }

  /** Gives this RDD, not a copy of it, a name. */
  public JavaRDD<T> setName(@Nullable String name) {
    rdd.setName(name);
    return this;
  }

  /** Keeps the records in memory once they are computed. */
  public JavaRDD<T> cache() {
    rdd.cache();
    return this;
  }

  /**
   * Keeps the records once they are computed; in memory, whatever the level.
   *
   * @throws UnsupportedOperationException if another level was set before
   */
  public JavaRDD<T> persist(StorageLevel newLevel) {
    rdd.persist(newLevel);
    return this;
  }

  /** Forgets the records that were kept. */
  public JavaRDD<T> unpersist() {
    return unpersist(false);
  }

  /**
   * Forgets the records that were kept.
   *
   * @param blocking has no effect: it is done at once
   */
  public JavaRDD<T> unpersist(boolean blocking) {
    rdd.unpersist(blocking);
    return this;
  }

  public JavaRDD<T> filter(Function<T, Boolean> f) {
    return wrapRDD(new RDD<>(rdd.dataset().narrow(Narrow.filter(f), true)));
  }

  /** The records of both, duplicates kept. */
  public JavaRDD<T> union(JavaRDD<T> other) {
    return wrapRDD(rdd.union(other.rdd()));
  }

  /** Each record once, in as many partitions as there are. */
  public JavaRDD<T> distinct() {
    return distinct(getNumPartitions());
  }

  /** Each record once, in {@code numPartitions} partitions. */
  public JavaRDD<T> distinct(int numPartitions) {
    return wrapRDD(new RDD<>(Distinct.of(rdd.dataset(), numPartitions)));
  }

  /**
   * In at most {@code numPartitions} partitions, each of them a run of those there are.
   *
   * @throws IllegalArgumentException if the number is not positive
   */
  public JavaRDD<T> coalesce(int numPartitions) {
    return coalesce(numPartitions, false);
  }

  /**
   * In {@code numPartitions} partitions, or fewer.
   *
   * @param shuffle whether records are dealt out in turn; else partitions that are neighbours are
   *     put together, and there are never more than before
   * @throws IllegalArgumentException if the number is not positive
   */
  public JavaRDD<T> coalesce(int numPartitions, boolean shuffle) {
    return wrapRDD(new RDD<>(Repartitioning.of(rdd.dataset(), numPartitions, shuffle)));
  }

  /**
   * Deals the records out to {@code numPartitions} partitions.
   *
   * @throws IllegalArgumentException if the number is not positive
   */
  public JavaRDD<T> repartition(int numPartitions) {
    return coalesce(numPartitions, true);
  }

  /** The records that both have, each once. */
  public JavaRDD<T> intersection(JavaRDD<T> other) {
    return wrapRDD(rdd.intersection(other.rdd()));
  }

  /** The records that the other does not have, in as many partitions as this has. */
  public JavaRDD<T> subtract(JavaRDD<T> other) {
    return wrapRDD(rdd.subtract(other.rdd()));
  }

  /** The records that the other does not have, in {@code numPartitions} partitions. */
  public JavaRDD<T> subtract(JavaRDD<T> other, int numPartitions) {
    return subtract(other, new HashPartitioner(numPartitions));
  }

  /** The records that the other does not have, placed by {@code p}. */
  public JavaRDD<T> subtract(JavaRDD<T> other, Partitioner p) {
    return wrapRDD(new RDD<>(RecordSets.subtract(rdd.dataset(), other.rdd().dataset(), p)));
  }

  /**
   * The records in the natural order of what the function makes of them, over all partitions; equal
   * ones as they come. Runs a job that samples them, unless it is to be one partition.
   *
   * @param numPartitions at most
   */
  public <S> JavaRDD<T> sortBy(Function<T, S> f, boolean ascending, int numPartitions) {
    return wrapRDD(
        new RDD<>(
            Sorting.sortBy(rdd.dataset(), f, Sorting.<S>natural(), ascending, numPartitions)));
  }

  /** A random sample with a random seed; see {@link #sample(boolean, double, long)}. */
  public JavaRDD<T> sample(boolean withReplacement, double fraction) {
    return sample(withReplacement, fraction, ThreadLocalRandom.current().nextLong());
  }

  /**
   * A random sample.
   *
   * @param withReplacement whether a record may be in it more than once
   * @param fraction probability that a record is in it or, with replacement, how often on average
   * @param seed the same gives the same sample of the same partitions, on Spark too
   */
  public JavaRDD<T> sample(boolean withReplacement, double fraction, long seed) {
    return wrapRDD(new RDD<>(Samples.of(rdd.dataset(), withReplacement, fraction, seed)));
  }

  /** Every record in one of several RDDs, at random; see {@link #randomSplit(double[], long)}. */
  public JavaRDD<T>[] randomSplit(double[] weights) {
    return randomSplit(weights, ThreadLocalRandom.current().nextLong());
  }

  /**
   * Every record in one of several RDDs, at random.
   *
   * @param weights of the RDDs; their sum counts as 1
   * @param seed the same gives the same RDDs of the same partitions, on Spark too
   */
  @SuppressWarnings("unchecked") // an array of RDDs of T
  public JavaRDD<T>[] randomSplit(double[] weights, long seed) {
    return Samples.split(rdd.dataset(), weights, seed).stream()
        .map(part -> wrapRDD(new RDD<>(part)))
        .toArray(JavaRDD[]::new);
  }

  /** {@code MapPartitionsRDD[1] at map at WordCount.java:12}, after the name, if it has one. */
  @Override
  public String toString() {
    return rdd.toString();
  }
}
