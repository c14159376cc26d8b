// SPDX-License-Identifier: Apache-2.0
package org.apache.spark.streaming.dstream;

import java.io.IOException;
import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.util.List;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.rdd.RDD;
import org.apache.spark.storage.StorageLevel;
import org.apache.spark.streaming.Duration;
import org.apache.spark.streaming.StreamingContext;
import org.apache.spark.streaming.Time;
import org.dstreambeam.compute.Narrow;
import org.dstreambeam.files.StreamFiles;
import org.dstreambeam.plan.ForeachRddNode.DriverFunction;
import org.dstreambeam.plan.KeyedOperations;
import org.dstreambeam.plan.Operations;
import org.dstreambeam.plan.PlanNode;
import org.dstreambeam.plan.Slices;
import org.dstreambeam.plan.TransformNode.BatchFunction;
import org.dstreambeam.plan.WindowOperations;
import org.jspecify.annotations.Nullable;
import scala.Function1;
import scala.Function2;
import scala.Function3;
import scala.Option;
import scala.Serializable;
import scala.Tuple2;
import scala.collection.Iterator;
import scala.collection.JavaConverters;
import scala.collection.Seq;
import scala.collection.TraversableOnce;
import scala.math.Ordering;
import scala.reflect.ClassTag;
import scala.runtime.BoxedUnit;

/**
 * A stream of batches, as Scala names it; Java programs use {@link
 * org.apache.spark.streaming.api.java.JavaDStream} and reach this through {@code dstream()}.
 *
 * @param <T> type of the records
 */
public class DStream<T> implements Serializable {

  private final transient StreamingContext context;
  private final transient PlanNode node;

  /** For this library: the stream that {@code node} declares. */
  public DStream(StreamingContext context, PlanNode node) {
    this.context = context;
    this.node = node;
  }

  /** For this library: what this stream declares. */
  public PlanNode node() {
    return node;
  }

  public StreamingContext context() {
    return context;
  }

  public StreamingContext ssc() {
    return context;
  }

  /** How far apart this stream's batches are. */
  public Duration slideDuration() {
    return node.slide();
  }

  /** The streams that this one is computed from, in order; none for an input stream. */
  public scala.collection.immutable.List<DStream<?>> dependencies() {
    return JavaConverters.asScalaBufferConverter(Operations.dependencies(this)).asScala().toList();
  }

  /**
   * Gives the RDD of each batch this level.
   *
   * @throws UnsupportedOperationException once the context has started
   */
  public DStream<T> persist(StorageLevel level) {
    Operations.persist(this, level);
    return this;
  }

  /** {@link #persist(StorageLevel)} with {@code MEMORY_ONLY_SER}. */
  public DStream<T> persist() {
    return persist(StorageLevel.MEMORY_ONLY_SER());
  }

  /** {@link #persist()}. */
  public DStream<T> cache() {
    return persist();
  }

  /**
   * Persists the stream, and says how far apart its checkpoints are; that is checked at the start.
   * Runners that keep checkpoints write them at an interval of their own.
   *
   * @throws UnsupportedOperationException once the context has started
   */
  public DStream<T> checkpoint(Duration interval) {
    Operations.checkpoint(this, interval);
    return this;
  }

  /**
   * The RDDs of the batches from {@code fromTime} to {@code toTime}, both included, as far as they
   * are kept: see {@link StreamingContext#remember}. Times between two batches are rounded down.
   *
   * <p>Throws an undeclared {@code SparkException} if the context has not started with this stream.
   */
  public Seq<RDD<T>> slice(Time fromTime, Time toTime) {
    return JavaConverters.asScalaBufferConverter(Slices.slice(this, fromTime, toTime)).asScala();
  }

  /**
   * The RDD that this stream makes of its parents' batches of {@code validTime}, if they are kept.
   *
   * <p>Throws an undeclared {@code SparkException} if the context has not started with this stream.
   */
  public Option<RDD<T>> compute(Time validTime) {
    return Option.apply(Slices.compute(this, validTime));
  }

  /** One record for each record. */
  public <U> DStream<U> map(Function1<T, U> function, ClassTag<U> tag) {
    return Operations.narrow(this, "map", Narrow.map(function::apply));
  }

  /** The records of all collections that the function returns. */
  public <U> DStream<U> flatMap(Function1<T, TraversableOnce<U>> function, ClassTag<U> tag) {
    return Operations.narrow(
        this,
        "flatMap",
        Narrow.flatMap(
            record ->
                JavaConverters.asJavaIteratorConverter(function.apply(record).toIterator())
                    .asJava()));
  }

  /** The records for which the function returns true. */
  public DStream<T> filter(Function1<T, Object> predicate) {
    Function<T, Boolean> accepts = record -> (Boolean) predicate.apply(record);
    return Operations.narrowKeepingPartitioning(this, "filter", Narrow.filter(accepts));
  }

