// SPDX-License-Identifier: Apache-2.0
package org.apache.spark.rdd;

import java.nio.charset.Charset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.hadoop.io.compress.CompressionCodec;
import org.apache.spark.HashPartitioner;
import org.apache.spark.Partition;
import org.apache.spark.Partitioner;
import org.apache.spark.SparkContext;
import org.apache.spark.SparkException;
import org.apache.spark.SparkUnsupportedOperationException;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.partial.BoundedDouble;
import org.apache.spark.partial.PartialResult;
import org.apache.spark.storage.StorageLevel;
import org.dstreambeam.compute.ArrayKeys;
import org.dstreambeam.compute.Narrow;
import org.dstreambeam.compute.NarrowFunction;
import org.dstreambeam.compute.Rethrow;
import org.dstreambeam.files.Checkpoints;
import org.dstreambeam.files.FileOutputs;
import org.dstreambeam.rdd.ApproximateJob;
import org.dstreambeam.rdd.CartesianDataset;
import org.dstreambeam.rdd.ClassTags;
import org.dstreambeam.rdd.Counts;
import org.dstreambeam.rdd.Dataset;
import org.dstreambeam.rdd.DefaultPartitioner;
import org.dstreambeam.rdd.Distinct;
import org.dstreambeam.rdd.DistinctEstimate;
import org.dstreambeam.rdd.Extremes;
import org.dstreambeam.rdd.Grouping;
import org.dstreambeam.rdd.IndexedPartition;
import org.dstreambeam.rdd.Lineage;
import org.dstreambeam.rdd.Numbered;
import org.dstreambeam.rdd.ProcessPipe;
import org.dstreambeam.rdd.RecordSets;
import org.dstreambeam.rdd.Repartitioning;
import org.dstreambeam.rdd.ResultList;
import org.dstreambeam.rdd.Samples;
import org.dstreambeam.rdd.ScalaFunctions;
import org.dstreambeam.rdd.Sorting;
import org.dstreambeam.rdd.Trees;
import org.dstreambeam.rdd.UnionDataset;
import org.dstreambeam.rdd.ZippedDataset;
import org.jspecify.annotations.Nullable;
import scala.Function1;
import scala.Option;
import scala.PartialFunction;
import scala.Serializable;
import scala.Tuple2;
import scala.collection.Iterable;
import scala.collection.Iterator;
import scala.collection.JavaConverters;
import scala.collection.Seq;
import scala.collection.TraversableOnce;
import scala.math.Ordering;
import scala.reflect.ClassTag;
import scala.runtime.BoxedUnit;

/**
 * A partitioned collection of records, computed when an action asks for it.
 *
 * <p>It can be serialised, for the sake of functions that capture one, but what comes out on the
 * other side has no context: operations on it fail.
 *
 * @param <T> type of the records
 */
public class RDD<T> implements Serializable {
  private static final long serialVersionUID = 1L;

  private final transient @Nullable Dataset<T> dataset;

  /** An RDD over {@code dataset}, in the dataset's context. */
  public RDD(Dataset<T> dataset) {
    this.dataset = dataset;
  }

  /**
   * What this is a shell of.
   *
   * @throws RuntimeException an undeclared {@link SparkException} inside a task: operations belong
   *     to the driver
   */
  public Dataset<T> dataset() {
    if (dataset == null) {
      throw Rethrow.as(
          new SparkException(
              "This RDD lacks a SparkContext. It could happen in the following cases:\n"
                  + "(1) RDD transformations and actions are NOT invoked by the driver, but inside of"
                  + " other transformations; for example, rdd1.map(x => rdd2.values.count() * x) is"
                  + " invalid because the values transformation and count action cannot be performed"
                  + " inside of the rdd1.map transformation. For more information, see SPARK-5063.\n"
                  + "(2) When a Spark Streaming job recovers from checkpoint, this exception will be"
                  + " hit if a reference to an RDD not defined by the streaming job is used in"
                  + " DStream operations. For more information, See SPARK-13758."));
    }
    return dataset;
  }

  /** Unique within the context. */
  public int id() {
    return dataset().id();
  }

