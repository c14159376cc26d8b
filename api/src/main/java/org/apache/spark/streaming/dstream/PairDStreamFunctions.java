// SPDX-License-Identifier: Apache-2.0
package org.apache.spark.streaming.dstream;

import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.mapred.JobConf;
import org.apache.hadoop.mapred.OutputFormat;
import org.apache.spark.HashPartitioner;
import org.apache.spark.Partitioner;
import org.apache.spark.SparkContext;
import org.apache.spark.rdd.RDD;
import org.apache.spark.streaming.Duration;
import org.apache.spark.streaming.StateSpec;
import org.apache.spark.streaming.StreamingContext;
import org.apache.spark.streaming.Time;
import org.dstreambeam.compute.Aggregator;
import org.dstreambeam.compute.ArrayKeys;
import org.dstreambeam.compute.Joins;
import org.dstreambeam.compute.ScalaGroups;
import org.dstreambeam.files.StreamFiles;
import org.dstreambeam.plan.KeyedOperations;
import org.dstreambeam.plan.Operations;
import org.dstreambeam.plan.StateOperations;
import org.dstreambeam.plan.WindowOperations;
import org.dstreambeam.rdd.ScalaFunctions;
import org.dstreambeam.state.Updates;
import org.jspecify.annotations.Nullable;
import scala.Function1;
import scala.Function2;
import scala.Function4;
import scala.None$;
import scala.Option;
import scala.Serializable;
import scala.Tuple2;
import scala.Tuple3;
import scala.collection.Iterable;
import scala.collection.Iterator;
import scala.collection.JavaConverters;
import scala.collection.Seq;
import scala.collection.TraversableOnce;
import scala.math.Ordering;
import scala.reflect.ClassTag;

/**
 * The operations of a stream of pairs, as Scala names them; Java programs use {@link
 * org.apache.spark.streaming.api.java.JavaPairDStream}.
 *
 * @param <K> type of the keys
 * @param <V> type of the values
 */
public class PairDStreamFunctions<K, V> implements Serializable {

  private final DStream<Tuple2<K, V>> self;
  private final ClassTag<K> keyTag;
  private final ClassTag<V> valueTag;

  /**
   * The operations of {@code self}; nothing needs the order of the keys. Outputs that write files
   * need the tags, and keys that are arrays fail the batches of operations that compare them.
   */
  public PairDStreamFunctions(
      DStream<Tuple2<K, V>> self, ClassTag<K> kt, ClassTag<V> vt, @Nullable Ordering<K> ord) {
    this.self = self;
    this.keyTag = kt;
    this.valueTag = vt;
  }

  public StreamingContext ssc() {
    return self.ssc();
  }

  public SparkContext sparkContext() {
    return ssc().sparkContext();
  }

  /** The values of each key of the batch; the default parallelism. */
  public DStream<Tuple2<K, Iterable<V>>> groupByKey() {
    return groupByKey(Operations.defaultPartitioner(self));
  }

  /** As {@link #groupByKey()}, in {@code numPartitions} hash partitions. */
  public DStream<Tuple2<K, Iterable<V>>> groupByKey(int numPartitions) {
    return groupByKey(new HashPartitioner(numPartitions));
  }

  /** As {@link #groupByKey()}, each key where the partitioner says. */
  public DStream<Tuple2<K, Iterable<V>>> groupByKey(Partitioner partitioner) {
    return KeyedOperations.mapValues(
        KeyedOperations.groupByKey(combined(partitioner, true), partitioner), ScalaGroups::buffer);
  }

  /** One pair per key of the batch, its values reduced; the default parallelism. */
  public DStream<Tuple2<K, V>> reduceByKey(Function2<V, V, V> function) {
    return reduceByKey(function, Operations.defaultPartitioner(self));
  }

  /** As {@link #reduceByKey(Function2)}, in {@code numPartitions} hash partitions. */
  public DStream<Tuple2<K, V>> reduceByKey(Function2<V, V, V> function, int numPartitions) {
    return reduceByKey(function, new HashPartitioner(numPartitions));
  }

