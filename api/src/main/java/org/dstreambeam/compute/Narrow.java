// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.compute;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.DoubleFlatMapFunction;
import org.apache.spark.api.java.function.DoubleFunction;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.api.java.function.Function2;
import org.apache.spark.api.java.function.PairFlatMapFunction;
import org.apache.spark.api.java.function.PairFunction;
import org.jspecify.annotations.Nullable;
import scala.Product2;
import scala.Tuple2;

/** The narrow operations over user functions. All keep the order of the records. */
public final class Narrow {

  private Narrow() {}

  public static <T, R> NarrowFunction<T, R> map(Function<T, R> function) {
    return new FunctionStep<>(
        "map",
        TaskFunction.of(function),
        (task, partition, records) -> new MapIterator<>(records, task));
  }

  public static <T, K, V> NarrowFunction<T, Tuple2<K, V>> mapToPair(
      PairFunction<T, K, V> function) {
    return new FunctionStep<>(
        "mapToPair",
        TaskFunction.of(function),
        (task, partition, records) -> new MapIterator<>(records, task::call));
  }

  public static <T> NarrowFunction<T, T> filter(Function<T, Boolean> predicate) {
    return new FunctionStep<>(
        "filter",
        TaskFunction.of(predicate),
        (task, partition, records) -> new FilterIterator<>(records, task));
  }

  public static <T, R> NarrowFunction<T, R> flatMap(FlatMapFunction<T, R> function) {
    return new FunctionStep<>(
        "flatMap",
        TaskFunction.of(function),
        (task, partition, records) -> new FlatMapIterator<>(records, task::call));
  }

  public static <T, K, V> NarrowFunction<T, Tuple2<K, V>> flatMapToPair(
      PairFlatMapFunction<T, K, V> function) {
    return new FunctionStep<>(
        "flatMapToPair",
        TaskFunction.of(function),
        (task, partition, records) -> new FlatMapIterator<>(records, task::call));
  }

  /** The function is called once per partition, also for an empty one. */
  public static <T, R> NarrowFunction<T, R> mapPartitions(
      FlatMapFunction<Iterator<T>, R> function) {
    return new FunctionStep<>(
        "mapPartitions",
        TaskFunction.of(function),
        (task, partition, records) -> task.call(records));
  }

  /** As {@link #mapPartitions}, to pairs. */
  public static <T, K, V> NarrowFunction<T, Tuple2<K, V>> mapPartitionsToPair(
      PairFlatMapFunction<Iterator<T>, K, V> function) {
    return new FunctionStep<>(
        "mapPartitionsToPair",
        TaskFunction.of(function),
        (task, partition, records) -> task.call(records));
  }

  public static <T> NarrowFunction<T, Double> mapToDouble(DoubleFunction<T> function) {
    TaskFunction<DoubleFunction<T>> task = TaskFunction.of(function);
    return (partition, records) -> new MapIterator<>(records, task.perTask()::call);
  }

  public static <T> NarrowFunction<T, Double> flatMapToDouble(DoubleFlatMapFunction<T> function) {
    TaskFunction<DoubleFlatMapFunction<T>> task = TaskFunction.of(function);
    return (partition, records) -> new FlatMapIterator<>(records, task.perTask()::call);
  }

  /** As {@link #mapPartitions}, to numbers. */
  public static <T> NarrowFunction<T, Double> mapPartitionsToDouble(
      DoubleFlatMapFunction<Iterator<T>> function) {
    TaskFunction<DoubleFlatMapFunction<Iterator<T>>> task = TaskFunction.of(function);
    return (partition, records) -> task.perTask().call(records);
  }

  /** Each record behind a key. */
  public static <T, K> NarrowFunction<T, Tuple2<K, T>> keyBy(Function<T, K> function) {
    TaskFunction<Function<T, K>> task = TaskFunction.of(function);
    return (partition, records) -> {
      Function<T, K> key = task.perTask();
      return new MapIterator<>(records, record -> new Tuple2<>(key.call(record), record));
    };
  }

  /** As {@link #mapPartitions}; the function is given the partition's index as well. */
  public static <T, R> NarrowFunction<T, R> mapPartitionsWithIndex(
      Function2<Integer, Iterator<T>, Iterator<R>> function) {
    return new FunctionStep<>(
        "mapPartitionsWithIndex",
        TaskFunction.of(function),
        (task, partition, records) -> task.call(partition, records));
  }

  /** The keys of pairs. */
  @SuppressWarnings("unchecked") // a half of a pair is of the half's type
  public static <K, V> NarrowFunction<Tuple2<K, V>, K> keys() {
    return (NarrowFunction<Tuple2<K, V>, K>) (NarrowFunction<?, ?>) Half.KEY;
  }

  /** The values of pairs. */
  @SuppressWarnings("unchecked") // as for keys
  public static <K, V> NarrowFunction<Tuple2<K, V>, V> values() {
    return (NarrowFunction<Tuple2<K, V>, V>) (NarrowFunction<?, ?>) Half.VALUE;
  }

  private enum Half implements NarrowFunction<Tuple2<Object, Object>, Object> {
    KEY,
    VALUE;

    @Override
    public Iterator<Object> apply(int partition, Iterator<Tuple2<Object, Object>> pairs) {
      return this == KEY
          ? new MapIterator<>(pairs, Tuple2::_1)
          : new MapIterator<>(pairs, Tuple2::_2);
    }

    @Override
    public boolean isPure() {
      return true;
    }
  }

  /** The first halves of what is like a pair. */
  public static <K, V> NarrowFunction<Product2<K, V>, K> firsts() {
    return (partition, pairs) -> new MapIterator<>(pairs, Product2::_1);
  }

  /** Pairs of the same keys with other values. */
  public static <K, V, U> NarrowFunction<Tuple2<K, V>, Tuple2<K, U>> mapValues(
      Function<V, U> function) {
    return new FunctionStep<>(
        "mapValues",
        TaskFunction.of(function),
        (task, partition, pairs) ->
            new MapIterator<>(pairs, pair -> new Tuple2<>(pair._1(), task.call(pair._2()))));
  }

  /** For each pair its key with each of the values that the function returns. */
  public static <K, V, U> NarrowFunction<Tuple2<K, V>, Tuple2<K, U>> flatMapValues(
      FlatMapFunction<V, U> function) {
    return new FunctionStep<>(
        "flatMapValues",
        TaskFunction.of(function),
        (task, partition, pairs) ->
            new FlatMapIterator<>(
                pairs,
                pair ->
                    new MapIterator<U, Tuple2<K, U>>(
                        task.call(pair._2()), value -> new Tuple2<>(pair._1(), value))));
  }

  /** One list per partition, which cannot be changed; an empty one of an empty partition. */
  public static <T> NarrowFunction<T, List<T>> glom() {
    return (partition, records) -> {
      List<T> list = new ArrayList<>();
      records.forEachRemaining(list::add);
      return List.of(Collections.unmodifiableList(list)).iterator();
    };
  }

  /** Each record as the value of the null key: so all of them meet. */
  public static <T> NarrowFunction<T, Tuple2<@Nullable Object, T>> underNullKey() {
    return (partition, records) -> new MapIterator<>(records, record -> new Tuple2<>(null, record));
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