  public final int getNumPartitions() {
    return dataset().partitions();
  }

  public SparkContext context() {
    return dataset().context();
  }

  public SparkContext sparkContext() {
    return dataset().context();
  }

  public Option<Partitioner> partitioner() {
    return Option.apply(dataset().partitioner());
  }

  public ClassTag<T> elementClassTag() {
    return ClassTags.any();
  }

  /** Null unless it was given one. */
  public @Nullable String name() {
    return dataset().name();
  }

  public RDD<T> setName(@Nullable String name) {
    dataset().setName(name);
    return this;
  }

  /**
   * Keeps the records once they are computed; in memory, whatever the level.
   *
   * @throws UnsupportedOperationException if another level was set before
   */
  public RDD<T> persist(StorageLevel level) {
    dataset().persist(level);
    return this;
  }

  public RDD<T> persist() {
    return persist(StorageLevel.MEMORY_ONLY());
  }

  public RDD<T> cache() {
    return persist();
  }

  /**
   * Forgets the records that were kept.
   *
   * @param blocking has no effect: it is done at once
   */
  public RDD<T> unpersist(boolean blocking) {
    dataset().unpersist();
    return this;
  }

  public boolean unpersist$default$1() {
    return false;
  }

  public StorageLevel getStorageLevel() {
    return dataset().storageLevel();
  }

  /** The records of both, duplicates kept. */
  public RDD<T> union(RDD<T> other) {
    return new RDD<>(UnionDataset.of(context(), List.of(dataset(), other.dataset())));
  }

  /** As {@link #union}. */
  public RDD<T> $plus$plus(RDD<T> other) {
    return union(other);
  }

  /** The partitions, in order. */
  public final Partition[] partitions() {
    return IndexedPartition.of(dataset()).toArray(Partition[]::new);
  }

  /**
   * The records of a partition, computed on the calling thread, without a job.
   *
   * @param context not needed
   */
  public final Iterator<T> iterator(Partition split, @Nullable TaskContext context) {
    return JavaConverters.asScalaIterator(dataset().iterator(split));
  }

  /** None: all is in this process. */
  public final Seq<String> preferredLocations(Partition split) {
    return JavaConverters.asScalaBuffer(List.of());
  }

  public <U> RDD<U> map(Function1<T, U> f, ClassTag<U> tag) {
    return rdd(Narrow.map(ScalaFunctions.function(f)), false);
  }

  public <U> RDD<U> flatMap(Function1<T, TraversableOnce<U>> f, ClassTag<U> tag) {
    return rdd(Narrow.flatMap(ScalaFunctions.flatMap(f)), false);
  }

  public RDD<T> filter(Function1<T, Object> f) {
    return rdd(Narrow.filter(ScalaFunctions.predicate(f)), true);
  }

  /** The records that the function is defined for, mapped. */
  public <U> RDD<U> collect(PartialFunction<T, U> f, ClassTag<U> tag) {
    return rdd(Narrow.flatMap(ScalaFunctions.collect(f)), false);
  }

  /** The function is called once per partition, also for an empty one. */
  public <U> RDD<U> mapPartitions(
      Function1<Iterator<T>, Iterator<U>> f, boolean preservesPartitioning, ClassTag<U> tag) {
    return rdd(Narrow.mapPartitions(ScalaFunctions.partitions(f)), preservesPartitioning);
  }

  public <U> boolean mapPartitions$default$2() {
    return false;
  }

  /** The function is called once per partition, with its index, also for an empty one. */
  public <U> RDD<U> mapPartitionsWithIndex(
      scala.Function2<Object, Iterator<T>, Iterator<U>> f,
      boolean preservesPartitioning,
      ClassTag<U> tag) {
    return rdd(
        Narrow.mapPartitionsWithIndex(ScalaFunctions.indexedPartitions(f)), preservesPartitioning);
  }

  public <U> boolean mapPartitionsWithIndex$default$2() {
    return false;
  }

  /** The records of each partition as one array. */
  public RDD<Object> glom() {
    return rdd(
        (partition, records) -> List.<Object>of(ResultList.of(records).toArray()).iterator(),
        false);
  }

