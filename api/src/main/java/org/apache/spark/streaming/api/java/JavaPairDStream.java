// SPDX-License-Identifier: Apache-2.0
package org.apache.spark.streaming.api.java;

import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.mapred.JobConf;
import org.apache.hadoop.mapred.OutputFormat;
import org.apache.spark.HashPartitioner;
import org.apache.spark.Partitioner;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.Optional;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.api.java.function.Function2;
import org.apache.spark.rdd.RDD;
import org.apache.spark.storage.StorageLevel;
import org.apache.spark.streaming.Duration;
import org.apache.spark.streaming.Time;
import org.apache.spark.streaming.dstream.DStream;
import org.dstreambeam.compute.Aggregator;
import org.dstreambeam.compute.CoGroup;
import org.dstreambeam.compute.Joins;
import org.dstreambeam.compute.Narrow;
import org.dstreambeam.files.StreamFiles;
import org.dstreambeam.plan.KeyedOperations;
import org.dstreambeam.plan.Operations;
import org.dstreambeam.plan.Slices;
import org.dstreambeam.rdd.ClassTags;
import org.jspecify.annotations.Nullable;
import scala.Tuple2;
import scala.reflect.ClassTag;
import scala.runtime.BoxesRunTime;

/**
 * A stream of key-value pairs. Keys need consistent {@code equals} and {@code hashCode}.
 *
 * @param <K> type of the keys
 * @param <V> type of the values
 */
