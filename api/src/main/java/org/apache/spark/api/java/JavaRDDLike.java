// SPDX-License-Identifier: Apache-2.0
package org.apache.spark.api.java;

import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.io.compress.CompressionCodec;
import org.apache.spark.Partitioner;
import org.apache.spark.SparkContext;
import org.apache.spark.SparkException;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.api.java.function.Function2;
import org.apache.spark.api.java.function.PairFlatMapFunction;
import org.apache.spark.api.java.function.PairFunction;
import org.apache.spark.api.java.function.VoidFunction;
import org.apache.spark.rdd.RDD;
import org.apache.spark.storage.StorageLevel;
import org.dstreambeam.compute.Narrow;
import org.dstreambeam.compute.NarrowFunction;
import org.dstreambeam.rdd.BackgroundActions;
import org.dstreambeam.rdd.ClassTags;
import org.dstreambeam.rdd.Counts;
import org.dstreambeam.rdd.ResultList;
import org.jspecify.annotations.Nullable;
import scala.Serializable;
import scala.Tuple2;
import scala.reflect.ClassTag;

/**
 * What all RDDs for Java can do.
 *
 * <p>Operations that give an RDD compute nothing; the others, the <em>actions</em>, run a job. Task
 * functions are checked when they are given: one that cannot be serialised is a {@link
 * SparkException} {@code Task not serializable}. If a task fails, the action throws a {@link
 * SparkException} that has the task's exception as its cause. Neither is declared.
 *
 * <p>Records come by partition, and within a partition in order. Lists and maps that actions return
 * cannot be changed.
 *
 * @param <T> type of the records
 * @param <This> the implementing type
 */
public interface JavaRDDLike<T, This extends JavaRDDLike<T, This>> extends Serializable {

  This wrapRDD(RDD<T> rdd);

  ClassTag<T> classTag();

  RDD<T> rdd();

  default int getNumPartitions() {
    return rdd().getNumPartitions();
  }

  /** How keys are placed, if that is known. */
  default Optional<Partitioner> partitioner() {
    return Optional.ofNullable(rdd().dataset().partitioner());
  }

  default SparkContext context() {
    return rdd().context();
  }

  default int id() {
    return rdd().id();
  }

  /** Null unless it was given one. */
  default @Nullable String name() {
    return rdd().name();
  }

  default StorageLevel getStorageLevel() {
    return rdd().getStorageLevel();
  }

  default <R> JavaRDD<R> map(Function<T, R> f) {
    return rdd(Narrow.map(f), false);
  }

  default <K2, V2> JavaPairRDD<K2, V2> mapToPair(PairFunction<T, K2, V2> f) {
    return pairs(Narrow.mapToPair(f), false);
  }

  default <U> JavaRDD<U> flatMap(FlatMapFunction<T, U> f) {
    return rdd(Narrow.flatMap(f), false);
  }

  default <K2, V2> JavaPairRDD<K2, V2> flatMapToPair(PairFlatMapFunction<T, K2, V2> f) {
    return pairs(Narrow.flatMapToPair(f), false);
  }

  /** The function is called once per partition, also for an empty one. */
  default <U> JavaRDD<U> mapPartitions(FlatMapFunction<Iterator<T>, U> f) {
    return mapPartitions(f, false);
  }

  /**
   * The function is called once per partition, also for an empty one.
   *
   * @param preservesPartitioning whether keys stay as they are
   */
  default <U> JavaRDD<U> mapPartitions(
      FlatMapFunction<Iterator<T>, U> f, boolean preservesPartitioning) {
    return rdd(Narrow.mapPartitions(f), preservesPartitioning);
  }

  /** The function is called once per partition, also for an empty one. */
  default <K2, V2> JavaPairRDD<K2, V2> mapPartitionsToPair(
      PairFlatMapFunction<Iterator<T>, K2, V2> f) {
    return mapPartitionsToPair(f, false);
  }

  /**
   * The function is called once per partition, also for an empty one.
   *
   * @param preservesPartitioning whether keys stay as they are
   */
  default <K2, V2> JavaPairRDD<K2, V2> mapPartitionsToPair(
      PairFlatMapFunction<Iterator<T>, K2, V2> f, boolean preservesPartitioning) {
    return pairs(Narrow.mapPartitionsToPair(f), preservesPartitioning);
  }

  /**
   * The function is called once per partition, with its index, also for an empty one.
   *
   * @param preservesPartitioning whether keys stay as they are
   */
  default <R> JavaRDD<R> mapPartitionsWithIndex(
      Function2<Integer, Iterator<T>, Iterator<R>> f, boolean preservesPartitioning) {
    return rdd(Narrow.mapPartitionsWithIndex(f), preservesPartitioning);
  }