  /** Each record behind a key that the function gives. */
  public <K> RDD<Tuple2<K, T>> keyBy(Function1<T, K> f) {
    return rdd(Narrow.keyBy(ScalaFunctions.function(f)), false);
  }

  /** Each record once, in as many partitions as there are. */
  public RDD<T> distinct() {
    return distinct(getNumPartitions(), null);
  }

  /** Each record once, in {@code numPartitions} partitions. */
  public RDD<T> distinct(int numPartitions, @Nullable Ordering<T> order) {
    return new RDD<>(Distinct.of(dataset(), numPartitions));
  }

  public @Nullable Ordering<T> distinct$default$2(int numPartitions) {
    return null;
  }

  /**
   * Deals the records out to {@code numPartitions} partitions.
   *
   * @throws IllegalArgumentException if the number is not positive
   */
  public RDD<T> repartition(int numPartitions, @Nullable Ordering<T> order) {
    return new RDD<>(Repartitioning.of(dataset(), numPartitions, true));
  }

  public @Nullable Ordering<T> repartition$default$2(int numPartitions) {
    return null;
  }

  /**
   * In {@code numPartitions} partitions, or fewer; see {@link JavaRDD#coalesce(int, boolean)}.
   *
   * @param partitionCoalescer none: strategies of the program's own are for Spark's partitions
   * @throws UnsupportedOperationException if there is a strategy
   */
  public RDD<T> coalesce(
      int numPartitions,
      boolean shuffle,
      Option<?> partitionCoalescer,
      @Nullable Ordering<T> order) {
    if (partitionCoalescer.isDefined()) {
      throw new UnsupportedOperationException(
          "coalesce with a PartitionCoalescer is not supported: it plans where partitions are"
              + " computed, and all are computed in this process. Leave it out, or use repartition.");
    }
    return new RDD<>(Repartitioning.of(dataset(), numPartitions, shuffle));
  }

  public boolean coalesce$default$2() {
    return false;
  }

  public @Nullable Ordering<T> coalesce$default$4(
      int numPartitions, boolean shuffle, Option<?> partitionCoalescer) {
    return null;
  }

  /** A random sample; see {@link JavaRDD#sample(boolean, double, long)}. */
  public RDD<T> sample(boolean withReplacement, double fraction, long seed) {
    return new RDD<>(Samples.of(dataset(), withReplacement, fraction, seed));
  }

  public long sample$default$3() {
    return ThreadLocalRandom.current().nextLong();
  }

  /** Every record in one of several RDDs; see {@link JavaRDD#randomSplit(double[], long)}. */
  @SuppressWarnings("unchecked") // an array of RDDs of T
  public RDD<T>[] randomSplit(double[] weights, long seed) {
    return Samples.split(dataset(), weights, seed).stream().map(RDD::new).toArray(RDD[]::new);
  }

  public long randomSplit$default$2() {
    return ThreadLocalRandom.current().nextLong();
  }

  /** {@code num} records in random order, in an array of objects. */
  public Object takeSample(boolean withReplacement, int num, long seed) {
    return Samples.take(dataset(), withReplacement, num, seed).toArray();
  }

  public long takeSample$default$3() {
    return ThreadLocalRandom.current().nextLong();
  }

  /** The records that both have, each once. */
  public RDD<T> intersection(RDD<T> other) {
    return new RDD<>(RecordSets.intersection(dataset(), other.dataset()));
  }

  /** The records that both have, each once, in {@code numPartitions} partitions. */
  public RDD<T> intersection(RDD<T> other, int numPartitions) {
    return intersection(other, new HashPartitioner(numPartitions), null);
  }

  /** The records that both have, each once. */
  public RDD<T> intersection(RDD<T> other, Partitioner partitioner, @Nullable Ordering<T> order) {
    return new RDD<>(RecordSets.intersection(dataset(), other.dataset(), partitioner));
  }

  public @Nullable Ordering<T> intersection$default$3(RDD<T> other, Partitioner partitioner) {
    return null;
  }

