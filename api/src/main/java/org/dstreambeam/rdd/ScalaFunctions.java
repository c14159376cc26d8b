// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.rdd;

import java.util.Collections;
import java.util.Iterator;
import java.util.Map;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.api.java.function.Function2;
import org.apache.spark.api.java.function.VoidFunction;
import org.dstreambeam.compute.TaskFunction;
import org.jspecify.annotations.Nullable;
import scala.Function1;
import scala.PartialFunction;
import scala.collection.JavaConverters;
import scala.collection.TraversableOnce;
import scala.runtime.BoxedUnit;

/**
 * Scala's functions and iterators as Java's, on which the operations work. A function can be
 * serialised if the one that it wraps can.
 */
public final class ScalaFunctions {

  private ScalaFunctions() {}

  public static <T, U> Function<T, U> function(Function1<T, U> f) {
    return f::apply;
  }

  public static <T, U, V> Function2<T, U, V> function(scala.Function2<T, U, V> f) {
    return f::apply;
  }

  /** Scala's Boolean has Object as its type where it is a type argument. */
  public static <T> Function<T, Boolean> predicate(Function1<T, Object> f) {
    return record -> (Boolean) f.apply(record);
  }

  public static <T> VoidFunction<T> procedure(Function1<T, BoxedUnit> f) {
    return f::apply;
  }

  public static <T, U> FlatMapFunction<T, U> flatMap(Function1<T, TraversableOnce<U>> f) {
    return record -> java(f.apply(record).toIterator());
  }

  /** The records that the function is defined for, mapped. */
  public static <T, U> FlatMapFunction<T, U> collect(PartialFunction<T, U> f) {
    return record ->
        f.isDefinedAt(record)
            ? Collections.singletonList(f.apply(record)).iterator()
            : Collections.emptyIterator();
  }

  public static <T, U> FlatMapFunction<Iterator<T>, U> partitions(
      Function1<scala.collection.Iterator<T>, scala.collection.Iterator<U>> f) {
    return records -> java(f.apply(scala(records)));
  }

  public static <T, U> Function2<Integer, Iterator<T>, Iterator<U>> indexedPartitions(
      scala.Function2<Object, scala.collection.Iterator<T>, scala.collection.Iterator<U>> f) {
    return (index, records) -> java(f.apply(index, scala(records)));
  }

  public static <T> VoidFunction<Iterator<T>> partitionProcedure(
      Function1<scala.collection.Iterator<T>, BoxedUnit> f) {
    return records -> f.apply(scala(records));
  }

  public static <T> scala.collection.Iterator<T> scala(Iterator<T> records) {
    return JavaConverters.asScalaIterator(records);
  }

  public static <T> Iterator<T> java(scala.collection.Iterator<T> records) {
    return JavaConverters.asJavaIterator(records);
  }

  public static <K, V> scala.collection.Map<K, V> scala(Map<K, V> map) {
    return JavaConverters.mapAsScalaMap(map);
  }

  /** What writes the input of a piped process; without functions a line per record. */
  public static <T> ProcessPipe.Input<T> lines(
      @Nullable Function1<Function1<String, BoxedUnit>, BoxedUnit> context,
      scala.@Nullable Function2<T, Function1<String, BoxedUnit>, BoxedUnit> element) {
    return (records, lines) -> {
      Function1<String, BoxedUnit> line =
          text -> {
            lines.println(text);
            return BoxedUnit.UNIT;
          };
      if (context != null) {
        context.apply(line);
      }
      while (records.hasNext()) {
        T record = records.next();
        if (element == null) {
          lines.println(record);
        } else {
          element.apply(record, line);
        }
      }
    };
  }

  @SuppressWarnings("unchecked") // the iterators are those of the RDDs that f is for
  public static <A, B, V> ZippedDataset.Zip<V> zip(
      scala.Function2<
              scala.collection.Iterator<A>,
              scala.collection.Iterator<B>,
              scala.collection.Iterator<V>>
          f) {
    TaskFunction<
            scala.Function2<
                scala.collection.Iterator<A>,
                scala.collection.Iterator<B>,
                scala.collection.Iterator<V>>>
        task = TaskFunction.of(f);
    return inputs ->
        java(
            task.perTask()
                .apply(scala((Iterator<A>) inputs.get(0)), scala((Iterator<B>) inputs.get(1))));
  }

  @SuppressWarnings("unchecked") // the iterators are those of the RDDs that f is for
  public static <A, B, C, V> ZippedDataset.Zip<V> zip(
      scala.Function3<
              scala.collection.Iterator<A>,
              scala.collection.Iterator<B>,
              scala.collection.Iterator<C>,
              scala.collection.Iterator<V>>
          f) {
    TaskFunction<
            scala.Function3<
                scala.collection.Iterator<A>,
                scala.collection.Iterator<B>,
                scala.collection.Iterator<C>,
                scala.collection.Iterator<V>>>
        task = TaskFunction.of(f);
    return inputs ->
        java(
            task.perTask()
                .apply(
                    scala((Iterator<A>) inputs.get(0)),
                    scala((Iterator<B>) inputs.get(1)),
                    scala((Iterator<C>) inputs.get(2))));
  }

  @SuppressWarnings("unchecked") // the iterators are those of the RDDs that f is for
  public static <A, B, C, D, V> ZippedDataset.Zip<V> zip(
      scala.Function4<
              scala.collection.Iterator<A>,
              scala.collection.Iterator<B>,
              scala.collection.Iterator<C>,
              scala.collection.Iterator<D>,
              scala.collection.Iterator<V>>
          f) {
    TaskFunction<
            scala.Function4<
                scala.collection.Iterator<A>,
                scala.collection.Iterator<B>,
                scala.collection.Iterator<C>,
                scala.collection.Iterator<D>,
                scala.collection.Iterator<V>>>
        task = TaskFunction.of(f);
    return inputs ->
        java(
            task.perTask()
                .apply(
                    scala((Iterator<A>) inputs.get(0)),
                    scala((Iterator<B>) inputs.get(1)),
                    scala((Iterator<C>) inputs.get(2)),
                    scala((Iterator<D>) inputs.get(3))));
  }
}
