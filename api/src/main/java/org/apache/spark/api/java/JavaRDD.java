// SPDX-License-Identifier: Apache-2.0
package org.apache.spark.api.java;

import org.apache.spark.api.java.function.Function;
import org.apache.spark.rdd.RDD;
import org.apache.spark.storage.StorageLevel;
import org.dstreambeam.compute.Narrow;
import org.dstreambeam.rdd.Distinct;
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

  /** {@code MapPartitionsRDD[1] at map at WordCount.java:12}, after the name, if it has one. */
  @Override
  public String toString() {
    return rdd.toString();
  }
}