  /** The records that the other does not have, in as many partitions as this has. */
  public RDD<T> subtract(RDD<T> other) {
    return subtract(other, RecordSets.partitionerOf(dataset()), null);
  }

  /** The records that the other does not have, in {@code numPartitions} partitions. */
  public RDD<T> subtract(RDD<T> other, int numPartitions) {
    return subtract(other, new HashPartitioner(numPartitions), null);
  }

  /** The records that the other does not have. */
  public RDD<T> subtract(RDD<T> other, Partitioner p, @Nullable Ordering<T> order) {
    return new RDD<>(RecordSets.subtract(dataset(), other.dataset(), p));
  }

  /** The records in the order of what the function makes of them, over all partitions. */
  public <K> RDD<T> sortBy(
      Function1<T, K> f, boolean ascending, int numPartitions, Ordering<K> order, ClassTag<K> tag) {
    return new RDD<>(
        Sorting.sortBy(dataset(), ScalaFunctions.function(f), order, ascending, numPartitions));
  }

  public <K> boolean sortBy$default$2() {
    return true;
  }

  public <K> int sortBy$default$3() {
    return getNumPartitions();
  }

  public @Nullable Ordering<T> subtract$default$3(RDD<T> other, Partitioner p) {
    return null;
  }

  /** Every record of this with every record of the other. */
  public <U> RDD<Tuple2<T, U>> cartesian(RDD<U> other, ClassTag<U> tag) {
    return new RDD<>(new CartesianDataset<>(dataset(), other.dataset()));
  }

  /** The records by the key that the function gives. */
  public <K> RDD<Tuple2<K, Iterable<T>>> groupBy(Function1<T, K> f, ClassTag<K> tag) {
    return groupBy(f, DefaultPartitioner.of(dataset()), tag, null);
  }

  /** The records by the key that the function gives, in {@code numPartitions} partitions. */
  public <K> RDD<Tuple2<K, Iterable<T>>> groupBy(
      Function1<T, K> f, int numPartitions, ClassTag<K> tag) {
    return groupBy(f, new HashPartitioner(numPartitions), tag, null);
  }

  /** The records by the key that the function gives. */
  public <K> RDD<Tuple2<K, Iterable<T>>> groupBy(
      Function1<T, K> f, Partitioner p, ClassTag<K> tag, @Nullable Ordering<K> order) {
    ArrayKeys.check(ArrayKeys.whenMoved(tag, p));
    return new RDD<>(
        Grouping.of(dataset(), ScalaFunctions.function(f), p)
            .narrow(Narrow.mapValues(JavaConverters::iterableAsScalaIterable), true));
  }

  /** As {@link JavaRDD#pipe(String)}. */
  public RDD<String> pipe(String command) {
    return new RDD<>(new ProcessPipe(ProcessPipe.words(command), Map.of()).of(dataset()));
  }

  /** As {@link JavaRDD#pipe(String)}, with environment variables. */
  public RDD<String> pipe(String command, scala.collection.Map<String, String> env) {
    return new RDD<>(
        new ProcessPipe(ProcessPipe.words(command), JavaConverters.mapAsJavaMap(env))
            .of(dataset()));
  }

  /**
   * As {@link JavaRDD#pipe(java.util.List, Map, boolean, int, String)}.
   *
   * @param printPipeContext writes lines before the records; may be null
   * @param printRDDElement writes the lines of a record; null for its {@code toString}
   */
  public RDD<String> pipe(
      Seq<String> command,
      scala.collection.Map<String, String> env,
      @Nullable Function1<Function1<String, BoxedUnit>, BoxedUnit> printPipeContext,
      scala.@Nullable Function2<T, Function1<String, BoxedUnit>, BoxedUnit> printRDDElement,
      boolean separateWorkingDir,
      int bufferSize,
      String encoding) {
    ProcessPipe pipe =
        new ProcessPipe(
            JavaConverters.seqAsJavaList(command),
            JavaConverters.mapAsJavaMap(env),
            separateWorkingDir,
            bufferSize,
            encoding);
    return new RDD<>(pipe.of(dataset(), ScalaFunctions.lines(printPipeContext, printRDDElement)));
  }