  /** What Scala programs get for the argument they leave out. */
  default <R> boolean mapPartitionsWithIndex$default$2() {
    return false;
  }

  /** The records of each partition as one list. */
  default JavaRDD<List<T>> glom() {
    return rdd((partition, records) -> List.of(ResultList.of(records)).iterator(), false);
  }

  default void foreach(VoidFunction<T> f) {
    rdd().dataset().foreach(f);
  }

  /** The function is called once per partition, also for an empty one. */
  default void foreachPartition(VoidFunction<Iterator<T>> f) {
    rdd().dataset().foreachPartition(f);
  }

  default List<T> collect() {
    return ResultList.of(rdd().dataset().collect());
  }

  /** All records; a job per partition, when the iterator gets there. */
  default Iterator<T> toLocalIterator() {
    return rdd().dataset().toLocalIterator();
  }

  /**
   * Combines all records.
   *
   * @param f associative and commutative
   * @throws UnsupportedOperationException if there is none
   */
  default T reduce(Function2<T, T, T> f) {
    return rdd().dataset().reduce(f);
  }

  /**
   * Combines all records and {@code zeroValue}, which takes part once per partition and once more.
   */
  default T fold(T zeroValue, Function2<T, T, T> f) {
    return rdd().dataset().fold(zeroValue, f);
  }

  default long count() {
    return rdd().dataset().count();
  }

  /** How often each record occurs. */
  default Map<T, Long> countByValue() {
    return Counts.byValue(rdd().dataset());
  }

  /** The first records: those of the first partition, then those of the next. */
  default List<T> take(int num) {
    return ResultList.of(rdd().dataset().take(num));
  }

  /**
   * The first record.
   *
   * @throws UnsupportedOperationException if there is none
   */
  default T first() {
    return rdd().first();
  }

  default boolean isEmpty() {
    return rdd().isEmpty();
  }

  /** As {@link #count}, in the background. */
  default JavaFutureAction<Long> countAsync() {
    return BackgroundActions.count(rdd().dataset());
  }

  /** As {@link #collect}, in the background. */
  default JavaFutureAction<List<T>> collectAsync() {
    return BackgroundActions.collect(rdd().dataset());
  }

  /** As {@link #take}, in the background. */
  default JavaFutureAction<List<T>> takeAsync(int num) {
    return BackgroundActions.take(rdd().dataset(), num);
  }

  /** As {@link #foreach}, in the background; the result is null. */
  default JavaFutureAction<Void> foreachAsync(VoidFunction<T> f) {
    return BackgroundActions.foreach(rdd().dataset(), f);
  }

  /** As {@link #foreachPartition}, in the background; the result is null. */
  default JavaFutureAction<Void> foreachPartitionAsync(VoidFunction<Iterator<T>> f) {
    return BackgroundActions.foreachPartition(rdd().dataset(), f);
  }

  /**
   * Writes a line per record, its {@code toString}, to {@code path/part-00000} and so on: a part
   * per partition, also per empty one, and {@code _SUCCESS} when all are there.
   *
   * @param path a directory that must not exist, on any Hadoop file system; outputs of streams
   *     write into one that exists
   */
  default void saveAsTextFile(String path) {
    rdd().saveAsTextFile(path);
  }

  /** As {@link #saveAsTextFile(String)}, compressed; null for the configured codec, if any. */
  default void saveAsTextFile(String path, @Nullable Class<? extends CompressionCodec> codec) {
    rdd().saveAsTextFile(path, codec);
  }

  /** Writes sequence files of Java-serialised arrays of ten records, a part per partition. */
  default void saveAsObjectFile(String path) {
    rdd().saveAsObjectFile(path);
  }

  /**
   * Marks this to be written to the context's checkpoint directory after the first action that uses
   * it; it is read from there ever after. Computed twice, unless persisted.
   */
  default void checkpoint() {
    rdd().checkpoint();
  }

  /** Whether there is a checkpoint; not if one is only asked for. */
  default boolean isCheckpointed() {
    return rdd().isCheckpointed();
  }

  /** The directory of the checkpoint, as a URI, once there is one. */
  default Optional<String> getCheckpointFile() {
    return Optional.ofNullable(rdd().getCheckpointFile().getOrElse(() -> null));
  }

  private <R> JavaRDD<R> rdd(NarrowFunction<T, R> function, boolean keepsPartitioning) {
    return new JavaRDD<>(
        new RDD<>(rdd().dataset().narrow(function, keepsPartitioning)), ClassTags.any());
  }

  private <K2, V2> JavaPairRDD<K2, V2> pairs(
      NarrowFunction<T, Tuple2<K2, V2>> function, boolean keepsPartitioning) {
    return new JavaPairRDD<>(
        new RDD<>(rdd().dataset().narrow(function, keepsPartitioning)),
        ClassTags.any(),
        ClassTags.any());
  }
}