  /** As {@link #reduceByKey(Function2)}, each key where the partitioner says. */
  public DStream<Tuple2<K, V>> reduceByKey(Function2<V, V, V> function, Partitioner partitioner) {
    return KeyedOperations.reduceByKey(combined(partitioner, true), function::apply, partitioner);
  }

  /** One pair per key of the batch, its values combined. */
  public <C> DStream<Tuple2<K, C>> combineByKey(
      Function1<V, C> createCombiner,
      Function2<C, V, C> mergeValue,
      Function2<C, C, C> mergeCombiner,
      Partitioner partitioner,
      boolean mapSideCombine,
      ClassTag<C> tag) {
    return KeyedOperations.combineByKey(
        combined(partitioner, mapSideCombine),
        Aggregator.of(createCombiner::apply, mergeValue::apply, mergeCombiner::apply),
        partitioner,
        mapSideCombine);
  }

  public <C> boolean combineByKey$default$5() {
    return true;
  }

  /** Pairs of the same keys with other values; keys stay in their partitions. */
  public <U> DStream<Tuple2<K, U>> mapValues(Function1<V, U> function, ClassTag<U> tag) {
    return KeyedOperations.mapValues(self, function::apply);
  }

  /** For each pair its key with each of the values returned; keys stay in their partitions. */
  public <U> DStream<Tuple2<K, U>> flatMapValues(
      Function1<V, TraversableOnce<U>> function, ClassTag<U> tag) {
    return KeyedOperations.flatMapValues(
        self,
        value ->
            JavaConverters.asJavaIteratorConverter(function.apply(value).toIterator()).asJava());
  }

  /** As {@link #groupByKeyAndWindow(Duration, Duration)}, at each batch. */
  public DStream<Tuple2<K, Iterable<V>>> groupByKeyAndWindow(Duration windowDuration) {
    return groupByKeyAndWindow(windowDuration, self.slideDuration());
  }

  /**
   * One pair for each key in the window, with its values, those of older batches first; the default
   * parallelism.
   *
   * <p>Throws a plain {@code Exception}, undeclared as in Spark, if a duration is no multiple of
   * the stream's slide
   */
  public DStream<Tuple2<K, Iterable<V>>> groupByKeyAndWindow(
      Duration windowDuration, Duration slideDuration) {
    return groupByKeyAndWindow(windowDuration, slideDuration, Operations.defaultPartitioner(self));
  }

  /** As the other form, in {@code numPartitions} hash partitions. */
  public DStream<Tuple2<K, Iterable<V>>> groupByKeyAndWindow(
      Duration windowDuration, Duration slideDuration, int numPartitions) {
    return groupByKeyAndWindow(windowDuration, slideDuration, new HashPartitioner(numPartitions));
  }

  /** As the other form, each key where the partitioner says. */
  public DStream<Tuple2<K, Iterable<V>>> groupByKeyAndWindow(
      Duration windowDuration, Duration slideDuration, Partitioner partitioner) {
    return KeyedOperations.mapValues(
        WindowOperations.groupByKeyAndWindow(
            combined(partitioner, true), windowDuration, slideDuration, partitioner),
        ScalaGroups::buffer);
  }

  /** As {@link #reduceByKeyAndWindow(Function2, Duration, Duration)}, at each batch. */
  public DStream<Tuple2<K, V>> reduceByKeyAndWindow(
      Function2<V, V, V> reduceFunc, Duration windowDuration) {
    return reduceByKeyAndWindow(reduceFunc, windowDuration, self.slideDuration());
  }

  /**
   * One pair for each key in the window, its values reduced by an associative function; the only
   * value of a key passes through. The default parallelism.
   *
   * <p>Throws a plain {@code Exception}, undeclared as in Spark, if a duration is no multiple of
   * the stream's slide
   */
  public DStream<Tuple2<K, V>> reduceByKeyAndWindow(
      Function2<V, V, V> reduceFunc, Duration windowDuration, Duration slideDuration) {
    return reduceByKeyAndWindow(
        reduceFunc, windowDuration, slideDuration, Operations.defaultPartitioner(self));
  }