  public scala.collection.Map<String, String> pipe$default$2() {
    return ScalaFunctions.scala(Map.of());
  }

  public @Nullable Function1<Function1<String, BoxedUnit>, BoxedUnit> pipe$default$3() {
    return null;
  }

  public scala.@Nullable Function2<T, Function1<String, BoxedUnit>, BoxedUnit> pipe$default$4() {
    return null;
  }

  public boolean pipe$default$5() {
    return false;
  }

  public int pipe$default$6() {
    return ProcessPipe.BUFFER_SIZE;
  }

  public String pipe$default$7() {
    return Charset.defaultCharset().name();
  }

  /** The first record of this with the first of the other, and so on, partition by partition. */
  public <U> RDD<Tuple2<T, U>> zip(RDD<U> other, ClassTag<U> tag) {
    return new RDD<>(ZippedDataset.pairs(dataset(), other.dataset()));
  }

  /** What the function makes of the first partitions of both, the second ones, and so on. */
  public <B, V> RDD<V> zipPartitions(
      RDD<B> rdd2,
      scala.Function2<Iterator<T>, Iterator<B>, Iterator<V>> f,
      ClassTag<B> tag2,
      ClassTag<V> tag) {
    return zipPartitions(rdd2, false, f, tag2, tag);
  }

  public <B, V> RDD<V> zipPartitions(
      RDD<B> rdd2,
      boolean preservesPartitioning,
      scala.Function2<Iterator<T>, Iterator<B>, Iterator<V>> f,
      ClassTag<B> tag2,
      ClassTag<V> tag) {
    return new RDD<>(
        new ZippedDataset<>(
            List.of(dataset(), rdd2.dataset()), preservesPartitioning, ScalaFunctions.zip(f)));
  }

  public <B, C, V> RDD<V> zipPartitions(
      RDD<B> rdd2,
      RDD<C> rdd3,
      scala.Function3<Iterator<T>, Iterator<B>, Iterator<C>, Iterator<V>> f,
      ClassTag<B> tag2,
      ClassTag<C> tag3,
      ClassTag<V> tag) {
    return zipPartitions(rdd2, rdd3, false, f, tag2, tag3, tag);
  }

  public <B, C, V> RDD<V> zipPartitions(
      RDD<B> rdd2,
      RDD<C> rdd3,
      boolean preservesPartitioning,
      scala.Function3<Iterator<T>, Iterator<B>, Iterator<C>, Iterator<V>> f,
      ClassTag<B> tag2,
      ClassTag<C> tag3,
      ClassTag<V> tag) {
    return new RDD<>(
        new ZippedDataset<>(
            List.of(dataset(), rdd2.dataset(), rdd3.dataset()),
            preservesPartitioning,
            ScalaFunctions.zip(f)));
  }

  public <B, C, D, V> RDD<V> zipPartitions(
      RDD<B> rdd2,
      RDD<C> rdd3,
      RDD<D> rdd4,
      scala.Function4<Iterator<T>, Iterator<B>, Iterator<C>, Iterator<D>, Iterator<V>> f,
      ClassTag<B> tag2,
      ClassTag<C> tag3,
      ClassTag<D> tag4,
      ClassTag<V> tag) {
    return zipPartitions(rdd2, rdd3, rdd4, false, f, tag2, tag3, tag4, tag);
  }

  public <B, C, D, V> RDD<V> zipPartitions(
      RDD<B> rdd2,
      RDD<C> rdd3,
      RDD<D> rdd4,
      boolean preservesPartitioning,
      scala.Function4<Iterator<T>, Iterator<B>, Iterator<C>, Iterator<D>, Iterator<V>> f,
      ClassTag<B> tag2,
      ClassTag<C> tag3,
      ClassTag<D> tag4,
      ClassTag<V> tag) {
    return new RDD<>(
        new ZippedDataset<>(
            List.of(dataset(), rdd2.dataset(), rdd3.dataset(), rdd4.dataset()),
            preservesPartitioning,
            ScalaFunctions.zip(f)));
  }

