// SPDX-License-Identifier: Apache-2.0
package org.apache.spark.api.java;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.io.compress.CompressionCodec;
import org.apache.hadoop.mapred.JobConf;
import org.apache.hadoop.mapred.OutputFormat;
import org.apache.spark.HashPartitioner;
import org.apache.spark.Partitioner;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.api.java.function.Function2;
import org.apache.spark.partial.BoundedDouble;
import org.apache.spark.partial.PartialResult;
import org.apache.spark.rdd.RDD;
import org.apache.spark.serializer.Serializer;
import org.apache.spark.storage.StorageLevel;
import org.dstreambeam.compute.Aggregator;
import org.dstreambeam.compute.DealShuffle;
import org.dstreambeam.compute.Narrow;
import org.dstreambeam.compute.NarrowFunction;
import org.dstreambeam.files.FileOutputs;
import org.dstreambeam.rdd.ClassTags;
import org.dstreambeam.rdd.Counts;
import org.dstreambeam.rdd.Dataset;
import org.dstreambeam.rdd.DefaultPartitioner;
import org.dstreambeam.rdd.Distinct;
import org.dstreambeam.rdd.DistinctEstimate;
import org.dstreambeam.rdd.KeyRangeFilter;
import org.dstreambeam.rdd.Keyed;
import org.dstreambeam.rdd.KeyedSamples;
import org.dstreambeam.rdd.LocalReduction;
import org.dstreambeam.rdd.Lookup;
import org.dstreambeam.rdd.RecordSets;
import org.dstreambeam.rdd.Repartitioning;
import org.dstreambeam.rdd.ResultList;
import org.dstreambeam.rdd.Samples;
import org.dstreambeam.rdd.ShuffledDataset;
import org.dstreambeam.rdd.Sorting;
import org.jspecify.annotations.Nullable;
import scala.Tuple2;
import scala.Tuple3;
import scala.Tuple4;
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

  /**
   * Combines the values of each key, in two steps: within partitions, then across.
   *
   * @param createCombiner what a key's first value in a partition becomes
   * @param mergeValue adds a further value; may change and return its first argument
   * @param mergeCombiners puts together what two partitions have of a key
   */
  public <C> JavaPairRDD<K, C> combineByKey(
      Function<V, C> createCombiner,
      Function2<C, V, C> mergeValue,
      Function2<C, C, C> mergeCombiners) {
    return combineByKey(
        createCombiner, mergeValue, mergeCombiners, DefaultPartitioner.of(dataset()));
  }

  /** Combines the values of each key, in {@code numPartitions} partitions. */
  public <C> JavaPairRDD<K, C> combineByKey(
      Function<V, C> createCombiner,
      Function2<C, V, C> mergeValue,
      Function2<C, C, C> mergeCombiners,
      int numPartitions) {
    return combineByKey(
        createCombiner, mergeValue, mergeCombiners, new HashPartitioner(numPartitions));
  }

  /** Combines the values of each key, partitioned by {@code partitioner}. */
  public <C> JavaPairRDD<K, C> combineByKey(
      Function<V, C> createCombiner,
      Function2<C, V, C> mergeValue,
      Function2<C, C, C> mergeCombiners,
      Partitioner partitioner) {
    return pairs(
        ShuffledDataset.combine(
            dataset(), Aggregator.of(createCombiner, mergeValue, mergeCombiners), partitioner));
  }

  /**
   * Combines the values of each key, partitioned by {@code partitioner}.
   *
   * @param mapSideCombine false to combine only after the values have moved
   * @param serializer not needed, for records do not move as bytes; may be null
   */
  public <C> JavaPairRDD<K, C> combineByKey(
      Function<V, C> createCombiner,
      Function2<C, V, C> mergeValue,
      Function2<C, C, C> mergeCombiners,
      Partitioner partitioner,
      boolean mapSideCombine,
      @Nullable Serializer serializer) {
    Aggregator<V, C> aggregator = Aggregator.of(createCombiner, mergeValue, mergeCombiners);
    return pairs(
        mapSideCombine
            ? ShuffledDataset.combine(dataset(), aggregator, partitioner)
            : Keyed.combineAfterMove(dataset(), aggregator, partitioner));
  }

  /**
   * Adds the values of each key to a start value.
   *
   * @param zeroValue every key begins with a copy of it, in each partition that has the key; must
   *     be serialisable
   * @param seqFunc adds a value; may change and return its first argument
   * @param combFunc puts together what two partitions have of a key
   */
  public <U> JavaPairRDD<K, U> aggregateByKey(
      U zeroValue, Function2<U, V, U> seqFunc, Function2<U, U, U> combFunc) {
    return aggregateByKey(zeroValue, DefaultPartitioner.of(dataset()), seqFunc, combFunc);
  }

  /** Adds the values of each key to a start value, in {@code numPartitions} partitions. */
  public <U> JavaPairRDD<K, U> aggregateByKey(
      U zeroValue, int numPartitions, Function2<U, V, U> seqFunc, Function2<U, U, U> combFunc) {
    return aggregateByKey(zeroValue, new HashPartitioner(numPartitions), seqFunc, combFunc);
  }

  /** Adds the values of each key to a start value, partitioned by {@code partitioner}. */
  public <U> JavaPairRDD<K, U> aggregateByKey(
      U zeroValue,
      Partitioner partitioner,
      Function2<U, V, U> seqFunc,
      Function2<U, U, U> combFunc) {
    return pairs(
        ShuffledDataset.combine(
            dataset(), Aggregator.from(zeroValue, seqFunc, combFunc), partitioner));
  }

  /** Combines the values of each key with a start value, once for each partition that has it. */
  public JavaPairRDD<K, V> foldByKey(V zeroValue, Function2<V, V, V> func) {
    return foldByKey(zeroValue, DefaultPartitioner.of(dataset()), func);
  }

  /** Combines the values of each key with a start value, in {@code numPartitions} partitions. */
  public JavaPairRDD<K, V> foldByKey(V zeroValue, int numPartitions, Function2<V, V, V> func) {
    return foldByKey(zeroValue, new HashPartitioner(numPartitions), func);
  }

  /** Combines the values of each key with a start value, partitioned by {@code partitioner}. */
  public JavaPairRDD<K, V> foldByKey(
      V zeroValue, Partitioner partitioner, Function2<V, V, V> func) {
    return aggregateByKey(zeroValue, partitioner, func, func);
  }

  /** The values of each key, in the order of partitions. */
  public JavaPairRDD<K, Iterable<V>> groupByKey() {
    return groupByKey(DefaultPartitioner.of(dataset()));
  }

  /** The values of each key, in {@code numPartitions} partitions. */
  public JavaPairRDD<K, Iterable<V>> groupByKey(int numPartitions) {
    return groupByKey(new HashPartitioner(numPartitions));
  }

  /** The values of each key, partitioned by {@code partitioner}. */
  public JavaPairRDD<K, Iterable<V>> groupByKey(Partitioner partitioner) {
    return pairs(Keyed.group(dataset(), partitioner));
  }

  /** The same pairs, each in the partition of its key; this RDD, if they are there already. */
  public JavaPairRDD<K, V> partitionBy(Partitioner partitioner) {
    Dataset<Tuple2<K, V>> placed = Keyed.place(dataset(), partitioner);
    return placed == dataset() ? fromRDD(rdd, kClassTag, vClassTag) : pairs(placed);
  }

  /** Each value of a key with each value that the other has of it. */
  public <W> JavaPairRDD<K, Tuple2<V, W>> join(JavaPairRDD<K, W> other) {
    return join(other, DefaultPartitioner.of(dataset(), other.dataset()));
  }

  /** As {@link #join(JavaPairRDD)}, in {@code numPartitions} partitions. */
  public <W> JavaPairRDD<K, Tuple2<V, W>> join(JavaPairRDD<K, W> other, int numPartitions) {
    return join(other, new HashPartitioner(numPartitions));
  }

  /** As {@link #join(JavaPairRDD)}, partitioned by {@code partitioner}. */
  public <W> JavaPairRDD<K, Tuple2<V, W>> join(JavaPairRDD<K, W> other, Partitioner partitioner) {
    return pairs(Keyed.join(dataset(), other.dataset(), partitioner));
  }

  /**
   * As {@link #join}; a value whose key the other lacks is there once. A null of the other fails.
   */
  public <W> JavaPairRDD<K, Tuple2<V, Optional<W>>> leftOuterJoin(JavaPairRDD<K, W> other) {
    return leftOuterJoin(other, DefaultPartitioner.of(dataset(), other.dataset()));
  }

  /** As {@link #leftOuterJoin(JavaPairRDD)}, in {@code numPartitions} partitions. */
  public <W> JavaPairRDD<K, Tuple2<V, Optional<W>>> leftOuterJoin(
      JavaPairRDD<K, W> other, int numPartitions) {
    return leftOuterJoin(other, new HashPartitioner(numPartitions));
  }

  /** As {@link #leftOuterJoin(JavaPairRDD)}, partitioned by {@code partitioner}. */
  public <W> JavaPairRDD<K, Tuple2<V, Optional<W>>> leftOuterJoin(
      JavaPairRDD<K, W> other, Partitioner partitioner) {
    return pairs(Keyed.leftOuterJoin(dataset(), other.dataset(), partitioner));
  }

  /**
   * As {@link #join}; a value of the other whose key this lacks is there once. A null of this
   * fails.
   */
  public <W> JavaPairRDD<K, Tuple2<Optional<V>, W>> rightOuterJoin(JavaPairRDD<K, W> other) {
    return rightOuterJoin(other, DefaultPartitioner.of(dataset(), other.dataset()));
  }

  /** As {@link #rightOuterJoin(JavaPairRDD)}, in {@code numPartitions} partitions. */
  public <W> JavaPairRDD<K, Tuple2<Optional<V>, W>> rightOuterJoin(
      JavaPairRDD<K, W> other, int numPartitions) {
    return rightOuterJoin(other, new HashPartitioner(numPartitions));
  }

  /** As {@link #rightOuterJoin(JavaPairRDD)}, partitioned by {@code partitioner}. */
  public <W> JavaPairRDD<K, Tuple2<Optional<V>, W>> rightOuterJoin(
      JavaPairRDD<K, W> other, Partitioner partitioner) {
    return pairs(Keyed.rightOuterJoin(dataset(), other.dataset(), partitioner));
  }

  /** As {@link #join}; a value whose key one of both lacks is there once. A null fails. */
  public <W> JavaPairRDD<K, Tuple2<Optional<V>, Optional<W>>> fullOuterJoin(
      JavaPairRDD<K, W> other) {
    return fullOuterJoin(other, DefaultPartitioner.of(dataset(), other.dataset()));
  }

  /** As {@link #fullOuterJoin(JavaPairRDD)}, in {@code numPartitions} partitions. */
  public <W> JavaPairRDD<K, Tuple2<Optional<V>, Optional<W>>> fullOuterJoin(
      JavaPairRDD<K, W> other, int numPartitions) {
    return fullOuterJoin(other, new HashPartitioner(numPartitions));
  }

  /** As {@link #fullOuterJoin(JavaPairRDD)}, partitioned by {@code partitioner}. */
  public <W> JavaPairRDD<K, Tuple2<Optional<V>, Optional<W>>> fullOuterJoin(
      JavaPairRDD<K, W> other, Partitioner partitioner) {
    return pairs(Keyed.fullOuterJoin(dataset(), other.dataset(), partitioner));
  }

  /** The values that each RDD has of a key, side by side; none where it lacks the key. */
  public <W> JavaPairRDD<K, Tuple2<Iterable<V>, Iterable<W>>> cogroup(JavaPairRDD<K, W> other) {
    return cogroup(other, DefaultPartitioner.of(dataset(), other.dataset()));
  }

  /** The values that each RDD has of a key, in {@code numPartitions} partitions. */
  public <W> JavaPairRDD<K, Tuple2<Iterable<V>, Iterable<W>>> cogroup(
      JavaPairRDD<K, W> other, int numPartitions) {
    return cogroup(other, new HashPartitioner(numPartitions));
  }

  /** The values that each RDD has of a key, partitioned by {@code partitioner}. */
  public <W> JavaPairRDD<K, Tuple2<Iterable<V>, Iterable<W>>> cogroup(
      JavaPairRDD<K, W> other, Partitioner partitioner) {
    return pairs(Keyed.coGroup(dataset(), other.dataset(), partitioner));
  }

  /** Another name of {@code cogroup}. */
  public <W> JavaPairRDD<K, Tuple2<Iterable<V>, Iterable<W>>> groupWith(JavaPairRDD<K, W> other) {
    return cogroup(other);
  }

  /** The values that each RDD has of a key, side by side; none where it lacks the key. */
  public <W1, W2> JavaPairRDD<K, Tuple3<Iterable<V>, Iterable<W1>, Iterable<W2>>> cogroup(
      JavaPairRDD<K, W1> other1, JavaPairRDD<K, W2> other2) {
    return cogroup(
        other1, other2, DefaultPartitioner.of(dataset(), other1.dataset(), other2.dataset()));
  }

  /** The values that each RDD has of a key, in {@code numPartitions} partitions. */
  public <W1, W2> JavaPairRDD<K, Tuple3<Iterable<V>, Iterable<W1>, Iterable<W2>>> cogroup(
      JavaPairRDD<K, W1> other1, JavaPairRDD<K, W2> other2, int numPartitions) {
    return cogroup(other1, other2, new HashPartitioner(numPartitions));
  }

  /** The values that each RDD has of a key, partitioned by {@code partitioner}. */
  public <W1, W2> JavaPairRDD<K, Tuple3<Iterable<V>, Iterable<W1>, Iterable<W2>>> cogroup(
      JavaPairRDD<K, W1> other1, JavaPairRDD<K, W2> other2, Partitioner partitioner) {
    return pairs(Keyed.coGroup(dataset(), other1.dataset(), other2.dataset(), partitioner));
  }

  /** Another name of {@code cogroup}. */
  public <W1, W2> JavaPairRDD<K, Tuple3<Iterable<V>, Iterable<W1>, Iterable<W2>>> groupWith(
      JavaPairRDD<K, W1> other1, JavaPairRDD<K, W2> other2) {
    return cogroup(other1, other2);
  }

  /** The values that each RDD has of a key, side by side; none where it lacks the key. */
  public <W1, W2, W3>
      JavaPairRDD<K, Tuple4<Iterable<V>, Iterable<W1>, Iterable<W2>, Iterable<W3>>> cogroup(
          JavaPairRDD<K, W1> other1, JavaPairRDD<K, W2> other2, JavaPairRDD<K, W3> other3) {
    return cogroup(
        other1,
        other2,
        other3,
        DefaultPartitioner.of(dataset(), other1.dataset(), other2.dataset(), other3.dataset()));
  }

  /** The values that each RDD has of a key, in {@code numPartitions} partitions. */
  public <W1, W2, W3>
      JavaPairRDD<K, Tuple4<Iterable<V>, Iterable<W1>, Iterable<W2>, Iterable<W3>>> cogroup(
          JavaPairRDD<K, W1> other1,
          JavaPairRDD<K, W2> other2,
          JavaPairRDD<K, W3> other3,
          int numPartitions) {
    return cogroup(other1, other2, other3, new HashPartitioner(numPartitions));
  }

  /** The values that each RDD has of a key, partitioned by {@code partitioner}. */
  public <W1, W2, W3>
      JavaPairRDD<K, Tuple4<Iterable<V>, Iterable<W1>, Iterable<W2>, Iterable<W3>>> cogroup(
          JavaPairRDD<K, W1> other1,
          JavaPairRDD<K, W2> other2,
          JavaPairRDD<K, W3> other3,
          Partitioner partitioner) {
    return pairs(
        Keyed.coGroup(
            dataset(), other1.dataset(), other2.dataset(), other3.dataset(), partitioner));
  }

  /** Another name of {@code cogroup}. */
  public <W1, W2, W3>
      JavaPairRDD<K, Tuple4<Iterable<V>, Iterable<W1>, Iterable<W2>, Iterable<W3>>> groupWith(
          JavaPairRDD<K, W1> other1, JavaPairRDD<K, W2> other2, JavaPairRDD<K, W3> other3) {
    return cogroup(other1, other2, other3);
  }

  /** The pairs whose keys the other lacks; the partitioner is this one's, or a hash partitioner. */
  public <W> JavaPairRDD<K, V> subtractByKey(JavaPairRDD<K, W> other) {
    return subtractByKey(other, Keyed.ofSubtraction(dataset()));
  }

  /** The pairs whose keys the other lacks, in {@code numPartitions} partitions. */
  public <W> JavaPairRDD<K, V> subtractByKey(JavaPairRDD<K, W> other, int numPartitions) {
    return subtractByKey(other, new HashPartitioner(numPartitions));
  }

  /** The pairs whose keys the other lacks, partitioned by {@code p}. */
  public <W> JavaPairRDD<K, V> subtractByKey(JavaPairRDD<K, W> other, Partitioner p) {
    return pairs(Keyed.subtract(dataset(), other.dataset(), p));
  }

  /** Partitioned by {@code partitioner}, every partition in the natural order of the keys. */
  public JavaPairRDD<K, V> repartitionAndSortWithinPartitions(Partitioner partitioner) {
    return repartitionAndSortWithinPartitions(partitioner, Sorting.natural());
  }

  /**
   * Partitioned by {@code partitioner}, every partition in the order of its keys, pairs of equal
   * keys as they come.
   *
   * @param comp order of the keys, serialisable
   */
  public JavaPairRDD<K, V> repartitionAndSortWithinPartitions(
      Partitioner partitioner, Comparator<K> comp) {
    return pairs(ShuffledDataset.of(dataset(), DealShuffle.sort(partitioner, comp)));
  }

  /** The pairs with keys from {@code lower} to {@code upper}, both inclusive. */
  public JavaPairRDD<K, V> filterByRange(K lower, K upper) {
    return filterByRange(Sorting.natural(), lower, upper);
  }

  /**
   * The pairs with keys from {@code lower} to {@code upper}, both inclusive. If the RDD comes from
   * {@link #sortByKey} only the partitions of such keys are computed.
   *
   * @param comp order of the keys, serialisable
   */
  public JavaPairRDD<K, V> filterByRange(Comparator<K> comp, K lower, K upper) {
    return pairs(KeyRangeFilter.of(dataset(), comp, lower, upper));
  }

  /**
   * Combines the values of each key, on the driver in the end.
   *
   * @return a map that cannot be changed
   * @throws UnsupportedOperationException if there is no partition
   */
  public Map<K, V> reduceByKeyLocally(Function2<V, V, V> func) {
    return LocalReduction.of(dataset(), func);
  }

  /** A random sample of each key, with a random seed. */
  public JavaPairRDD<K, V> sampleByKey(boolean withReplacement, Map<K, Double> fractions) {
    return sampleByKey(withReplacement, fractions, ThreadLocalRandom.current().nextLong());
  }

  /**
   * A random sample of about a fraction of each key.
   *
   * @param withReplacement whether a pair may be in it more than once
   * @param fractions for each key the probability that a pair is in it or, with replacement, how
   *     often on average; tasks fail on keys that are not there
   * @param seed the same gives the same sample of the same partitions, on Spark too
   * @throws IllegalArgumentException if a fraction is negative
   */
  public JavaPairRDD<K, V> sampleByKey(
      boolean withReplacement, Map<K, Double> fractions, long seed) {
    return pairs(KeyedSamples.of(dataset(), withReplacement, fractions, seed));
  }

  /** As many of each key as a fraction of it, rounded up; with a random seed. */
  public JavaPairRDD<K, V> sampleByKeyExact(boolean withReplacement, Map<K, Double> fractions) {
    return sampleByKeyExact(withReplacement, fractions, ThreadLocalRandom.current().nextLong());
  }

  /**
   * As many of each key as a fraction of it, rounded up, with all but a small chance. Runs a job
   * where it is called; with replacement two.
   *
   * @param fractions one for each key
   * @param seed the same gives the same sample of the same partitions, on Spark too
   * @throws IllegalArgumentException if a fraction is negative
   * @throws UnsupportedOperationException if there is no partition
   */
  public JavaPairRDD<K, V> sampleByKeyExact(
      boolean withReplacement, Map<K, Double> fractions, long seed) {
    return pairs(KeyedSamples.exact(dataset(), withReplacement, fractions, seed));
  }

  /** About how many different values each key has. */
  public JavaPairRDD<K, Long> countApproxDistinctByKey(double relativeSD) {
    return countApproxDistinctByKey(relativeSD, DefaultPartitioner.of(dataset()));
  }

  /** About how many different values each key has, in {@code numPartitions} partitions. */
  public JavaPairRDD<K, Long> countApproxDistinctByKey(double relativeSD, int numPartitions) {
    return countApproxDistinctByKey(relativeSD, new HashPartitioner(numPartitions));
  }

  /**
   * About how many different values each key has: HyperLogLog++, the same numbers as on Spark.
   *
   * @param relativeSD relative standard deviation of the estimate; the smaller the more memory
   * @throws IllegalArgumentException if it is not greater than 0.000017
   */
  public JavaPairRDD<K, Long> countApproxDistinctByKey(double relativeSD, Partitioner partitioner) {
    return pairs(DistinctEstimate.byKey(dataset(), relativeSD, partitioner));
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
    return Counts.byKey(dataset());
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

  /** In at most {@code numPartitions} partitions, each of them a run of those there are. */
  public JavaPairRDD<K, V> coalesce(int numPartitions) {
    return coalesce(numPartitions, false);
  }

  /**
   * In {@code numPartitions} partitions, or fewer.
   *
   * @param shuffle whether pairs are dealt out in turn; else partitions that are neighbours are put
   *     together, and there are never more than before
   * @throws IllegalArgumentException if the number is not positive
   */
  public JavaPairRDD<K, V> coalesce(int numPartitions, boolean shuffle) {
    return pairs(Repartitioning.of(dataset(), numPartitions, shuffle));
  }

  /** Deals the pairs out to {@code numPartitions} partitions. */
  public JavaPairRDD<K, V> repartition(int numPartitions) {
    return coalesce(numPartitions, true);
  }

  /** A random sample with a random seed. */
  public JavaPairRDD<K, V> sample(boolean withReplacement, double fraction) {
    return sample(withReplacement, fraction, ThreadLocalRandom.current().nextLong());
  }

  /**
   * A random sample.
   *
   * @param fraction probability that a pair is in it or, with replacement, how often on average
   * @param seed the same gives the same sample of the same partitions, on Spark too
   */
  public JavaPairRDD<K, V> sample(boolean withReplacement, double fraction, long seed) {
    return pairs(Samples.of(dataset(), withReplacement, fraction, seed));
  }

  /** The pairs, key and value, that both have, each once. */
  public JavaPairRDD<K, V> intersection(JavaPairRDD<K, V> other) {
    return wrapRDD(rdd.intersection(other.rdd()));
  }

  /** The pairs that the other does not have, in as many partitions as this has. */
  public JavaPairRDD<K, V> subtract(JavaPairRDD<K, V> other) {
    return wrapRDD(rdd.subtract(other.rdd()));
  }

  /** The pairs that the other does not have, in {@code numPartitions} partitions. */
  public JavaPairRDD<K, V> subtract(JavaPairRDD<K, V> other, int numPartitions) {
    return subtract(other, new HashPartitioner(numPartitions));
  }

  /** The pairs that the other does not have, placed by {@code p}, which is given whole pairs. */
  public JavaPairRDD<K, V> subtract(JavaPairRDD<K, V> other, Partitioner p) {
    return pairs(RecordSets.subtract(dataset(), other.dataset(), p));
  }

  /** About how many pairs each key has, as far as known after {@code timeout} ms. */
  public PartialResult<Map<K, BoundedDouble>> countByKeyApprox(long timeout) {
    return countByKeyApprox(timeout, countByKeyApprox$default$2());
  }

  /**
   * About how many pairs each key has, with intervals that hold with probability {@code
   * confidence}.
   */
  public PartialResult<Map<K, BoundedDouble>> countByKeyApprox(long timeout, double confidence) {
    return keys().countByValueApprox(timeout, confidence);
  }

  public double countByKeyApprox$default$2() {
    return 0.95;
  }

  private Dataset<Tuple2<K, V>> dataset() {
    return rdd.dataset();
  }

  private static <K, V> JavaPairRDD<K, V> pairs(Dataset<Tuple2<K, V>> dataset) {
    return new JavaPairRDD<>(new RDD<>(dataset), ClassTags.any(), ClassTags.any());
  }
}