  /** As the other form, in {@code numPartitions} hash partitions. */
  public DStream<Tuple2<K, V>> reduceByKeyAndWindow(
      Function2<V, V, V> reduceFunc,
      Duration windowDuration,
      Duration slideDuration,
      int numPartitions) {
    return reduceByKeyAndWindow(
        reduceFunc, windowDuration, slideDuration, new HashPartitioner(numPartitions));
  }

  /** As the other form, each key where the partitioner says. */
  public DStream<Tuple2<K, V>> reduceByKeyAndWindow(
      Function2<V, V, V> reduceFunc,
      Duration windowDuration,
      Duration slideDuration,
      Partitioner partitioner) {
    return WindowOperations.reduceByKeyAndWindow(
        combined(partitioner, true), reduceFunc::apply, windowDuration, slideDuration, partitioner);
  }

  /** As the other form, in {@code numPartitions} hash partitions. */
  public DStream<Tuple2<K, V>> reduceByKeyAndWindow(
      Function2<V, V, V> reduceFunc,
      Function2<V, V, V> invReduceFunc,
      Duration windowDuration,
      Duration slideDuration,
      int numPartitions,
      @Nullable Function1<Tuple2<K, V>, Object> filterFunc) {
    return reduceByKeyAndWindow(
        reduceFunc,
        invReduceFunc,
        windowDuration,
        slideDuration,
        new HashPartitioner(numPartitions),
        filterFunc);
  }

  /**
   * As without an inverse function, computed from the result before: what left the window is taken
   * away, then what came in is added. A key that was ever there stays, with what is left of it.
   * Needs a checkpoint directory.
   *
   * @param filterFunc a pair that it refuses does not come out, and is forgotten; if its key still
   *     has values in the window, the batch in which these leave fails. Null for no filter
   * @throws IllegalArgumentException if a duration is no multiple of the stream's slide
   */
  public DStream<Tuple2<K, V>> reduceByKeyAndWindow(
      Function2<V, V, V> reduceFunc,
      Function2<V, V, V> invReduceFunc,
      Duration windowDuration,
      Duration slideDuration,
      Partitioner partitioner,
      @Nullable Function1<Tuple2<K, V>, Object> filterFunc) {
    return WindowOperations.reduceByKeyAndWindow(
        combined(partitioner, true),
        reduceFunc::apply,
        invReduceFunc::apply,
        windowDuration,
        slideDuration,
        partitioner,
        filterFunc == null ? null : ScalaFunctions.predicate(filterFunc));
  }

  public Duration reduceByKeyAndWindow$default$4() {
    return self.slideDuration();
  }

  public int reduceByKeyAndWindow$default$5() {
    return sparkContext().defaultParallelism();
  }

  public @Nullable Function1<Tuple2<K, V>, Object> reduceByKeyAndWindow$default$6() {
    return null;
  }

  /**
   * What the function of {@code spec} makes of each record and the state of its key. The function
   * is called once per record, in order; keys without records are not looked at, but for those that
   * time out. Needs a checkpoint directory.
   */
  public <StateType, MappedType> MapWithStateDStream<K, V, StateType, MappedType> mapWithState(
      StateSpec<K, V, StateType, MappedType> spec,
      ClassTag<StateType> stateTag,
      ClassTag<MappedType> mappedTag) {
    return StateOperations.mapWithState(moved(StateOperations.partitioner(self, spec)), spec);
  }

  /**
   * As {@link #updateStateByKey(Function4, Partitioner, boolean, Option, ClassTag)} without time
   * and key, keeping partitions; the default parallelism.
   */
  public <S> DStream<Tuple2<K, S>> updateStateByKey(
      Function2<Seq<V>, Option<S>, Option<S>> updateFunc, ClassTag<S> tag) {
    return updateStateByKey(updateFunc, Operations.defaultPartitioner(self), tag);
  }

  /** As the other form, in {@code numPartitions} hash partitions. */
  public <S> DStream<Tuple2<K, S>> updateStateByKey(
      Function2<Seq<V>, Option<S>, Option<S>> updateFunc, int numPartitions, ClassTag<S> tag) {
    return updateStateByKey(updateFunc, new HashPartitioner(numPartitions), tag);
  }