  /** Each record with its place among all; see {@link JavaRDD#zipWithIndex}. */
  public RDD<Tuple2<T, Object>> zipWithIndex() {
    return numbered(Numbered.byIndex(dataset()));
  }

  /** Each record with a number that no other has; see {@link JavaRDD#zipWithUniqueId}. */
  public RDD<Tuple2<T, Object>> zipWithUniqueId() {
    return numbered(Numbered.uniquely(dataset()));
  }

  @SuppressWarnings("unchecked") // Scala's numbers are objects where they are type arguments
  private static <T> RDD<Tuple2<T, Object>> numbered(Dataset<Tuple2<T, Long>> dataset) {
    return new RDD<>((Dataset<Tuple2<T, Object>>) (Dataset<?>) dataset);
  }

  public void foreach(Function1<T, BoxedUnit> f) {
    dataset().foreach(ScalaFunctions.procedure(f));
  }

  /** The function is called once per partition, also for an empty one. */
  public void foreachPartition(Function1<Iterator<T>, BoxedUnit> f) {
    dataset().foreachPartition(ScalaFunctions.partitionProcedure(f));
  }

  /** All records; a job per partition, when the iterator gets there. */
  public Iterator<T> toLocalIterator() {
    return ScalaFunctions.scala(dataset().toLocalIterator());
  }

  /**
   * Combines all records.
   *
   * @throws UnsupportedOperationException if there is none
   */
  public T reduce(scala.Function2<T, T, T> f) {
    return dataset().reduce(ScalaFunctions.function(f));
  }

  /** As {@link #reduce}, in rounds; see {@link JavaRDD#treeReduce}. */
  public T treeReduce(scala.Function2<T, T, T> f, int depth) {
    return Trees.reduce(dataset(), ScalaFunctions.function(f), depth);
  }

  public int treeReduce$default$2() {
    return 2;
  }

  /** As {@link JavaRDD#fold}. */
  public T fold(T zeroValue, scala.Function2<T, T, T> op) {
    return dataset().fold(zeroValue, ScalaFunctions.function(op));
  }

  /** As {@link JavaRDD#aggregate}. */
  public <U> U aggregate(
      U zeroValue,
      scala.Function2<U, T, U> seqOp,
      scala.Function2<U, U, U> combOp,
      ClassTag<U> tag) {
    return dataset()
        .aggregate(zeroValue, ScalaFunctions.function(seqOp), ScalaFunctions.function(combOp));
  }

  /** As {@link #aggregate}, in rounds; see {@link JavaRDD#treeAggregate}. */
  public <U> U treeAggregate(
      U zeroValue,
      scala.Function2<U, T, U> seqOp,
      scala.Function2<U, U, U> combOp,
      int depth,
      ClassTag<U> tag) {
    return treeAggregate(zeroValue, seqOp, combOp, depth, false, tag);
  }

  public <U> int treeAggregate$default$4(U zeroValue) {
    return 2;
  }

  /** As {@link #aggregate}, in rounds; see {@link JavaRDD#treeAggregate}. */
  public <U> U treeAggregate(
      U zeroValue,
      scala.Function2<U, T, U> seqOp,
      scala.Function2<U, U, U> combOp,
      int depth,
      boolean finalAggregateOnExecutor,
      ClassTag<U> tag) {
    return Trees.aggregate(
        dataset(),
        zeroValue,
        ScalaFunctions.function(seqOp),
        ScalaFunctions.function(combOp),
        depth,
        finalAggregateOnExecutor);
  }

  /** As {@link JavaRDD#countApprox(long, double)}. */
  public PartialResult<BoundedDouble> countApprox(long timeout, double confidence) {
    return ApproximateJob.count(dataset(), timeout, confidence);
  }

  public double countApprox$default$2() {
    return 0.95;
  }

  /** How often each record occurs. */
  @SuppressWarnings("unchecked") // as in numbered
  public scala.collection.Map<T, Object> countByValue(@Nullable Ordering<T> order) {
    return ScalaFunctions.scala((Map<T, Object>) (Map<?, ?>) Counts.byValue(dataset()));
  }

