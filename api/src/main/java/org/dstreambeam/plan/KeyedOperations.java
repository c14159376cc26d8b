// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.plan;

import java.util.List;
import org.apache.spark.Partitioner;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.api.java.function.Function2;
import org.apache.spark.streaming.dstream.DStream;
import org.dstreambeam.compute.Aggregator;
import org.dstreambeam.compute.ArrayKeys;
import org.dstreambeam.compute.CoGroup;
import org.dstreambeam.compute.CombineShuffle;
import org.dstreambeam.compute.DealShuffle;
import org.dstreambeam.compute.Group;
import org.dstreambeam.compute.Narrow;
import org.dstreambeam.compute.NarrowFunction;
import org.dstreambeam.compute.Shuffle;
import org.jspecify.annotations.Nullable;
import scala.Tuple2;

/** The operations of a stream of pairs, as both the Java and the Scala facade declare them. */
public final class KeyedOperations {

  private KeyedOperations() {}

  public static <K, V> DStream<Tuple2<K, V>> reduceByKey(
      DStream<Tuple2<K, V>> stream, Function2<V, V, V> function, Partitioner partitioner) {
    return shuffle(
        stream,
        "reduceByKey",
        new CombineShuffle<K, V, V>(Aggregator.reduce(function), partitioner));
  }

  public static <K, V, C> DStream<Tuple2<K, C>> combineByKey(
      DStream<Tuple2<K, V>> stream,
      Aggregator<V, C> aggregator,
      Partitioner partitioner,
      boolean mapSideCombine) {
    return shuffle(
        stream,
        "combineByKey",
        mapSideCombine
            ? new CombineShuffle<K, V, C>(aggregator, partitioner)
            : DealShuffle.<K, V, C>combine(aggregator, partitioner));
  }

  /**
   * The values of each key together, which the map sides have grouped already: in Spark streams do
   * that, unlike RDDs, and it decides the order of the keys.
   */
  public static <K, V> DStream<Tuple2<K, Group<V>>> groupByKey(
      DStream<Tuple2<K, V>> stream, Partitioner partitioner) {
    return shuffle(
        stream, "groupByKey", new CombineShuffle<K, V, Group<V>>(Aggregator.group(), partitioner));
  }

  /** As {@link #groupByKey}, as Java programs see the groups. */
  @SuppressWarnings("unchecked") // a group is an Iterable, and nobody puts another into the pairs
  public static <K, V> DStream<Tuple2<K, Iterable<V>>> groupByKeyForJava(
      DStream<Tuple2<K, V>> stream, Partitioner partitioner) {
    return (DStream<Tuple2<K, Iterable<V>>>) (DStream<?>) groupByKey(stream, partitioner);
  }

  public static <K, V, U> DStream<Tuple2<K, U>> mapValues(
      DStream<Tuple2<K, V>> stream, Function<V, U> function) {
    return Operations.narrowKeepingPartitioning(stream, "mapValues", Narrow.mapValues(function));
  }

  public static <K, V, U> DStream<Tuple2<K, U>> flatMapValues(
      DStream<Tuple2<K, V>> stream, FlatMapFunction<V, U> function) {
    return Operations.narrowKeepingPartitioning(
        stream, "flatMapValues", Narrow.flatMapValues(function));
  }

  /**
   * Any of the operations that bring the keys of two streams together.
   *
   * @param operation the API method
   * @param perKey what becomes of a key's groups: of the left stream, and of the right one
   */
  public static <K, V, W, R> DStream<R> cogroup(
      String operation,
      DStream<Tuple2<K, V>> left,
      DStream<Tuple2<K, W>> right,
      Partitioner partitioner,
      NarrowFunction<Tuple2<K, List<Group<Object>>>, R> perKey) {
    Operations.checkOneContext(List.of(left, right));
    return Operations.derive(
        left,
        new ShuffleNode(
            operation,
            List.of(left.node(), right.node()),
            CoGroup.<K>of(2, partitioner).then(perKey),
            CallSite.here()));
  }

  /** The stream, or if there is a problem with its keys one that fails each batch, as in Spark. */
  public static <T> DStream<T> unless(@Nullable ArrayKeys problem, DStream<T> stream) {
    return problem == null
        ? stream
        : Operations.transform(
            "array keys",
            List.of(stream),
            (rdds, time) -> {
              throw problem.exception();
            });
  }

  private static <R> DStream<R> shuffle(
      DStream<?> stream, String operation, Shuffle<?, ?, ?> shuffle) {
    return Operations.derive(
        stream, new ShuffleNode(operation, stream.node(), shuffle, CallSite.here()));
  }
}