  /** As the other form, each key where the partitioner says. */
  public <S> DStream<Tuple2<K, S>> updateStateByKey(
      Function2<Seq<V>, Option<S>, Option<S>> updateFunc,
      Partitioner partitioner,
      ClassTag<S> tag) {
    return StateOperations.updateStateByKey(
        moved(partitioner), Updates.<K, V, S>of(updateFunc), partitioner, true, null);
  }

  /** As the other form, with the states before the first batch. */
  public <S> DStream<Tuple2<K, S>> updateStateByKey(
      Function2<Seq<V>, Option<S>, Option<S>> updateFunc,
      Partitioner partitioner,
      RDD<Tuple2<K, S>> initialRDD,
      ClassTag<S> tag) {
    return StateOperations.updateStateByKey(
        moved(partitioner), Updates.<K, V, S>of(updateFunc), partitioner, true, initialRDD);
  }

  /** As the other form, without initial states. */
  public <S> DStream<Tuple2<K, S>> updateStateByKey(
      Function1<Iterator<Tuple3<K, Seq<V>, Option<S>>>, Iterator<Tuple2<K, S>>> updateFunc,
      Partitioner partitioner,
      boolean rememberPartitioner,
      ClassTag<S> tag) {
    return StateOperations.updateStateByKey(
        moved(partitioner), Updates.of(updateFunc), partitioner, rememberPartitioner, null);
  }

  /**
   * The state of each key, updated partition by partition: in every batch the function is called
   * once for each, with all keys that have a state or values in the batch. What it returns is the
   * state from now on, and comes out. Needs a checkpoint directory.
   *
   * @param rememberPartitioner whether what comes out is partitioned by the partitioner. Keys that
   *     the function changes stay in their partition then, wherever they belong; otherwise they
   *     must not move, and the batch fails
   * @param initialRDD the states before the first batch; of several of one key the first counts
   */
  public <S> DStream<Tuple2<K, S>> updateStateByKey(
      Function1<Iterator<Tuple3<K, Seq<V>, Option<S>>>, Iterator<Tuple2<K, S>>> updateFunc,
      Partitioner partitioner,
      boolean rememberPartitioner,
      RDD<Tuple2<K, S>> initialRDD,
      ClassTag<S> tag) {
    return StateOperations.updateStateByKey(
        moved(partitioner), Updates.of(updateFunc), partitioner, rememberPartitioner, initialRDD);
  }

  /**
   * The state of each key. In every batch, also an empty one, the function is called once for every
   * key that has a state or values in the batch: with the batch time, the key, the values, which
   * may be none, and the state, if there is one. It returns the new state; {@code None} forgets the
   * key. All states come out in every batch. Needs a checkpoint directory.
   *
   * @param rememberPartitioner whether what comes out is known to be partitioned by the partitioner
   * @param initialRDD the states before the first batch, in which the function is called for them;
   *     of several of one key the first counts
   */
  public <S> DStream<Tuple2<K, S>> updateStateByKey(
      Function4<Time, K, Seq<V>, Option<S>, Option<S>> updateFunc,
      Partitioner partitioner,
      boolean rememberPartitioner,
      Option<RDD<Tuple2<K, S>>> initialRDD,
      ClassTag<S> tag) {
    return StateOperations.updateStateByKey(
        moved(partitioner),
        Updates.of(updateFunc),
        partitioner,
        rememberPartitioner,
        initialRDD.isDefined() ? initialRDD.get() : null);
  }

  public <S> None$ updateStateByKey$default$4() {
    return None$.MODULE$;
  }

  /** Of each key of either stream the values in both batches of the same time. */
  public <W> DStream<Tuple2<K, Tuple2<Iterable<V>, Iterable<W>>>> cogroup(
      DStream<Tuple2<K, W>> other, ClassTag<W> tag) {
    return cogroup(other, Operations.defaultPartitioner(self), tag);
  }

  /** As {@link #cogroup(DStream, ClassTag)}, in {@code numPartitions} hash partitions. */
  public <W> DStream<Tuple2<K, Tuple2<Iterable<V>, Iterable<W>>>> cogroup(
      DStream<Tuple2<K, W>> other, int numPartitions, ClassTag<W> tag) {
    return cogroup(other, new HashPartitioner(numPartitions), tag);
  }

