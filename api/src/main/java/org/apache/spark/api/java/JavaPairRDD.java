// SPDX-License-Identifier: Apache-2.0
package org.apache.spark.api.java;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.io.compress.CompressionCodec;
import org.apache.hadoop.mapred.JobConf;
import org.apache.hadoop.mapred.OutputFormat;
import org.apache.spark.HashPartitioner;
import org.apache.spark.Partitioner;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.api.java.function.Function2;
import org.apache.spark.rdd.RDD;
import org.apache.spark.storage.StorageLevel;
import org.dstreambeam.compute.Aggregator;
import org.dstreambeam.compute.Narrow;
import org.dstreambeam.compute.NarrowFunction;
import org.dstreambeam.files.FileOutputs;
import org.dstreambeam.rdd.ClassTags;
import org.dstreambeam.rdd.Counts;
import org.dstreambeam.rdd.Dataset;
import org.dstreambeam.rdd.DefaultPartitioner;
import org.dstreambeam.rdd.Distinct;
import org.dstreambeam.rdd.Lookup;
import org.dstreambeam.rdd.ResultList;
import org.dstreambeam.rdd.ShuffledDataset;
import org.dstreambeam.rdd.Sorting;
import org.jspecify.annotations.Nullable;
import scala.Tuple2;
import scala.reflect.ClassTag;

/**
 * An {@link RDD} of pairs for Java programs.
 *
 * <p>An operation that brings the pairs of a key together takes a {@link Partitioner} or a number
 * of partitions, which stands for a {@link HashPartitioner}. Without either it takes the widest
 * partitioner of its inputs, if that is wide enough, else hashing to {@code
 * spark.default.parallelism} partitions or, if that is not set, as many as the widest input has.
 *
 * @param <K> type of the keys
 * @param <V> type of the values
 */
public class JavaPairRDD<K, V> extends AbstractJavaRDDLike<Tuple2<K, V>, JavaPairRDD<K, V>> {
  private static final long serialVersionUID = 1L;

  private final RDD<Tuple2<K, V>> rdd;
  private final ClassTag<K> kClassTag;
  private final ClassTag<V> vClassTag;

  public JavaPairRDD(RDD<Tuple2<K, V>> rdd, ClassTag<K> kClassTag, ClassTag<V> vClassTag) {
    this.rdd = rdd;
    this.kClassTag = kClassTag;
    this.vClassTag = vClassTag;
  }

  public static <K, V> JavaPairRDD<K, V> fromRDD(
      RDD<Tuple2<K, V>> rdd, ClassTag<K> keyTag, ClassTag<V> valueTag) {
    return new JavaPairRDD<>(rdd, keyTag, valueTag);
  }

  public static <K, V> JavaPairRDD<K, V> fromJavaRDD(JavaRDD<Tuple2<K, V>> rdd) {
    return new JavaPairRDD<>(rdd.rdd(), ClassTags.any(), ClassTags.any());
  }

  public static <K, V> RDD<Tuple2<K, V>> toRDD(JavaPairRDD<K, V> rdd) {
    return rdd.rdd();
  }

  @Override
  public RDD<Tuple2<K, V>> rdd() {
    return rdd;
  }

  public ClassTag<K> kClassTag() {
    return kClassTag;
  }

  public ClassTag<V> vClassTag() {
    return vClassTag;
  }

  @Override
  public ClassTag<Tuple2<K, V>> classTag() {
    return ClassTags.pair();
  }

  @Override
  public JavaPairRDD<K, V> wrapRDD(RDD<Tuple2<K, V>> rdd) {
    return new JavaPairRDD<>(rdd, kClassTag, vClassTag);
  }

  /** Gives this RDD, not a copy of it, a name. */
  public JavaPairRDD<K, V> setName(@Nullable String name) {
    rdd.setName(name);
    return this;
  }

  /** Keeps the pairs in memory once they are computed. */
  public JavaPairRDD<K, V> cache() {
    rdd.cache();
    return this;
  }

  /**
   * Keeps the pairs once they are computed; in memory, whatever the level.
   *
   * @throws UnsupportedOperationException if another level was set before
   */
  public JavaPairRDD<K, V> persist(StorageLevel newLevel) {
    rdd.persist(newLevel);
    return this;
  }