  /** Partition by partition; called for empty partitions too. */
  public <U> DStream<U> mapPartitions(
      Function1<Iterator<T>, Iterator<U>> function, boolean preservePartitioning, ClassTag<U> tag) {
    var kernel =
        Narrow.<T, U>mapPartitions(
            records ->
                JavaConverters.asJavaIteratorConverter(
                        function.apply(JavaConverters.asScalaIteratorConverter(records).asScala()))
                    .asJava());
    return preservePartitioning
        ? Operations.narrowKeepingPartitioning(this, "mapPartitions", kernel)
        : Operations.narrow(this, "mapPartitions", kernel);
  }

  public <U> boolean mapPartitions$default$2() {
    return false;
  }

  /** The number of records of each batch, 0 for an empty one. */
  public DStream<Object> count() {
    return Operations.narrow(Operations.count(this), "count", Narrow.map(n -> (Object) n));
  }

  /** One record a batch, reduced by an associative function, none if the batch is empty. */
  public DStream<T> reduce(Function2<T, T, T> function) {
    return Operations.reduce(this, function::apply);
  }

  /** Each different record with how often it came; nobody asks for the order of the records. */
  public DStream<Tuple2<T, Object>> countByValue(
      int numPartitions, @Nullable Ordering<T> ordering) {
    return KeyedOperations.mapValues(
        Operations.countByValue(this, numPartitions), count -> (Object) count);
  }

  public int countByValue$default$1() {
    return context.sparkContext().defaultParallelism();
  }

  public @Nullable Ordering<T> countByValue$default$2(int numPartitions) {
    return null;
  }

  /** An array for each partition, an empty one of an empty partition. */
  public DStream<Object> glom() {
    return Operations.narrow(this, "glom", Narrow.<T>glom().andThen(Narrow.map(List::toArray)));
  }

  /** The same records in {@code numPartitions} partitions, each partition dealt out in turn. */
  public DStream<T> repartition(int numPartitions) {
    return Operations.repartition(this, numPartitions);
  }

  /** The operations of {@code stream}, a stream of pairs; the tags and the order are not needed. */
  public static <K, V> PairDStreamFunctions<K, V> toPairDStreamFunctions(
      DStream<Tuple2<K, V>> stream, ClassTag<K> kt, ClassTag<V> vt, Ordering<K> ord) {
    return new PairDStreamFunctions<>(stream, kt, vt, ord);
  }

  /** The records of this stream, then those of {@code that}. */
  public DStream<T> union(DStream<T> that) {
    return Operations.union(List.of(this, that));
  }

  /**
   * The records of the last {@code windowDuration}, at each batch.
   *
   * <p>Throws a plain {@code Exception}, undeclared as in Spark, if the duration is no multiple of
   * this stream's slide
   */
  public DStream<T> window(Duration windowDuration) {
    return window(windowDuration, slideDuration());
  }

  /**
   * The records of the last {@code windowDuration}, every {@code slideDuration} counted from the
   * start; downstream operations run only then. The first windows are partial.
   *
   * <p>Throws a plain {@code Exception}, undeclared as in Spark, if a duration is no multiple of
   * this stream's slide
   */
  public DStream<T> window(Duration windowDuration, Duration slideDuration) {
    return WindowOperations.window(this, windowDuration, slideDuration);
  }

  /**
   * One record of what is in the window, none if there is nothing; the batches are reduced first,
   * then the window, in order of time. The result has one partition.
   *
   * <p>Throws a plain {@code Exception}, undeclared as in Spark, if a duration is no multiple of
   * this stream's slide
   */
  public DStream<T> reduceByWindow(
      Function2<T, T, T> reduceFunc, Duration windowDuration, Duration slideDuration) {
    return WindowOperations.reduceByWindow(this, reduceFunc::apply, windowDuration, slideDuration);
  }

  /**
   * As the other form, computed from the result before: what left the window is taken away, then
   * what came in is added. None until there was a record, then one in every batch. Needs a
   * checkpoint directory.
   *
   * @throws IllegalArgumentException if a duration is no multiple of this stream's slide
   */
  public DStream<T> reduceByWindow(
      Function2<T, T, T> reduceFunc,
      Function2<T, T, T> invReduceFunc,
      Duration windowDuration,
      Duration slideDuration) {
    return WindowOperations.reduceByWindow(
        this, reduceFunc::apply, invReduceFunc::apply, windowDuration, slideDuration);
  }

  /**
   * The number of records in the window; none until there was one, then 0 of an empty window. Needs
   * a checkpoint directory.
   *
   * @throws IllegalArgumentException if a duration is no multiple of this stream's slide
   */
  @SuppressWarnings("unchecked") // Scala's Long is an Object where it is a type argument
  public DStream<Object> countByWindow(Duration windowDuration, Duration slideDuration) {
    return (DStream<Object>)
        (DStream<?>) WindowOperations.countByWindow(this, windowDuration, slideDuration);
  }