  /** As {@link #cogroup(DStream, ClassTag)}, each key where the partitioner says. */
  public <W> DStream<Tuple2<K, Tuple2<Iterable<V>, Iterable<W>>>> cogroup(
      DStream<Tuple2<K, W>> other, Partitioner partitioner, ClassTag<W> tag) {
    return KeyedOperations.cogroup(
        "cogroup", moved(partitioner), other, partitioner, ScalaGroups.ofTwo());
  }

  /** Of each key that both batches have, every value here with every one there. */
  public <W> DStream<Tuple2<K, Tuple2<V, W>>> join(DStream<Tuple2<K, W>> other, ClassTag<W> tag) {
    return join(other, Operations.defaultPartitioner(self), tag);
  }

  /** As {@link #join(DStream, ClassTag)}, in {@code numPartitions} hash partitions. */
  public <W> DStream<Tuple2<K, Tuple2<V, W>>> join(
      DStream<Tuple2<K, W>> other, int numPartitions, ClassTag<W> tag) {
    return join(other, new HashPartitioner(numPartitions), tag);
  }

  /** As {@link #join(DStream, ClassTag)}, each key where the partitioner says. */
  public <W> DStream<Tuple2<K, Tuple2<V, W>>> join(
      DStream<Tuple2<K, W>> other, Partitioner partitioner, ClassTag<W> tag) {
    return KeyedOperations.cogroup("join", moved(partitioner), other, partitioner, Joins.inner());
  }

  /** As {@link #join(DStream, ClassTag)}, also of the keys that only this stream has. */
  public <W> DStream<Tuple2<K, Tuple2<V, Option<W>>>> leftOuterJoin(
      DStream<Tuple2<K, W>> other, ClassTag<W> tag) {
    return leftOuterJoin(other, Operations.defaultPartitioner(self), tag);
  }

  /** As {@link #leftOuterJoin(DStream, ClassTag)}, in {@code numPartitions} hash partitions. */
  public <W> DStream<Tuple2<K, Tuple2<V, Option<W>>>> leftOuterJoin(
      DStream<Tuple2<K, W>> other, int numPartitions, ClassTag<W> tag) {
    return leftOuterJoin(other, new HashPartitioner(numPartitions), tag);
  }

  /** As {@link #leftOuterJoin(DStream, ClassTag)}, each key where the partitioner says. */
  public <W> DStream<Tuple2<K, Tuple2<V, Option<W>>>> leftOuterJoin(
      DStream<Tuple2<K, W>> other, Partitioner partitioner, ClassTag<W> tag) {
    return KeyedOperations.cogroup(
        "leftOuterJoin", moved(partitioner), other, partitioner, Joins.leftOption());
  }

  /** As {@link #join(DStream, ClassTag)}, also of the keys that only the other stream has. */
  public <W> DStream<Tuple2<K, Tuple2<Option<V>, W>>> rightOuterJoin(
      DStream<Tuple2<K, W>> other, ClassTag<W> tag) {
    return rightOuterJoin(other, Operations.defaultPartitioner(self), tag);
  }

  /** As {@link #rightOuterJoin(DStream, ClassTag)}, in {@code numPartitions} hash partitions. */
  public <W> DStream<Tuple2<K, Tuple2<Option<V>, W>>> rightOuterJoin(
      DStream<Tuple2<K, W>> other, int numPartitions, ClassTag<W> tag) {
    return rightOuterJoin(other, new HashPartitioner(numPartitions), tag);
  }

  /** As {@link #rightOuterJoin(DStream, ClassTag)}, each key where the partitioner says. */
  public <W> DStream<Tuple2<K, Tuple2<Option<V>, W>>> rightOuterJoin(
      DStream<Tuple2<K, W>> other, Partitioner partitioner, ClassTag<W> tag) {
    return KeyedOperations.cogroup(
        "rightOuterJoin", moved(partitioner), other, partitioner, Joins.rightOption());
  }

  /** As {@link #join(DStream, ClassTag)}, also of the keys that only one stream has. */
  public <W> DStream<Tuple2<K, Tuple2<Option<V>, Option<W>>>> fullOuterJoin(
      DStream<Tuple2<K, W>> other, ClassTag<W> tag) {
    return fullOuterJoin(other, Operations.defaultPartitioner(self), tag);
  }

