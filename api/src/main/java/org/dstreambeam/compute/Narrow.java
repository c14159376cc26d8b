// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.compute;

import java.util.Iterator;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.api.java.function.Function2;
import org.apache.spark.api.java.function.PairFlatMapFunction;
import org.apache.spark.api.java.function.PairFunction;
import scala.Tuple2;

/** The narrow operations over user functions. All keep the order of the records. */
public final class Narrow {

  private Narrow() {}

  public static <T, R> NarrowFunction<T, R> map(Function<T, R> function) {
    TaskFunction<Function<T, R>> task = TaskFunction.of(function);
    return (partition, records) -> new MapIterator<>(records, task.perTask());
  }

  public static <T, K, V> NarrowFunction<T, Tuple2<K, V>> mapToPair(
      PairFunction<T, K, V> function) {
    TaskFunction<PairFunction<T, K, V>> task = TaskFunction.of(function);
    return (partition, records) -> new MapIterator<>(records, task.perTask()::call);
  }

  public static <T> NarrowFunction<T, T> filter(Function<T, Boolean> predicate) {
    TaskFunction<Function<T, Boolean>> task = TaskFunction.of(predicate);
    return (partition, records) -> new FilterIterator<>(records, task.perTask());
  }

  public static <T, R> NarrowFunction<T, R> flatMap(FlatMapFunction<T, R> function) {
    TaskFunction<FlatMapFunction<T, R>> task = TaskFunction.of(function);
    return (partition, records) -> new FlatMapIterator<>(records, task.perTask()::call);
  }

  public static <T, K, V> NarrowFunction<T, Tuple2<K, V>> flatMapToPair(
      PairFlatMapFunction<T, K, V> function) {
    TaskFunction<PairFlatMapFunction<T, K, V>> task = TaskFunction.of(function);
    return (partition, records) -> new FlatMapIterator<>(records, task.perTask()::call);
  }

  /** The function is called once per partition, also for an empty one. */
  public static <T, R> NarrowFunction<T, R> mapPartitions(
      FlatMapFunction<Iterator<T>, R> function) {
    TaskFunction<FlatMapFunction<Iterator<T>, R>> task = TaskFunction.of(function);
    return (partition, records) -> task.perTask().call(records);
  }

  /** As {@link #mapPartitions}, to pairs. */
  public static <T, K, V> NarrowFunction<T, Tuple2<K, V>> mapPartitionsToPair(
      PairFlatMapFunction<Iterator<T>, K, V> function) {
    TaskFunction<PairFlatMapFunction<Iterator<T>, K, V>> task = TaskFunction.of(function);
    return (partition, records) -> task.perTask().call(records);
  }

  /** As {@link #mapPartitions}; the function is given the partition's index as well. */
  public static <T, R> NarrowFunction<T, R> mapPartitionsWithIndex(
      Function2<Integer, Iterator<T>, Iterator<R>> function) {
    TaskFunction<Function2<Integer, Iterator<T>, Iterator<R>>> task = TaskFunction.of(function);
    return (partition, records) -> task.perTask().call(partition, records);
  }

  /** The keys of pairs. */
  public static <K, V> NarrowFunction<Tuple2<K, V>, K> keys() {
    return (partition, pairs) -> new MapIterator<>(pairs, Tuple2::_1);
  }

  /** The values of pairs. */
  public static <K, V> NarrowFunction<Tuple2<K, V>, V> values() {
    return (partition, pairs) -> new MapIterator<>(pairs, Tuple2::_2);
  }

  /** Pairs of the same keys with other values. */
  public static <K, V, U> NarrowFunction<Tuple2<K, V>, Tuple2<K, U>> mapValues(
      Function<V, U> function) {
    TaskFunction<Function<V, U>> task = TaskFunction.of(function);
    return (partition, pairs) -> {
      Function<V, U> values = task.perTask();
      return new MapIterator<>(pairs, pair -> new Tuple2<>(pair._1(), values.call(pair._2())));
    };
  }

  /** For each pair its key with each of the values that the function returns. */
  public static <K, V, U> NarrowFunction<Tuple2<K, V>, Tuple2<K, U>> flatMapValues(
      FlatMapFunction<V, U> function) {
    TaskFunction<FlatMapFunction<V, U>> task = TaskFunction.of(function);
    return (partition, pairs) -> {
      FlatMapFunction<V, U> values = task.perTask();
      return new FlatMapIterator<>(
          pairs,
          pair ->
              new MapIterator<U, Tuple2<K, U>>(
                  values.call(pair._2()), value -> new Tuple2<>(pair._1(), value)));
    };
  }

  /** The first {@code n} records of each partition; the rest is never computed. */
  public static <T> NarrowFunction<T, T> take(int n) {
    return (partition, records) -> new TakeIterator<>(records, n);
  }

  /** Copies of the records, for a consumer that is not the only one. */
  public static <T> NarrowFunction<T, T> copy() {
    return (partition, records) -> RecordCopy.each(records);
  }
}
