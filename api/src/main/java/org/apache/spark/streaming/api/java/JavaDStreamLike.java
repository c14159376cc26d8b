// SPDX-License-Identifier: Apache-2.0
package org.apache.spark.streaming.api.java;

import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaRDDLike;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.api.java.function.Function2;
import org.apache.spark.api.java.function.Function3;
import org.apache.spark.api.java.function.PairFlatMapFunction;
import org.apache.spark.api.java.function.PairFunction;
import org.apache.spark.api.java.function.VoidFunction;
import org.apache.spark.api.java.function.VoidFunction2;
import org.apache.spark.rdd.RDD;
import org.apache.spark.streaming.Duration;
import org.apache.spark.streaming.StreamingContext;
import org.apache.spark.streaming.Time;
import org.apache.spark.streaming.dstream.DStream;
import org.dstreambeam.compute.Narrow;
import org.dstreambeam.plan.JavaForm;
import org.dstreambeam.plan.Operations;
import org.dstreambeam.plan.Slices;
import org.dstreambeam.plan.TransformNode.BatchFunction;
import org.dstreambeam.plan.WindowOperations;
import scala.Serializable;
import scala.reflect.ClassTag;
import scala.runtime.BoxesRunTime;

/**
 * What streams of single records and streams of pairs have in common.
 *
 * <p>Functions given to {@code map} and its kin run in tasks: they must be serialisable, each task
 * works on a copy of what they captured, and one that cannot be serialised is refused with {@code
 * SparkException: Task not serializable} when it is declared. Functions given to {@code foreachRDD}
 * run on the driver, as they are.
 *
 * @param <T> type of the records
 * @param <This> the stream's own type
 * @param <R> type of its batches
 */
