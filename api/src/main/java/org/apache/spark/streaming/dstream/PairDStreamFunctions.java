// SPDX-License-Identifier: Apache-2.0
package org.apache.spark.streaming.dstream;

import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.mapred.JobConf;
import org.apache.hadoop.mapred.OutputFormat;
import org.apache.spark.HashPartitioner;
import org.apache.spark.Partitioner;
import org.apache.spark.SparkContext;
import org.apache.spark.streaming.StreamingContext;
import org.dstreambeam.compute.Aggregator;
import org.dstreambeam.compute.ArrayKeys;
import org.dstreambeam.compute.Joins;
import org.dstreambeam.compute.ScalaGroups;
import org.dstreambeam.files.StreamFiles;
import org.dstreambeam.plan.KeyedOperations;
import org.dstreambeam.plan.Operations;
import org.jspecify.annotations.Nullable;
import scala.Function1;
import scala.Function2;
import scala.Option;
import scala.Serializable;
import scala.Tuple2;
import scala.collection.Iterable;
import scala.collection.JavaConverters;
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