  /** As {@link JavaRDD#countByValueApprox(long, double)}. */
  public PartialResult<scala.collection.Map<T, BoundedDouble>> countByValueApprox(
      long timeout, double confidence, @Nullable Ordering<T> order) {
    return ApproximateJob.countByValue(dataset(), timeout, confidence).map(ScalaFunctions::scala);
  }

  public double countByValueApprox$default$2() {
    return 0.95;
  }

  public @Nullable Ordering<T> countByValueApprox$default$3(long timeout, double confidence) {
    return null;
  }

  /** As {@link JavaRDD#countApproxDistinct}. */
  public long countApproxDistinct(double relativeSD) {
    return DistinctEstimate.of(dataset(), relativeSD);
  }

  public double countApproxDistinct$default$1() {
    return 0.05;
  }

  /**
   * About how many different records there are.
   *
   * @param p number of index bits, at least 4
   * @param sp the same while few were seen, at most 32; 0 for no such phase
   */
  public long countApproxDistinct(int p, int sp) {
    return DistinctEstimate.of(dataset(), p, sp);
  }

  /** The greatest records, descending, in an array of objects. */
  public Object top(int num, Ordering<T> order) {
    return Extremes.least(dataset(), num, order.reverse()).toArray();
  }

  /** The least records, ascending, in an array of objects. */
  public Object takeOrdered(int num, Ordering<T> order) {
    return Extremes.least(dataset(), num, order).toArray();
  }

  /** The greatest record. */
  public T max(Ordering<T> order) {
    return Extremes.max(dataset(), order);
  }

  /** The least record. */
  public T min(Ordering<T> order) {
    return Extremes.min(dataset(), order);
  }

  /** What this is computed from, a line per RDD. */
  public String toDebugString() {
    return Lineage.describe(dataset());
  }

  private <R> RDD<R> rdd(NarrowFunction<T, R> function, boolean keepsPartitioning) {
    return new RDD<>(dataset().narrow(function, keepsPartitioning));
  }

  public long count() {
    return dataset().count();
  }

  public boolean isEmpty() {
    return dataset().isEmpty();
  }

  /** All records, in an array of objects. */
  public Object collect() {
    return dataset().collect().toArray();
  }

  /** The first records, in an array of objects. */
  public Object take(int num) {
    return dataset().take(num).toArray();
  }

  /**
   * The first record.
   *
   * @throws UnsupportedOperationException if there is none
   */
  public T first() {
    List<T> first = dataset().take(1);
    if (first.isEmpty()) {
      throw new SparkUnsupportedOperationException("empty collection");
    }
    return first.get(0);
  }

  /** Writes a line per record, its {@code toString}, to a part file per partition. */
  public void saveAsTextFile(String path) {
    FileOutputs.text(dataset(), path, null);
  }

  /** As {@link #saveAsTextFile(String)}, compressed; null for the configured codec, if any. */
  public void saveAsTextFile(String path, @Nullable Class<? extends CompressionCodec> codec) {
    FileOutputs.text(dataset(), path, codec);
  }

  /** Writes sequence files of Java-serialised arrays of ten records, one per partition. */
  public void saveAsObjectFile(String path) {
    FileOutputs.objects(dataset(), path);
  }

  /**
   * Marks this to be written to the context's checkpoint directory after the first action that uses
   * it; it is read from there ever after. Computed twice, unless persisted.
   *
   * @throws RuntimeException an undeclared {@link SparkException} if there is no such directory
   */
  public void checkpoint() {
    Checkpoints.mark(dataset());
  }

  /** Whether there is a checkpoint; not if one is only asked for. */
  public boolean isCheckpointed() {
    return dataset().checkpoint() != null;
  }

  /** The directory of the checkpoint, as a URI, once there is one. */
  public Option<String> getCheckpointFile() {
    return Option.apply(Checkpoints.fileOf(dataset()));
  }

  public JavaRDD<T> toJavaRDD() {
    return new JavaRDD<>(this, elementClassTag());
  }

  /** {@code MapPartitionsRDD[1] at map at WordCount.java:12}, after the name, if it has one. */
  @Override
  public String toString() {
    return dataset().toString();
  }
}
