// SPDX-License-Identifier: Apache-2.0
package org.apache.spark.streaming.api.java;

import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.rdd.RDD;
import org.apache.spark.storage.StorageLevel;
import org.apache.spark.streaming.Duration;
import org.apache.spark.streaming.Time;
import org.apache.spark.streaming.dstream.DStream;
import org.dstreambeam.compute.Narrow;
import org.dstreambeam.plan.Operations;
import org.dstreambeam.plan.Slices;
import org.dstreambeam.plan.WindowOperations;
import org.dstreambeam.rdd.ClassTags;
import org.jspecify.annotations.Nullable;
import scala.reflect.ClassTag;

/**
 * A stream of records: one RDD per batch, empty or not.
 *
 * @param <T> type of the records
 */
public class JavaDStream<T> extends AbstractJavaDStreamLike<T, JavaDStream<T>, JavaRDD<T>> {

  private final DStream<T> dstream;
  private final transient ClassTag<T> classTag;

  public JavaDStream(DStream<T> dstream, ClassTag<T> classTag) {
    this.dstream = dstream;
    this.classTag = classTag;
  }

  static <T> JavaDStream<T> of(DStream<T> dstream) {
    return new JavaDStream<>(dstream, ClassTags.any());
  }

  public static <T> JavaDStream<T> fromDStream(DStream<T> dstream, ClassTag<T> classTag) {
    return new JavaDStream<>(dstream, classTag);
  }

  @Override
  public DStream<T> dstream() {
    return dstream;
  }

  @Override
  public ClassTag<T> classTag() {
    return classTag;
  }

  @Override
  public JavaRDD<T> wrapRDD(RDD<T> rdd) {
    return JavaRDD.fromRDD(rdd, classTag);
  }

  /** The records for which the function returns true; a null answer fails the batch. */
  public JavaDStream<T> filter(Function<T, Boolean> f) {
    return of(Operations.narrowKeepingPartitioning(dstream, "filter", Narrow.filter(f)));
  }

  /** See {@link DStream#compute}; null if there is no such batch. */
  public @Nullable JavaRDD<T> compute(Time validTime) {
    var rdd = Slices.compute(dstream, validTime);
    return rdd == null ? null : wrapRDD(rdd);
  }

  /**
   * Gives the RDD of each batch this level, which {@code getStorageLevel} tells; batches are in
   * memory anyway. Returns the same stream.
   *
   * @throws UnsupportedOperationException once the context has started
   */
  public JavaDStream<T> persist(StorageLevel storageLevel) {
    return of(dstream.persist(storageLevel));
  }

  /** {@link #persist(StorageLevel)} with {@code MEMORY_ONLY_SER}. */
  public JavaDStream<T> persist() {
    return of(dstream.persist());
  }

  /** {@link #persist()}. */
  public JavaDStream<T> cache() {
    return of(dstream.cache());
  }

  /**
   * The same records in {@code numPartitions} partitions, each partition dealt out in turn.
   *
   * @throws IllegalArgumentException if {@code numPartitions} is not positive
   */
  public JavaDStream<T> repartition(int numPartitions) {
    return of(Operations.repartition(dstream, numPartitions));
  }

  /**
   * The records of the last {@code windowDuration}, at each batch.
   *
   * <p>Throws a plain {@code Exception}, undeclared as in Spark, if the duration is no multiple of
   * this stream's slide
   */
  public JavaDStream<T> window(Duration windowDuration) {
    return window(windowDuration, dstream.slideDuration());
  }

  /**
   * The records of the last {@code windowDuration}, every {@code slideDuration} counted from the
   * start; downstream operations run only then. The first windows are partial.
   *
   * <p>Throws a plain {@code Exception}, undeclared as in Spark, if a duration is no multiple of
   * this stream's slide
   */
  public JavaDStream<T> window(Duration windowDuration, Duration slideDuration) {
    return of(WindowOperations.window(dstream, windowDuration, slideDuration));
  }

  /** The records of this stream, then those of {@code that}, duplicates kept. */
  public JavaDStream<T> union(JavaDStream<T> that) {
    return of(Operations.union(List.of(dstream, that.dstream())));
  }
}
