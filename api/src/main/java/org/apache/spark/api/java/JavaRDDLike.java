// SPDX-License-Identifier: Apache-2.0
package org.apache.spark.api.java;

import java.util.Collections;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.hadoop.io.compress.CompressionCodec;
import org.apache.spark.HashPartitioner;
import org.apache.spark.Partition;
import org.apache.spark.Partitioner;
import org.apache.spark.SparkContext;
import org.apache.spark.SparkException;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.DoubleFlatMapFunction;
import org.apache.spark.api.java.function.DoubleFunction;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.api.java.function.FlatMapFunction2;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.api.java.function.Function2;
import org.apache.spark.api.java.function.PairFlatMapFunction;
import org.apache.spark.api.java.function.PairFunction;
import org.apache.spark.api.java.function.VoidFunction;
import org.apache.spark.partial.BoundedDouble;
import org.apache.spark.partial.PartialResult;
import org.apache.spark.rdd.RDD;
import org.apache.spark.storage.StorageLevel;
import org.dstreambeam.compute.Narrow;
import org.dstreambeam.compute.NarrowFunction;
import org.dstreambeam.rdd.ApproximateJob;
import org.dstreambeam.rdd.BackgroundActions;
import org.dstreambeam.rdd.CartesianDataset;
import org.dstreambeam.rdd.ClassTags;
import org.dstreambeam.rdd.Counts;
import org.dstreambeam.rdd.Dataset;
import org.dstreambeam.rdd.DefaultPartitioner;
import org.dstreambeam.rdd.DistinctEstimate;
import org.dstreambeam.rdd.Extremes;
import org.dstreambeam.rdd.Grouping;
import org.dstreambeam.rdd.IndexedPartition;
import org.dstreambeam.rdd.Lineage;
import org.dstreambeam.rdd.Numbered;
import org.dstreambeam.rdd.ProcessPipe;
import org.dstreambeam.rdd.ResultList;
import org.dstreambeam.rdd.Samples;
import org.dstreambeam.rdd.Sorting;
import org.dstreambeam.rdd.Trees;
import org.dstreambeam.rdd.ZippedDataset;
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

  /** The partitions, in order. */
  default List<Partition> partitions() {
    return IndexedPartition.of(rdd().dataset());
  }

  /**
   * The records of a partition, computed on the calling thread as they are asked for, without a
   * job; of one that is cached, what is kept.
   *
   * @param taskContext not needed
   * @throws IndexOutOfBoundsException if there is no such partition
   */
  default Iterator<T> iterator(Partition split, @Nullable TaskContext taskContext) {
    return rdd().dataset().iterator(split);
  }

  default JavaDoubleRDD mapToDouble(DoubleFunction<T> f) {
    return doubles(Narrow.mapToDouble(f));
  }

  default JavaDoubleRDD flatMapToDouble(DoubleFlatMapFunction<T> f) {
    return doubles(Narrow.flatMapToDouble(f));
  }

  /** The function is called once per partition, also for an empty one. */
  default JavaDoubleRDD mapPartitionsToDouble(DoubleFlatMapFunction<Iterator<T>> f) {
    return mapPartitionsToDouble(f, false);
  }

  /**
   * The function is called once per partition, also for an empty one.
   *
   * @param preservesPartitioning has no effect: numbers are no pairs and have no partitioner
   */
  default JavaDoubleRDD mapPartitionsToDouble(
      DoubleFlatMapFunction<Iterator<T>> f, boolean preservesPartitioning) {
    return doubles(Narrow.mapPartitionsToDouble(f));
  }

  /** Each record behind a key that the function gives. */
  default <U> JavaPairRDD<U, T> keyBy(Function<T, U> f) {
    return pairs(Narrow.keyBy(f), false);
  }

  /**
   * Every record of this with every record of the other, in as many partitions as the numbers of
   * theirs multiplied.
   */
  default <U> JavaPairRDD<T, U> cartesian(JavaRDDLike<U, ?> other) {
    return pairs(new CartesianDataset<>(rdd().dataset(), other.rdd().dataset()));
  }

  /**
   * The first record of this with the first of the other, and so on, partition by partition.
   *
   * <p>An action throws, undeclared, a {@link SparkException} if a partition has fewer records than
   * its counterpart.
   *
   * @param other with as many partitions, else the first use of the result throws an {@link
   *     IllegalArgumentException}
   */
  default <U> JavaPairRDD<T, U> zip(JavaRDDLike<U, ?> other) {
    return pairs(ZippedDataset.pairs(rdd().dataset(), other.rdd().dataset()));
  }

  /**
   * What the function makes of the first partitions of both, the second ones, and so on.
   *
   * @param other with as many partitions, else the first use of the result throws an {@link
   *     IllegalArgumentException}
   */
  default <U, V> JavaRDD<V> zipPartitions(
      JavaRDDLike<U, ?> other, FlatMapFunction2<Iterator<T>, Iterator<U>, V> f) {
    return new JavaRDD<>(
        new RDD<>(ZippedDataset.of(rdd().dataset(), other.rdd().dataset(), f)), ClassTags.any());
  }

  /**
   * Each record with its place among all, from 0. If there are several partitions a job counts all
   * but the last, when this is called.
   */
  default JavaPairRDD<T, Long> zipWithIndex() {
    return pairs(Numbered.byIndex(rdd().dataset()));
  }

  /**
   * Each record with a number that no other has: of n partitions the i-th gives i, i + n, i + 2n
   * and so on. No job runs.
   */
  default JavaPairRDD<T, Long> zipWithUniqueId() {
    return pairs(Numbered.uniquely(rdd().dataset()));
  }

  /**
   * The lines that a program writes when it is given the records, one per line; a process per
   * partition, also for an empty one. The task fails if it ends with another status than 0.
   *
   * @param command the program and its arguments, separated by blanks; there are no quotes
   */
  default JavaRDD<String> pipe(String command) {
    return pipe(ProcessPipe.words(command));
  }

  /** As {@link #pipe(String)}, in words. */
  default JavaRDD<String> pipe(List<String> command) {
    return pipe(command, Map.of());
  }

  /** As {@link #pipe(String)}, with environment variables besides those of this process. */
  default JavaRDD<String> pipe(List<String> command, Map<String, String> env) {
    return lines(new ProcessPipe(command, env));
  }

  /**
   * As {@link #pipe(String)}, with environment variables besides those of this process.
   *
   * @param separateWorkingDir whether each process has a directory of its own
   * @param bufferSize characters that are kept back before the process gets them
   */
  default JavaRDD<String> pipe(
      List<String> command, Map<String, String> env, boolean separateWorkingDir, int bufferSize) {
    return lines(new ProcessPipe(command, env, separateWorkingDir, bufferSize));
  }

  /**
   * As {@link #pipe(String)}, with environment variables besides those of this process.
   *
   * @param separateWorkingDir whether each process has a directory of its own
   * @param bufferSize characters that are kept back before the process gets them
   * @param encoding of what the process reads and writes
   */
  default JavaRDD<String> pipe(
      List<String> command,
      Map<String, String> env,
      boolean separateWorkingDir,
      int bufferSize,
      String encoding) {
    return lines(new ProcessPipe(command, env, separateWorkingDir, bufferSize, encoding));
  }

  /** The records by the key that the function gives, keys placed as a keyed operation would. */
  default <U> JavaPairRDD<U, Iterable<T>> groupBy(Function<T, U> f) {
    return pairs(Grouping.of(rdd().dataset(), f, DefaultPartitioner.of(rdd().dataset())));
  }

  /** The records by the key that the function gives, in {@code numPartitions} partitions. */
  default <U> JavaPairRDD<U, Iterable<T>> groupBy(Function<T, U> f, int numPartitions) {
    return pairs(Grouping.of(rdd().dataset(), f, new HashPartitioner(numPartitions)));
  }

  /**
   * The records of some partitions, in the order in which they are named.
   *
   * @throws IllegalArgumentException if there is no such partition
   */
  @SuppressWarnings("unchecked") // an array of lists of T
  default List<T>[] collectPartitions(int[] partitionIds) {
    return rdd().dataset().collectPartitions(partitionIds).stream()
        .map(ResultList::of)
        .toArray(List[]::new);
  }

  /**
   * Adds records to {@code zeroValue} per partition, and the results to it on the driver.
   *
   * @param seqOp may change its first argument and return it
   * @param combOp associative and commutative; may change its first argument and return it
   */
  default <U> U aggregate(U zeroValue, Function2<U, T, U> seqOp, Function2<U, U, U> combOp) {
    return rdd().dataset().aggregate(zeroValue, seqOp, combOp);
  }

  /** As {@link #aggregate}, in two rounds if there are many partitions. */
  default <U> U treeAggregate(U zeroValue, Function2<U, T, U> seqOp, Function2<U, U, U> combOp) {
    return treeAggregate(zeroValue, seqOp, combOp, 2);
  }

  /**
   * As {@link #aggregate}, in rounds; {@code zeroValue} takes part in each, and is to be neutral.
   *
   * @param depth number of rounds, at least 1
   */
  default <U> U treeAggregate(
      U zeroValue, Function2<U, T, U> seqOp, Function2<U, U, U> combOp, int depth) {
    return treeAggregate(zeroValue, seqOp, combOp, depth, false);
  }

  /**
   * As {@link #aggregate}, in rounds; {@code zeroValue} takes part in each, and is to be neutral.
   *
   * @param depth number of rounds, at least 1
   * @param finalAggregateOnExecutor whether a task does the last round
   */
  default <U> U treeAggregate(
      U zeroValue,
      Function2<U, T, U> seqOp,
      Function2<U, U, U> combOp,
      int depth,
      boolean finalAggregateOnExecutor) {
    return Trees.aggregate(
        rdd().dataset(), zeroValue, seqOp, combOp, depth, finalAggregateOnExecutor);
  }

  /** As {@link #reduce}, in two rounds if there are many partitions. */
  default T treeReduce(Function2<T, T, T> f) {
    return treeReduce(f, 2);
  }

  /**
   * As {@link #reduce}, in rounds.
   *
   * @param depth number of rounds, at least 1
   */
  default T treeReduce(Function2<T, T, T> f, int depth) {
    return Trees.reduce(rdd().dataset(), f, depth);
  }

  /**
   * The greatest record.
   *
   * @throws UnsupportedOperationException if there is none
   */
  default T max(Comparator<T> comp) {
    return Extremes.max(rdd().dataset(), comp);
  }

  /**
   * The least record.
   *
   * @throws UnsupportedOperationException if there is none
   */
  default T min(Comparator<T> comp) {
    return Extremes.min(rdd().dataset(), comp);
  }

  /** The {@code num} greatest records, descending. */
  default List<T> top(int num) {
    return top(num, Sorting.natural());
  }

  /** The {@code num} greatest records, descending. */
  default List<T> top(int num, Comparator<T> comp) {
    return takeOrdered(num, Collections.reverseOrder(comp));
  }

  /** The {@code num} least records, ascending. */
  default List<T> takeOrdered(int num) {
    return takeOrdered(num, Sorting.natural());
  }

  /** The {@code num} least records, ascending. */
  default List<T> takeOrdered(int num, Comparator<T> comp) {
    return ResultList.of(Extremes.least(rdd().dataset(), num, comp));
  }

  /** {@code num} records in random order; without replacement all of them, if there are no more. */
  default List<T> takeSample(boolean withReplacement, int num) {
    return takeSample(withReplacement, num, ThreadLocalRandom.current().nextLong());
  }

  /**
   * {@code num} records in random order; without replacement all of them, if there are no more.
   *
   * @param seed the same gives the same sample of the same records, on Spark too
   */
  default List<T> takeSample(boolean withReplacement, int num, long seed) {
    return ResultList.of(Samples.take(rdd().dataset(), withReplacement, num, seed));
  }

  /**
   * The number of records, or an estimate if that takes longer than {@code timeout} milliseconds,
   * with 95 % confidence.
   */
  default PartialResult<BoundedDouble> countApprox(long timeout) {
    return countApprox(timeout, 0.95);
  }

  /**
   * The number of records, or an estimate if that takes longer.
   *
   * @param timeout in milliseconds
   * @param confidence probability that the number lies within the bounds, 0 to 1
   */
  default PartialResult<BoundedDouble> countApprox(long timeout, double confidence) {
    return rdd().countApprox(timeout, confidence);
  }

  /**
   * How often each record occurs, or estimates if that takes longer than {@code timeout}
   * milliseconds, with 95 % confidence.
   */
  default PartialResult<Map<T, BoundedDouble>> countByValueApprox(long timeout) {
    return countByValueApprox(timeout, 0.95);
  }

  /**
   * How often each record occurs, or estimates if that takes longer.
   *
   * @param timeout in milliseconds
   * @param confidence probability that a number lies within its bounds, 0 to 1
   */
  default PartialResult<Map<T, BoundedDouble>> countByValueApprox(long timeout, double confidence) {
    return ApproximateJob.countByValue(rdd().dataset(), timeout, confidence);
  }

  /**
   * About how many different records there are.
   *
   * @param relativeSD relative standard deviation of the estimate, more than 0.000017
   */
  default long countApproxDistinct(double relativeSD) {
    return DistinctEstimate.of(rdd().dataset(), relativeSD);
  }

  /** What this is computed from, a line per RDD. */
  default String toDebugString() {
    return Lineage.describe(rdd().dataset());
  }

  private JavaRDD<String> lines(ProcessPipe pipe) {
    return new JavaRDD<>(new RDD<>(pipe.of(rdd().dataset())), ClassTags.any());
  }

  /** Numbers are no pairs: whatever placed the records of this does not place them. */
  private JavaDoubleRDD doubles(NarrowFunction<T, Double> function) {
    return JavaDoubleRDD.of(rdd().dataset().narrow(function, false));
  }

  private static <K2, V2> JavaPairRDD<K2, V2> pairs(Dataset<Tuple2<K2, V2>> dataset) {
    return new JavaPairRDD<>(new RDD<>(dataset), ClassTags.any(), ClassTags.any());
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