  /** As {@link #fullOuterJoin(DStream, ClassTag)}, in {@code numPartitions} hash partitions. */
  public <W> DStream<Tuple2<K, Tuple2<Option<V>, Option<W>>>> fullOuterJoin(
      DStream<Tuple2<K, W>> other, int numPartitions, ClassTag<W> tag) {
    return fullOuterJoin(other, new HashPartitioner(numPartitions), tag);
  }

  /** As {@link #fullOuterJoin(DStream, ClassTag)}, each key where the partitioner says. */
  public <W> DStream<Tuple2<K, Tuple2<Option<V>, Option<W>>>> fullOuterJoin(
      DStream<Tuple2<K, W>> other, Partitioner partitioner, ClassTag<W> tag) {
    return KeyedOperations.cogroup(
        "fullOuterJoin", moved(partitioner), other, partitioner, Joins.fullOption());
  }

  /** As the other form, the classes of keys and values as the stream was declared with. */
  @SuppressWarnings("unchecked") // the tag is of that class
  public <F extends OutputFormat<K, V>> void saveAsHadoopFiles(
      @Nullable String prefix, @Nullable String suffix, ClassTag<F> format) {
    StreamFiles.saveAsHadoopFiles(
        self,
        prefix,
        suffix,
        keyTag.runtimeClass(),
        valueTag.runtimeClass(),
        (Class<F>) format.runtimeClass(),
        null);
  }

  /**
   * Writes each batch to a directory {@code prefix-T.suffix}, T being the batch time in ms, by a
   * format of {@code mapred}; an empty batch, too.
   */
  public void saveAsHadoopFiles(
      @Nullable String prefix,
      @Nullable String suffix,
      Class<?> keyClass,
      Class<?> valueClass,
      Class<? extends OutputFormat<?, ?>> outputFormatClass,
      JobConf conf) {
    StreamFiles.saveAsHadoopFiles(
        self, prefix, suffix, keyClass, valueClass, outputFormatClass, conf);
  }

  /** What Scala programs get for the configuration they leave out: the context's as it is now. */
  public JobConf saveAsHadoopFiles$default$6() {
    return new JobConf(sparkContext().hadoopConfiguration());
  }

  /** As the other form, the classes of keys and values as the stream was declared with. */
  @SuppressWarnings("unchecked") // the tag is of that class
  public <F extends org.apache.hadoop.mapreduce.OutputFormat<K, V>> void saveAsNewAPIHadoopFiles(
      @Nullable String prefix, @Nullable String suffix, ClassTag<F> format) {
    StreamFiles.saveAsNewAPIHadoopFiles(
        self,
        prefix,
        suffix,
        keyTag.runtimeClass(),
        valueTag.runtimeClass(),
        (Class<F>) format.runtimeClass(),
        null);
  }

  /** As {@link #saveAsHadoopFiles}, by a format of {@code mapreduce}. */
  public void saveAsNewAPIHadoopFiles(
      @Nullable String prefix,
      @Nullable String suffix,
      Class<?> keyClass,
      Class<?> valueClass,
      Class<? extends org.apache.hadoop.mapreduce.OutputFormat<?, ?>> outputFormatClass,
      Configuration conf) {
    StreamFiles.saveAsNewAPIHadoopFiles(
        self, prefix, suffix, keyClass, valueClass, outputFormatClass, conf);
  }

  /** What Scala programs get for the configuration they leave out: the context's. */
  public Configuration saveAsNewAPIHadoopFiles$default$6() {
    return sparkContext().hadoopConfiguration();
  }

  private DStream<Tuple2<K, V>> combined(Partitioner partitioner, boolean mapSideCombine) {
    return KeyedOperations.unless(
        ArrayKeys.whenCombined(keyTag, partitioner, mapSideCombine), self);
  }

  private DStream<Tuple2<K, V>> moved(Partitioner partitioner) {
    return KeyedOperations.unless(ArrayKeys.whenMoved(keyTag, partitioner), self);
  }
}