  /**
   * Each different record in the window with how often it came, in {@code numPartitions} hash
   * partitions; nobody asks for the order of the records. Needs a checkpoint directory.
   *
   * @throws IllegalArgumentException if a duration is no multiple of this stream's slide
   */
  @SuppressWarnings("unchecked") // as of countByWindow
  public DStream<Tuple2<T, Object>> countByValueAndWindow(
      Duration windowDuration,
      Duration slideDuration,
      int numPartitions,
      @Nullable Ordering<T> ordering) {
    return (DStream<Tuple2<T, Object>>)
        (DStream<?>)
            WindowOperations.countByValueAndWindow(
                this, windowDuration, slideDuration, numPartitions);
  }

  public int countByValueAndWindow$default$3() {
    return context.sparkContext().defaultParallelism();
  }

  public @Nullable Ordering<T> countByValueAndWindow$default$4(
      Duration windowDuration, Duration slideDuration, int numPartitions) {
    return null;
  }

  /** Prints the first ten records of every batch. */
  public void print() {
    print(10);
  }

  /** Prints the first {@code num} records of every batch. */
  public void print(int num) {
    Operations.print(this, num);
  }

  /**
   * Writes each batch to a directory {@code prefix-T.suffix}, T being the batch time in ms, as
   * {@code saveAsTextFile} does; an empty batch, too. Parts that are there already are overwritten.
   *
   * @param prefix may hold a URI; may be empty or null, as {@code suffix} may
   */
  public void saveAsTextFiles(@Nullable String prefix, @Nullable String suffix) {
    StreamFiles.saveAsTextFiles(this, prefix, suffix);
  }

  public String saveAsTextFiles$default$2() {
    return "";
  }

  /** As {@link #saveAsTextFiles}, in the way of {@code saveAsObjectFile}. */
  public void saveAsObjectFiles(@Nullable String prefix, @Nullable String suffix) {
    StreamFiles.saveAsObjectFiles(this, prefix, suffix);
  }

  public String saveAsObjectFiles$default$2() {
    return "";
  }

  /** Calls the driver function once per batch, empty or not. */
  public void foreachRDD(Function1<RDD<T>, BoxedUnit> function) {
    Operations.foreachRdd(
        this, DriverFunction.of(function, (rdd, time) -> function.apply(DStream.<T>typed(rdd))));
  }

  /** As {@link #foreachRDD(Function1)}, with the batch time. */
  public void foreachRDD(Function2<RDD<T>, Time, BoxedUnit> function) {
    Operations.foreachRdd(
        this,
        DriverFunction.of(function, (rdd, time) -> function.apply(DStream.<T>typed(rdd), time)));
  }

  /** The RDD that the driver function makes of each batch, once per batch, in order. */
  public <U> DStream<U> transform(Function1<RDD<T>, RDD<U>> function, ClassTag<U> tag) {
    return Operations.transform(
        "transform",
        List.of(this),
        BatchFunction.of(function, (rdds, time) -> function.apply(DStream.<T>typed(rdds.get(0)))));
  }

  /** As {@link #transform(Function1, ClassTag)}, with the batch time. */
  public <U> DStream<U> transform(Function2<RDD<T>, Time, RDD<U>> function, ClassTag<U> tag) {
    return Operations.transform(
        "transform",
        List.of(this),
        BatchFunction.of(
            function, (rdds, time) -> function.apply(DStream.<T>typed(rdds.get(0)), time)));
  }

  /** The RDD that the driver function makes of the batches of this stream and of {@code other}. */
  public <U, V> DStream<V> transformWith(
      DStream<U> other, Function2<RDD<T>, RDD<U>, RDD<V>> function, ClassTag<U> u, ClassTag<V> v) {
    return Operations.transform(
        "transformWith",
        List.of(this, other),
        BatchFunction.of(
            function,
            (rdds, time) ->
                function.apply(DStream.<T>typed(rdds.get(0)), DStream.<U>typed(rdds.get(1)))));
  }

  /** As {@link #transformWith(DStream, Function2, ClassTag, ClassTag)}, with the batch time. */
  public <U, V> DStream<V> transformWith(
      DStream<U> other,
      Function3<RDD<T>, RDD<U>, Time, RDD<V>> function,
      ClassTag<U> u,
      ClassTag<V> v) {
    return Operations.transform(
        "transformWith",
        List.of(this, other),
        BatchFunction.of(
            function,
            (rdds, time) ->
                function.apply(
                    DStream.<T>typed(rdds.get(0)), DStream.<U>typed(rdds.get(1)), time)));
  }

  @SuppressWarnings("unchecked") // the plan gives this stream's output this stream's records
  private static <T> RDD<T> typed(RDD<?> rdd) {
    return (RDD<T>) rdd;
  }

  /** A stream cannot travel: it was captured by a function that runs in tasks. */
  private void writeObject(ObjectOutputStream out) throws IOException {
    // The two spaces are Spark's.
    throw new NotSerializableException(
        "Object of "
            + getClass().getName()
            + " is being serialized  possibly as a part of closure of an RDD operation. This is"
            + " because  the DStream object is being referred to from within the closure. "
            + " Please rewrite the RDD operation inside this DStream to avoid this. "
            + " This has been enforced to avoid bloating of Spark tasks  with unnecessary objects.");
  }
}