  /** Forgets the pairs that were kept. */
  public JavaPairRDD<K, V> unpersist() {
    return unpersist(false);
  }

  /**
   * Forgets the pairs that were kept.
   *
   * @param blocking has no effect: it is done at once
   */
  public JavaPairRDD<K, V> unpersist(boolean blocking) {
    rdd.unpersist(blocking);
    return this;
  }

  public JavaPairRDD<K, V> filter(Function<Tuple2<K, V>, Boolean> f) {
    return pairs(dataset().narrow(Narrow.filter(f), true));
  }

  /** The pairs of both, duplicates kept. */
  public JavaPairRDD<K, V> union(JavaPairRDD<K, V> other) {
    return wrapRDD(rdd.union(other.rdd()));
  }

  /** Each pair once, in as many partitions as there are. */
  public JavaPairRDD<K, V> distinct() {
    return distinct(getNumPartitions());
  }

  /** Each pair once, in {@code numPartitions} partitions. */
  public JavaPairRDD<K, V> distinct(int numPartitions) {
    return pairs(Distinct.of(dataset(), numPartitions));
  }

  /**
   * The first pair.
   *
   * @throws UnsupportedOperationException if there is none
   */
  @Override
  public Tuple2<K, V> first() {
    return rdd.first();
  }

  public JavaRDD<K> keys() {
    NarrowFunction<Tuple2<K, V>, K> keys = Narrow.keys();
    return new JavaRDD<>(new RDD<>(dataset().narrow(keys, false)), kClassTag);
  }

  public JavaRDD<V> values() {
    NarrowFunction<Tuple2<K, V>, V> values = Narrow.values();
    return new JavaRDD<>(new RDD<>(dataset().narrow(values, false)), vClassTag);
  }

  /** The same keys, where they are, with other values. */
  public <U> JavaPairRDD<K, U> mapValues(Function<V, U> f) {
    NarrowFunction<Tuple2<K, V>, Tuple2<K, U>> function = Narrow.mapValues(f);
    return pairs(dataset().narrow(function, true));
  }

  /** For each pair its key, where it is, with each of the values that the function returns. */
  public <U> JavaPairRDD<K, U> flatMapValues(FlatMapFunction<V, U> f) {
    NarrowFunction<Tuple2<K, V>, Tuple2<K, U>> function = Narrow.flatMapValues(f);
    return pairs(dataset().narrow(function, true));
  }

  /** Combines the values of each key. */
  public JavaPairRDD<K, V> reduceByKey(Function2<V, V, V> func) {
    return reduceByKey(DefaultPartitioner.of(dataset()), func);
  }

  /** Combines the values of each key, in {@code numPartitions} partitions. */
  public JavaPairRDD<K, V> reduceByKey(Function2<V, V, V> func, int numPartitions) {
    return reduceByKey(new HashPartitioner(numPartitions), func);
  }

  /** Combines the values of each key, partitioned by {@code partitioner}. */
  public JavaPairRDD<K, V> reduceByKey(Partitioner partitioner, Function2<V, V, V> func) {
    return pairs(ShuffledDataset.combine(dataset(), Aggregator.reduce(func), partitioner));
  }

  /** Sorted by key, ascending in their natural order, in as many partitions as there are. */
  public JavaPairRDD<K, V> sortByKey() {
    return sortByKey(true);
  }

  /** Sorted by key in their natural order, in as many partitions as there are. */
  public JavaPairRDD<K, V> sortByKey(boolean ascending) {
    return sortByKey(Sorting.natural(), ascending);
  }

  /** Sorted by key in their natural order, in at most {@code numPartitions} partitions. */
  public JavaPairRDD<K, V> sortByKey(boolean ascending, int numPartitions) {
    return sortByKey(Sorting.natural(), ascending, numPartitions);
  }

  /** Sorted by key, ascending, in as many partitions as there are. */
  public JavaPairRDD<K, V> sortByKey(Comparator<K> comp) {
    return sortByKey(comp, true);
  }

  /** Sorted by key, in as many partitions as there are. */
  public JavaPairRDD<K, V> sortByKey(Comparator<K> comp, boolean ascending) {
    return sortByKey(comp, ascending, getNumPartitions());
  }

