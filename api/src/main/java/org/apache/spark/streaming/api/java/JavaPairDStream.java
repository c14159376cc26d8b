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
import org.apache.spark.streaming.StateSpec;
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
import org.dstreambeam.plan.StateOperations;
import org.dstreambeam.plan.WindowOperations;
import org.dstreambeam.rdd.ClassTags;
import org.dstreambeam.state.Updates;
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
    return of(WindowOperations.window(dstream, windowDuration, slideDuration));
  }

  /** As {@link #groupByKeyAndWindow(Duration, Duration)}, at each batch. */
  public JavaPairDStream<K, Iterable<V>> groupByKeyAndWindow(Duration windowDuration) {
    return groupByKeyAndWindow(windowDuration, dstream.slideDuration());
  }

  /**
   * One pair for each key in the window, with its values, those of older batches first; the default
   * parallelism.
   *
   * <p>Throws a plain {@code Exception}, undeclared as in Spark, if a duration is no multiple of
   * this stream's slide
   */
  public JavaPairDStream<K, Iterable<V>> groupByKeyAndWindow(
      Duration windowDuration, Duration slideDuration) {
    return groupByKeyAndWindow(
        windowDuration, slideDuration, Operations.defaultPartitioner(dstream));
  }

  /** As the other form, in {@code numPartitions} hash partitions. */
  public JavaPairDStream<K, Iterable<V>> groupByKeyAndWindow(
      Duration windowDuration, Duration slideDuration, int numPartitions) {
    return groupByKeyAndWindow(windowDuration, slideDuration, new HashPartitioner(numPartitions));
  }

  /** As the other form, each key where the partitioner says. */
  public JavaPairDStream<K, Iterable<V>> groupByKeyAndWindow(
      Duration windowDuration, Duration slideDuration, Partitioner partitioner) {
    return of(
        WindowOperations.groupByKeyAndWindowForJava(
            dstream, windowDuration, slideDuration, partitioner));
  }

  /** As {@link #reduceByKeyAndWindow(Function2, Duration, Duration)}, at each batch. */
  public JavaPairDStream<K, V> reduceByKeyAndWindow(
      Function2<V, V, V> reduceFunc, Duration windowDuration) {
    return reduceByKeyAndWindow(reduceFunc, windowDuration, dstream.slideDuration());
  }

  /**
   * One pair for each key in the window, its values reduced by an associative function; the only
   * value of a key passes through. The default parallelism.
   *
   * <p>Throws a plain {@code Exception}, undeclared as in Spark, if a duration is no multiple of
   * this stream's slide
   */
  public JavaPairDStream<K, V> reduceByKeyAndWindow(
      Function2<V, V, V> reduceFunc, Duration windowDuration, Duration slideDuration) {
    return reduceByKeyAndWindow(
        reduceFunc, windowDuration, slideDuration, Operations.defaultPartitioner(dstream));
  }

  /** As the other form, in {@code numPartitions} hash partitions. */
  public JavaPairDStream<K, V> reduceByKeyAndWindow(
      Function2<V, V, V> reduceFunc,
      Duration windowDuration,
      Duration slideDuration,
      int numPartitions) {
    return reduceByKeyAndWindow(
        reduceFunc, windowDuration, slideDuration, new HashPartitioner(numPartitions));
  }

  /** As the other form, each key where the partitioner says. */
  public JavaPairDStream<K, V> reduceByKeyAndWindow(
      Function2<V, V, V> reduceFunc,
      Duration windowDuration,
      Duration slideDuration,
      Partitioner partitioner) {
    return of(
        WindowOperations.reduceByKeyAndWindow(
            dstream, reduceFunc, windowDuration, slideDuration, partitioner));
  }

  /**
   * As without the inverse function, computed from the result before: what left the window is taken
   * away, then what came in is added. A key that was ever there stays, with what is left of it.
   * Needs a checkpoint directory.
   *
   * @throws IllegalArgumentException if a duration is no multiple of this stream's slide
   */
  public JavaPairDStream<K, V> reduceByKeyAndWindow(
      Function2<V, V, V> reduceFunc,
      Function2<V, V, V> invReduceFunc,
      Duration windowDuration,
      Duration slideDuration) {
    return of(
        WindowOperations.reduceByKeyAndWindow(
            dstream,
            reduceFunc,
            invReduceFunc,
            windowDuration,
            slideDuration,
            Operations.defaultPartitioner(dstream),
            null));
  }

  /** As the other form, in {@code numPartitions} hash partitions. */
  public JavaPairDStream<K, V> reduceByKeyAndWindow(
      Function2<V, V, V> reduceFunc,
      Function2<V, V, V> invReduceFunc,
      Duration windowDuration,
      Duration slideDuration,
      int numPartitions,
      Function<Tuple2<K, V>, Boolean> filterFunc) {
    return reduceByKeyAndWindow(
        reduceFunc,
        invReduceFunc,
        windowDuration,
        slideDuration,
        new HashPartitioner(numPartitions),
        filterFunc);
  }

  /**
   * As without a filter; a pair that the filter refuses does not come out, and is forgotten. If its
   * key still has values in the window, the batch in which these leave fails.
   *
   * @param filterFunc if it is null, every batch fails that has a pair
   */
  public JavaPairDStream<K, V> reduceByKeyAndWindow(
      Function2<V, V, V> reduceFunc,
      Function2<V, V, V> invReduceFunc,
      Duration windowDuration,
      Duration slideDuration,
      Partitioner partitioner,
      Function<Tuple2<K, V>, Boolean> filterFunc) {
    return of(
        WindowOperations.reduceByKeyAndWindow(
            dstream,
            reduceFunc,
            invReduceFunc,
            windowDuration,
            slideDuration,
            partitioner,
            pair -> filterFunc.call(pair)));
  }

  /**
   * As {@link #updateStateByKey(Function2, Partitioner, JavaPairRDD)}, without initial states; the
   * default parallelism.
   */
  public <S> JavaPairDStream<K, S> updateStateByKey(
      Function2<List<V>, Optional<S>, Optional<S>> updateFunc) {
    return updateStateByKey(updateFunc, Operations.defaultPartitioner(dstream));
  }

  /** As the other form, in {@code numPartitions} hash partitions. */
  public <S> JavaPairDStream<K, S> updateStateByKey(
      Function2<List<V>, Optional<S>, Optional<S>> updateFunc, int numPartitions) {
    return updateStateByKey(updateFunc, new HashPartitioner(numPartitions));
  }

  /** As the other form, each key where the partitioner says. */
  public <S> JavaPairDStream<K, S> updateStateByKey(
      Function2<List<V>, Optional<S>, Optional<S>> updateFunc, Partitioner partitioner) {
    return of(
        StateOperations.<K, V, S>updateStateByKey(
            dstream, Updates.of(updateFunc), partitioner, true, null));
  }

  /**
   * The state of each key. In every batch, also an empty one, the function is called once for every
   * key that has a state or values in the batch: with the values, which may be none, and the state,
   * absent if the key is new. It returns the new state; an absent one forgets the key. All states
   * come out in every batch. Needs a checkpoint directory.
   *
   * @param initialRDD the states before the first batch, in which the function is called for them
   */
  public <S> JavaPairDStream<K, S> updateStateByKey(
      Function2<List<V>, Optional<S>, Optional<S>> updateFunc,
      Partitioner partitioner,
      JavaPairRDD<K, S> initialRDD) {
    return of(
        StateOperations.<K, V, S>updateStateByKey(
            dstream, Updates.of(updateFunc), partitioner, true, initialRDD.rdd()));
  }

  /**
   * What the function of {@code spec} makes of each record and the state of its key. The function
   * is called once per record, in order; keys without records are not looked at, but for those that
   * time out. Needs a checkpoint directory.
   */
  public <StateType, MappedType> JavaMapWithStateDStream<K, V, StateType, MappedType> mapWithState(
      StateSpec<K, V, StateType, MappedType> spec) {
    return new JavaMapWithStateDStream<>(StateOperations.mapWithState(dstream, spec));
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