public class JavaPairDStream<K, V>
    extends AbstractJavaDStreamLike<Tuple2<K, V>, JavaPairDStream<K, V>, JavaPairRDD<K, V>> {

  private final DStream<Tuple2<K, V>> dstream;
  private final transient ClassTag<K> kManifest;
  private final transient ClassTag<V> vManifest;

  public JavaPairDStream(
      DStream<Tuple2<K, V>> dstream, ClassTag<K> kManifest, ClassTag<V> vManifest) {
    this.dstream = dstream;
    this.kManifest = kManifest;
    this.vManifest = vManifest;
  }

  static <K, V> JavaPairDStream<K, V> of(DStream<Tuple2<K, V>> dstream) {
    return new JavaPairDStream<>(dstream, ClassTags.any(), ClassTags.any());
  }

  public static <K, V> JavaPairDStream<K, V> fromJavaDStream(JavaDStream<Tuple2<K, V>> dstream) {
    return of(dstream.dstream());
  }

  public static <K, V> JavaPairDStream<K, V> fromPairDStream(
      DStream<Tuple2<K, V>> dstream, ClassTag<K> kTag, ClassTag<V> vTag) {
    return new JavaPairDStream<>(dstream, kTag, vTag);
  }

  /** The counts of a Scala stream, which are the same objects; a null becomes 0. */
  public static <K> JavaPairDStream<K, Long> scalaToJavaLong(
      JavaPairDStream<K, Object> dstream, ClassTag<K> classTag) {
    return fromPairDStream(
        KeyedOperations.mapValues(dstream.dstream, BoxesRunTime::unboxToLong),
        classTag,
        ClassTags.any());
  }

  @Override
  public DStream<Tuple2<K, V>> dstream() {
    return dstream;
  }

  @Override
  public ClassTag<Tuple2<K, V>> classTag() {
    return ClassTags.any();
  }

  public ClassTag<K> kManifest() {
    return kManifest;
  }

  public ClassTag<V> vManifest() {
    return vManifest;
  }

  @Override
  public JavaPairRDD<K, V> wrapRDD(RDD<Tuple2<K, V>> rdd) {
    return JavaPairRDD.fromRDD(rdd, kManifest, vManifest);
  }

  /** The same stream, its pairs as records. */
  public JavaDStream<Tuple2<K, V>> toJavaDStream() {
    return JavaDStream.of(dstream);
  }

  /** The pairs for which the function returns true; keys stay in their partitions. */
  public JavaPairDStream<K, V> filter(Function<Tuple2<K, V>, Boolean> f) {
    return of(Operations.narrowKeepingPartitioning(dstream, "filter", Narrow.filter(f)));
  }

  /** See {@link DStream#compute}; null if there is no such batch. */
  public @Nullable JavaPairRDD<K, V> compute(Time validTime) {
    var rdd = Slices.compute(dstream, validTime);
    return rdd == null ? null : wrapRDD(rdd);
  }

  /**
   * Gives the RDD of each batch this level, which {@code getStorageLevel} tells; batches are in
   * memory anyway. Returns the same stream.
   *
   * @throws UnsupportedOperationException once the context has started
   */
  public JavaPairDStream<K, V> persist(StorageLevel storageLevel) {
    return of(dstream.persist(storageLevel));
  }

  /** {@link #persist(StorageLevel)} with {@code MEMORY_ONLY_SER}. */
  public JavaPairDStream<K, V> persist() {
    return of(dstream.persist());
  }

  /** {@link #persist()}. */
  public JavaPairDStream<K, V> cache() {
    return of(dstream.cache());
  }

  /**
   * The records of the last {@code windowDuration}, at each batch.
   *
   * <p>Throws a plain {@code Exception}, undeclared as in Spark, if the duration is no multiple of
   * this stream's slide
   */
  public JavaPairDStream<K, V> window(Duration windowDuration) {
    return window(windowDuration, dstream.slideDuration());
  }

  /**
   * The records of the last {@code windowDuration}, every {@code slideDuration} counted from the
   * start; downstream operations run only then. The first windows are partial.
   *
   * <p>Throws a plain {@code Exception}, undeclared as in Spark, if a duration is no multiple of
   * this stream's slide
   */
  public JavaPairDStream<K, V> window(Duration windowDuration, Duration slideDuration) {
    return of(Operations.window(dstream, windowDuration, slideDuration));
  }

  /** The pairs of this stream, then those of {@code that}, duplicates kept. */
  public JavaPairDStream<K, V> union(JavaPairDStream<K, V> that) {
    return of(Operations.union(List.of(dstream, that.dstream())));
  }

  /**
   * One pair per key of the batch, its values reduced by an associative and commutative function; a
   * single value passes through. The default parallelism decides the number of partitions.
   */
  public JavaPairDStream<K, V> reduceByKey(Function2<V, V, V> func) {
    return reduceByKey(func, Operations.defaultPartitioner(dstream));
  }

  /** As {@link #reduceByKey(Function2)}, in {@code numPartitions} hash partitions. */
  public JavaPairDStream<K, V> reduceByKey(Function2<V, V, V> func, int numPartitions) {
    return reduceByKey(func, new HashPartitioner(numPartitions));
  }

  /** As {@link #reduceByKey(Function2)}, each key in the partition the partitioner says. */
  public JavaPairDStream<K, V> reduceByKey(Function2<V, V, V> func, Partitioner partitioner) {
    return of(KeyedOperations.reduceByKey(dstream, func, partitioner));
  }

  /** The same pairs in {@code numPartitions} partitions, each partition dealt out in turn. */
  public JavaPairDStream<K, V> repartition(int numPartitions) {
    return of(Operations.repartition(dstream, numPartitions));
  }

  /**
   * The values of each key of the batch, those of earlier partitions first. The default parallelism
   * decides the number of partitions.
   */
  public JavaPairDStream<K, Iterable<V>> groupByKey() {
    return groupByKey(Operations.defaultPartitioner(dstream));
  }

  /** As {@link #groupByKey()}, in {@code numPartitions} hash partitions. */
  public JavaPairDStream<K, Iterable<V>> groupByKey(int numPartitions) {
    return groupByKey(new HashPartitioner(numPartitions));
  }

  /** As {@link #groupByKey()}, each key in the partition the partitioner says. */
  public JavaPairDStream<K, Iterable<V>> groupByKey(Partitioner partitioner) {
    return of(KeyedOperations.groupByKeyForJava(dstream, partitioner));
  }

  /**
   * One pair per key of the batch: its first value in a partition becomes a combiner, further ones
   * are merged into it, and then the combiners of all partitions.
   */
  public <C> JavaPairDStream<K, C> combineByKey(
      Function<V, C> createCombiner,
      Function2<C, V, C> mergeValue,
      Function2<C, C, C> mergeCombiners,
      Partitioner partitioner) {
    return combineByKey(createCombiner, mergeValue, mergeCombiners, partitioner, true);
  }

  /**
   * As {@link #combineByKey(Function, Function2, Function2, Partitioner)}.
   *
   * @param mapSideCombine false to move the values before they are combined; {@code mergeCombiners}
   *     is not called then
   */
  public <C> JavaPairDStream<K, C> combineByKey(
      Function<V, C> createCombiner,
      Function2<C, V, C> mergeValue,
      Function2<C, C, C> mergeCombiners,
      Partitioner partitioner,
      boolean mapSideCombine) {
    return of(
        KeyedOperations.combineByKey(
            dstream,
            Aggregator.of(createCombiner, mergeValue, mergeCombiners),
            partitioner,
            mapSideCombine));
  }

  /** Pairs of the same keys with other values; keys stay in their partitions. */
  public <U> JavaPairDStream<K, U> mapValues(Function<V, U> f) {
    return of(KeyedOperations.mapValues(dstream, f));
  }

  /** For each pair its key with each of the values returned; keys stay in their partitions. */
  public <U> JavaPairDStream<K, U> flatMapValues(FlatMapFunction<V, U> f) {
    return of(KeyedOperations.flatMapValues(dstream, f));
  }

  /**
   * Of each key of either stream the values in both, in the batches of the same time. The default
   * parallelism decides the number of partitions.
   *
   * @throws IllegalArgumentException if the streams slide apart or belong to different contexts
   */
  public <W> JavaPairDStream<K, Tuple2<Iterable<V>, Iterable<W>>> cogroup(
      JavaPairDStream<K, W> other) {
    return cogroup(other, Operations.defaultPartitioner(dstream));
  }

  /** As {@link #cogroup(JavaPairDStream)}, in {@code numPartitions} hash partitions. */
  public <W> JavaPairDStream<K, Tuple2<Iterable<V>, Iterable<W>>> cogroup(
      JavaPairDStream<K, W> other, int numPartitions) {
    return cogroup(other, new HashPartitioner(numPartitions));
  }

  /** As {@link #cogroup(JavaPairDStream)}, each key in the partition the partitioner says. */
  public <W> JavaPairDStream<K, Tuple2<Iterable<V>, Iterable<W>>> cogroup(
      JavaPairDStream<K, W> other, Partitioner partitioner) {
    return of(
        KeyedOperations.cogroup("cogroup", dstream, other.dstream, partitioner, CoGroup.ofTwo()));
  }

  /**
   * Of each key that both batches of the same time have, every value here with every one there.
   *
   * @throws IllegalArgumentException if the streams slide apart or belong to different contexts
   */
  public <W> JavaPairDStream<K, Tuple2<V, W>> join(JavaPairDStream<K, W> other) {
    return join(other, Operations.defaultPartitioner(dstream));
  }

  /** As {@link #join(JavaPairDStream)}, in {@code numPartitions} hash partitions. */
  public <W> JavaPairDStream<K, Tuple2<V, W>> join(JavaPairDStream<K, W> other, int numPartitions) {
    return join(other, new HashPartitioner(numPartitions));
  }

  /** As {@link #join(JavaPairDStream)}, each key in the partition the partitioner says. */
  public <W> JavaPairDStream<K, Tuple2<V, W>> join(
      JavaPairDStream<K, W> other, Partitioner partitioner) {
    return of(KeyedOperations.cogroup("join", dstream, other.dstream, partitioner, Joins.inner()));
  }

  /**
   * As {@link #join(JavaPairDStream)}, also of the keys that only this stream has. A null in the
   * other stream fails the batch.
   *
   * @throws IllegalArgumentException if the streams slide apart or belong to different contexts
   */
  public <W> JavaPairDStream<K, Tuple2<V, Optional<W>>> leftOuterJoin(JavaPairDStream<K, W> other) {
    return leftOuterJoin(other, Operations.defaultPartitioner(dstream));
  }

  /** As {@link #leftOuterJoin(JavaPairDStream)}, in {@code numPartitions} hash partitions. */
  public <W> JavaPairDStream<K, Tuple2<V, Optional<W>>> leftOuterJoin(
      JavaPairDStream<K, W> other, int numPartitions) {
    return leftOuterJoin(other, new HashPartitioner(numPartitions));
  }

  /** As {@link #leftOuterJoin(JavaPairDStream)}, each key in the partition the partitioner says. */
  public <W> JavaPairDStream<K, Tuple2<V, Optional<W>>> leftOuterJoin(
      JavaPairDStream<K, W> other, Partitioner partitioner) {
    return of(
        KeyedOperations.cogroup(
            "leftOuterJoin", dstream, other.dstream, partitioner, Joins.left()));
  }

  /**
   * As {@link #join(JavaPairDStream)}, also of the keys that only the other stream has. A null in
   * this stream fails the batch.
   *
   * @throws IllegalArgumentException if the streams slide apart or belong to different contexts
   */
  public <W> JavaPairDStream<K, Tuple2<Optional<V>, W>> rightOuterJoin(
      JavaPairDStream<K, W> other) {
    return rightOuterJoin(other, Operations.defaultPartitioner(dstream));
  }

  /** As {@link #rightOuterJoin(JavaPairDStream)}, in {@code numPartitions} hash partitions. */
  public <W> JavaPairDStream<K, Tuple2<Optional<V>, W>> rightOuterJoin(
      JavaPairDStream<K, W> other, int numPartitions) {
    return rightOuterJoin(other, new HashPartitioner(numPartitions));
  }

  /**
   * As {@link #rightOuterJoin(JavaPairDStream)}, each key in the partition the partitioner says.
   */
  public <W> JavaPairDStream<K, Tuple2<Optional<V>, W>> rightOuterJoin(
      JavaPairDStream<K, W> other, Partitioner partitioner) {
    return of(
        KeyedOperations.cogroup(
            "rightOuterJoin", dstream, other.dstream, partitioner, Joins.right()));
  }

  /**
   * As {@link #join(JavaPairDStream)}, also of the keys that only one of the streams has. A null
   * value fails the batch.
   *
   * @throws IllegalArgumentException if the streams slide apart or belong to different contexts
   */
  public <W> JavaPairDStream<K, Tuple2<Optional<V>, Optional<W>>> fullOuterJoin(
      JavaPairDStream<K, W> other) {
    return fullOuterJoin(other, Operations.defaultPartitioner(dstream));
  }

  /** As {@link #fullOuterJoin(JavaPairDStream)}, in {@code numPartitions} hash partitions. */
  public <W> JavaPairDStream<K, Tuple2<Optional<V>, Optional<W>>> fullOuterJoin(
      JavaPairDStream<K, W> other, int numPartitions) {
    return fullOuterJoin(other, new HashPartitioner(numPartitions));
  }

  /** As {@link #fullOuterJoin(JavaPairDStream)}, each key in the partition the partitioner says. */
  public <W> JavaPairDStream<K, Tuple2<Optional<V>, Optional<W>>> fullOuterJoin(
      JavaPairDStream<K, W> other, Partitioner partitioner) {
    return of(
        KeyedOperations.cogroup(
            "fullOuterJoin", dstream, other.dstream, partitioner, Joins.full()));
  }

  /** Fails in every batch, as in Spark: a Java program has to name the classes. */
  public void saveAsHadoopFiles(@Nullable String prefix, @Nullable String suffix) {
    StreamFiles.saveAsHadoopFiles(dstream, prefix, suffix);
  }

  /**
   * Writes each batch to a directory {@code prefix-T.suffix}, T being the batch time in ms, by a
   * format of {@code mapred}; an empty batch, too. The context's Hadoop configuration is taken as
   * it is now.
   */
  public <F extends OutputFormat<?, ?>> void saveAsHadoopFiles(
      @Nullable String prefix,
      @Nullable String suffix,
      Class<?> keyClass,
      Class<?> valueClass,
      Class<F> outputFormatClass) {
    StreamFiles.saveAsHadoopFiles(
        dstream, prefix, suffix, keyClass, valueClass, outputFormatClass, null);
  }

  /** As the other form, with a configuration of its own. */
  public <F extends OutputFormat<?, ?>> void saveAsHadoopFiles(
      @Nullable String prefix,
      @Nullable String suffix,
      Class<?> keyClass,
      Class<?> valueClass,
      Class<F> outputFormatClass,
      JobConf conf) {
    StreamFiles.saveAsHadoopFiles(
        dstream, prefix, suffix, keyClass, valueClass, outputFormatClass, conf);
  }

  /** Fails in every batch, as in Spark: a Java program has to name the classes. */
  public void saveAsNewAPIHadoopFiles(@Nullable String prefix, @Nullable String suffix) {
    StreamFiles.saveAsNewAPIHadoopFiles(dstream, prefix, suffix);
  }

  /** As {@link #saveAsHadoopFiles}, by a format of {@code mapreduce}. */
  public <F extends org.apache.hadoop.mapreduce.OutputFormat<?, ?>> void saveAsNewAPIHadoopFiles(
      @Nullable String prefix,
      @Nullable String suffix,
      Class<?> keyClass,
      Class<?> valueClass,
      Class<F> outputFormatClass) {
    StreamFiles.saveAsNewAPIHadoopFiles(
        dstream, prefix, suffix, keyClass, valueClass, outputFormatClass, null);
  }

  /** As the other form, with a configuration of its own. */
  public <F extends org.apache.hadoop.mapreduce.OutputFormat<?, ?>> void saveAsNewAPIHadoopFiles(
      @Nullable String prefix,
      @Nullable String suffix,
      Class<?> keyClass,
      Class<?> valueClass,
      Class<F> outputFormatClass,
      Configuration conf) {
    StreamFiles.saveAsNewAPIHadoopFiles(
        dstream, prefix, suffix, keyClass, valueClass, outputFormatClass, conf);
  }

  /** What Scala programs get for the argument they leave out. */
  public <F extends org.apache.hadoop.mapreduce.OutputFormat<?, ?>>
      Configuration saveAsNewAPIHadoopFiles$default$6() {
    return dstream.context().sparkContext().hadoopConfiguration();
  }
}