  /**
   * Sorted by key: every partition is, and its keys come before those of the next. Pairs of equal
   * keys stay in their order. Runs a job that samples the keys, unless it is to be one partition.
   *
   * @param comp order of the keys, serialisable
   * @param numPartitions at most; fewer if there are not enough different keys, but always one
   * @throws IllegalArgumentException if {@code numPartitions} is negative
   */
  public JavaPairRDD<K, V> sortByKey(Comparator<K> comp, boolean ascending, int numPartitions) {
    return pairs(Sorting.sortByKey(dataset(), comp, ascending, numPartitions));
  }

  /** The pairs as a map; of several values of a key the last. */
  public Map<K, V> collectAsMap() {
    return Lookup.asMap(dataset());
  }

  /** How many pairs each key has. */
  public Map<K, Long> countByKey() {
    NarrowFunction<Tuple2<K, V>, K> keys = Narrow.keys();
    return Counts.byValue(dataset().narrow(keys, true));
  }

  /** The values of a key. Looks in one partition only if the partitioner is known. */
  public List<V> lookup(@Nullable K key) {
    return ResultList.of(Lookup.values(dataset(), key));
  }

  /** Writes what a format of {@code mapred} makes of the pairs, a part file per partition. */
  public <F extends OutputFormat<?, ?>> void saveAsHadoopFile(
      String path,
      Class<?> keyClass,
      Class<?> valueClass,
      Class<F> outputFormatClass,
      JobConf conf) {
    FileOutputs.hadoopFile(dataset(), path, keyClass, valueClass, outputFormatClass, conf, null);
  }

  /** As the other form, with the context's Hadoop configuration. */
  public <F extends OutputFormat<?, ?>> void saveAsHadoopFile(
      String path, Class<?> keyClass, Class<?> valueClass, Class<F> outputFormatClass) {
    saveAsHadoopFile(path, keyClass, valueClass, outputFormatClass, FileOutputs.conf(dataset()));
  }

  /** As the other form, with the context's Hadoop configuration, compressed. */
  public <F extends OutputFormat<?, ?>> void saveAsHadoopFile(
      String path,
      Class<?> keyClass,
      Class<?> valueClass,
      Class<F> outputFormatClass,
      Class<? extends CompressionCodec> codec) {
    JobConf conf = FileOutputs.conf(dataset());
    FileOutputs.hadoopFile(dataset(), path, keyClass, valueClass, outputFormatClass, conf, codec);
  }

  /** Writes what a format of {@code mapreduce} makes of the pairs, a part file per partition. */
  public <F extends org.apache.hadoop.mapreduce.OutputFormat<?, ?>> void saveAsNewAPIHadoopFile(
      String path,
      Class<?> keyClass,
      Class<?> valueClass,
      Class<F> outputFormatClass,
      Configuration conf) {
    FileOutputs.newHadoopFile(dataset(), path, keyClass, valueClass, outputFormatClass, conf);
  }

  /** As the other form, with the context's Hadoop configuration. */
  public <F extends org.apache.hadoop.mapreduce.OutputFormat<?, ?>> void saveAsNewAPIHadoopFile(
      String path, Class<?> keyClass, Class<?> valueClass, Class<F> outputFormatClass) {
    Configuration conf = context().hadoopConfiguration();
    saveAsNewAPIHadoopFile(path, keyClass, valueClass, outputFormatClass, conf);
  }

  /** Writes to where, and in the format that, {@code conf} says, in terms of {@code mapred}. */
  public void saveAsHadoopDataset(JobConf conf) {
    FileOutputs.hadoopDataset(dataset(), conf);
  }

  /** Writes to where, and in the format that, {@code conf} says, in terms of {@code mapreduce}. */
  public void saveAsNewAPIHadoopDataset(Configuration conf) {
    FileOutputs.newHadoopDataset(dataset(), conf);
  }

  private Dataset<Tuple2<K, V>> dataset() {
    return rdd.dataset();
  }

  private static <K, V> JavaPairRDD<K, V> pairs(Dataset<Tuple2<K, V>> dataset) {
    return new JavaPairRDD<>(new RDD<>(dataset), ClassTags.any(), ClassTags.any());
  }
}