public interface JavaDStreamLike<
        T, This extends JavaDStreamLike<T, This, R>, R extends JavaRDDLike<T, R>>
    extends Serializable {

  ClassTag<T> classTag();

  /** The same stream as Scala names it. */
  DStream<T> dstream();

  R wrapRDD(RDD<T> rdd);

  default StreamingContext context() {
    return dstream().context();
  }

  /** See {@link DStream#slice}. */
  default List<R> slice(Time fromTime, Time toTime) {
    return Slices.slice(dstream(), fromTime, toTime).stream().map(this::wrapRDD).toList();
  }

  /** See {@link DStream#checkpoint}; as on Spark the stream comes back as Scala names it. */
  default DStream<T> checkpoint(Duration interval) {
    return dstream().checkpoint(interval);
  }

  /** Prints the first ten records of every batch, empty or not, on standard output. */
  default void print() {
    print(10);
  }

  /** Prints the first {@code num} records of every batch, and {@code ...} if there are more. */
  default void print(int num) {
    Operations.print(dstream(), num);
  }

  /** The number of records of each batch: one record, 0 for an empty batch. */
  default JavaDStream<Long> count() {
    return JavaDStream.of(Operations.count(dstream()));
  }

  /**
   * One record a batch, reduced by an associative and commutative function; the only record of a
   * batch passes through, and an empty batch gives none. The result has one partition.
   */
  default JavaDStream<T> reduce(Function2<T, T, T> f) {
    return JavaDStream.of(Operations.reduce(dstream(), f));
  }

  /** Each different record of the batch with how often it came; the default parallelism. */
  default JavaPairDStream<T, Long> countByValue() {
    return countByValue(dstream().context().sparkContext().defaultParallelism());
  }

  /** As {@link #countByValue()}, in {@code numPartitions} hash partitions. */
  default JavaPairDStream<T, Long> countByValue(int numPartitions) {
    return JavaPairDStream.of(Operations.countByValue(dstream(), numPartitions));
  }

  /**
   * One record of what is in the window, none if there is nothing; the batches are reduced first,
   * then the window, in order of time. The result has one partition.
   *
   * <p>Throws a plain {@code Exception}, undeclared as in Spark, if a duration is no multiple of
   * this stream's slide
   */
  default JavaDStream<T> reduceByWindow(
      Function2<T, T, T> reduceFunc, Duration windowDuration, Duration slideDuration) {
    return JavaDStream.of(
        WindowOperations.reduceByWindow(dstream(), reduceFunc, windowDuration, slideDuration));
  }

  /**
   * As the other form, computed from the result before: what left the window is taken away, then
   * what came in is added. None until there was a record, then one in every batch. Needs a
   * checkpoint directory.
   *
   * @throws IllegalArgumentException if a duration is no multiple of this stream's slide
   */
  default JavaDStream<T> reduceByWindow(
      Function2<T, T, T> reduceFunc,
      Function2<T, T, T> invReduceFunc,
      Duration windowDuration,
      Duration slideDuration) {
    return JavaDStream.of(
        WindowOperations.reduceByWindow(
            dstream(), reduceFunc, invReduceFunc, windowDuration, slideDuration));
  }

  /**
   * The number of records in the window; none until there was one, then 0 of an empty window. Needs
   * a checkpoint directory.
   *
   * @throws IllegalArgumentException if a duration is no multiple of this stream's slide
   */
  default JavaDStream<Long> countByWindow(Duration windowDuration, Duration slideDuration) {
    return JavaDStream.of(WindowOperations.countByWindow(dstream(), windowDuration, slideDuration));
  }

  /** As the other form; the default parallelism. */
  default JavaPairDStream<T, Long> countByValueAndWindow(
      Duration windowDuration, Duration slideDuration) {
    return countByValueAndWindow(
        windowDuration, slideDuration, dstream().context().sparkContext().defaultParallelism());
  }

  /**
   * Each different record in the window with how often it came, in {@code numPartitions} hash
   * partitions. Needs a checkpoint directory.
   *
   * @throws IllegalArgumentException if a duration is no multiple of this stream's slide
   */
  default JavaPairDStream<T, Long> countByValueAndWindow(
      Duration windowDuration, Duration slideDuration, int numPartitions) {
    return JavaPairDStream.of(
        WindowOperations.countByValueAndWindow(
            dstream(), windowDuration, slideDuration, numPartitions));
  }

  /** One list for each partition, an empty one of an empty partition. */
  default JavaDStream<List<T>> glom() {
    return JavaDStream.of(Operations.narrow(dstream(), "glom", Narrow.glom()));
  }

  /** A stream of Scala's numbers, which are the same objects; a null becomes 0. */
  default JavaDStream<Long> scalaIntToJavaLong(DStream<Object> in) {
    return JavaDStream.of(
        Operations.narrow(in, "scalaIntToJavaLong", Narrow.map(BoxesRunTime::unboxToLong)));
  }

  /** One record for each record; null is a record like any other. */
  default <U> JavaDStream<U> map(Function<T, U> f) {
    return JavaDStream.of(Operations.narrow(dstream(), "map", Narrow.map(f)));
  }

  /** One pair for each record. */
  default <K2, V2> JavaPairDStream<K2, V2> mapToPair(PairFunction<T, K2, V2> f) {
    return JavaPairDStream.of(Operations.narrow(dstream(), "mapToPair", Narrow.mapToPair(f)));
  }

  /** The records of all iterators the function returns; a null iterator fails the batch. */
  default <U> JavaDStream<U> flatMap(FlatMapFunction<T, U> f) {
    return JavaDStream.of(Operations.narrow(dstream(), "flatMap", Narrow.flatMap(f)));
  }

  /** As {@link #flatMap}, to pairs. */
  default <K2, V2> JavaPairDStream<K2, V2> flatMapToPair(PairFlatMapFunction<T, K2, V2> f) {
    return JavaPairDStream.of(
        Operations.narrow(dstream(), "flatMapToPair", Narrow.flatMapToPair(f)));
  }

  /** Calls the function once per partition of each batch, also for empty partitions. */
  default <U> JavaDStream<U> mapPartitions(FlatMapFunction<Iterator<T>, U> f) {
    return JavaDStream.of(Operations.narrow(dstream(), "mapPartitions", Narrow.mapPartitions(f)));
  }

  /** As {@link #mapPartitions}, to pairs. */
  default <K2, V2> JavaPairDStream<K2, V2> mapPartitionsToPair(
      PairFlatMapFunction<Iterator<T>, K2, V2> f) {
    return JavaPairDStream.of(
        Operations.narrow(dstream(), "mapPartitionsToPair", Narrow.mapPartitionsToPair(f)));
  }

  /** Calls the driver function once per batch, in order, also for empty batches. */
  default void foreachRDD(VoidFunction<R> foreachFunc) {
    JavaForm<R> form = JavaForm.of(this);
    Operations.foreachRdd(
        dstream(), (rdd, time) -> foreachFunc.call(form.wrap(rdd)), foreachFunc, form::wrap);
  }

  /** As {@link #foreachRDD(VoidFunction)}, with the batch time: the end of its interval. */
  default void foreachRDD(VoidFunction2<R, Time> foreachFunc) {
    JavaForm<R> form = JavaForm.of(this);
    Operations.foreachRdd(
        dstream(), (rdd, time) -> foreachFunc.call(form.wrap(rdd), time), foreachFunc, form::wrap);
  }

  /**
   * The RDD that the driver function makes of each batch. It is called once per batch, in order,
   * also for empty batches, and may run actions, which are done at once. What it throws takes the
   * batch from all outputs; so does null.
   */
  default <U> JavaDStream<U> transform(Function<R, JavaRDD<U>> transformFunc) {
    return JavaDStream.of(
        transformed("transform", transformFunc, (rdd, time) -> transformFunc.call(rdd).rdd()));
  }

  /** As {@link #transform(Function)}, with the batch time: the end of its interval. */
  default <U> JavaDStream<U> transform(Function2<R, Time, JavaRDD<U>> transformFunc) {
    return JavaDStream.of(
        transformed(
            "transform", transformFunc, (rdd, time) -> transformFunc.call(rdd, time).rdd()));
  }

  /** As {@link #transform(Function)}, to pairs. */
  default <K2, V2> JavaPairDStream<K2, V2> transformToPair(
      Function<R, JavaPairRDD<K2, V2>> transformFunc) {
    return JavaPairDStream.of(
        transformed(
            "transformToPair", transformFunc, (rdd, time) -> transformFunc.call(rdd).rdd()));
  }

  /** As {@link #transform(Function2)}, to pairs. */
  default <K2, V2> JavaPairDStream<K2, V2> transformToPair(
      Function2<R, Time, JavaPairRDD<K2, V2>> transformFunc) {
    return JavaPairDStream.of(
        transformed(
            "transformToPair", transformFunc, (rdd, time) -> transformFunc.call(rdd, time).rdd()));
  }

  /**
   * The RDD that the driver function makes of the batches of this stream and of {@code other}.
   *
   * @throws IllegalArgumentException if their slides differ, or their contexts
   */
  default <U, W> JavaDStream<W> transformWith(
      JavaDStream<U> other, Function3<R, JavaRDD<U>, Time, JavaRDD<W>> transformFunc) {
    return JavaDStream.of(
        transformedWith(
            "transformWith",
            other,
            transformFunc,
            (rdd, that, time) -> transformFunc.call(rdd, that, time).rdd()));
  }

  /** As {@link #transformWith(JavaDStream, Function3)}, to pairs. */
  default <U, K2, V2> JavaPairDStream<K2, V2> transformWithToPair(
      JavaDStream<U> other, Function3<R, JavaRDD<U>, Time, JavaPairRDD<K2, V2>> transformFunc) {
    return JavaPairDStream.of(
        transformedWith(
            "transformWithToPair",
            other,
            transformFunc,
            (rdd, that, time) -> transformFunc.call(rdd, that, time).rdd()));
  }

  /** As {@link #transformWith(JavaDStream, Function3)}, with a stream of pairs. */
  default <K2, V2, W> JavaDStream<W> transformWith(
      JavaPairDStream<K2, V2> other,
      Function3<R, JavaPairRDD<K2, V2>, Time, JavaRDD<W>> transformFunc) {
    return JavaDStream.of(
        transformedWith(
            "transformWith",
            other,
            transformFunc,
            (rdd, that, time) -> transformFunc.call(rdd, that, time).rdd()));
  }

  /** As {@link #transformWith(JavaDStream, Function3)}, with a stream of pairs, to pairs. */
  default <K2, V2, K3, V3> JavaPairDStream<K3, V3> transformWithToPair(
      JavaPairDStream<K2, V2> other,
      Function3<R, JavaPairRDD<K2, V2>, Time, JavaPairRDD<K3, V3>> transformFunc) {
    return JavaPairDStream.of(
        transformedWith(
            "transformWithToPair",
            other,
            transformFunc,
            (rdd, that, time) -> transformFunc.call(rdd, that, time).rdd()));
  }

  private <U> DStream<U> transformed(
      String operation, Object userFunction, Function2<R, Time, RDD<U>> function) {
    JavaForm<R> form = JavaForm.of(this);
    return Operations.transform(
        operation,
        dstream(),
        BatchFunction.of(userFunction, (rdds, time) -> function.call(form.wrap(rdds.get(0)), time)),
        form::wrap);
  }

  private <O, S extends JavaRDDLike<O, S>, U> DStream<U> transformedWith(
      String operation,
      JavaDStreamLike<O, ?, S> other,
      Object userFunction,
      Function3<R, S, Time, RDD<U>> function) {
    JavaForm<R> form = JavaForm.of(this);
    JavaForm<S> otherForm = JavaForm.of(other);
    return Operations.transform(
        operation,
        List.of(dstream(), other.dstream()),
        BatchFunction.of(
            userFunction,
            (rdds, time) ->
                function.call(form.wrap(rdds.get(0)), otherForm.wrap(rdds.get(1)), time)));
  }
}
