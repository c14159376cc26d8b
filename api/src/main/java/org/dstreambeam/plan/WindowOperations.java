// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.plan;

import org.apache.spark.HashPartitioner;
import org.apache.spark.Partitioner;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.api.java.function.Function2;
import org.apache.spark.storage.StorageLevel;
import org.apache.spark.streaming.Duration;
import org.apache.spark.streaming.dstream.DStream;
import org.dstreambeam.compute.Aggregator;
import org.dstreambeam.compute.CombineShuffle;
import org.dstreambeam.compute.Group;
import org.dstreambeam.compute.Narrow;
import org.dstreambeam.state.InverseWindow;
import org.dstreambeam.state.ReduceWindow;
import org.dstreambeam.state.StateKernel;
import org.jspecify.annotations.Nullable;
import scala.Tuple2;

/**
 * The windowed operations of a stream, as both the Java and the Scala facade declare them. All but
 * {@code window} reduce the records of a batch before these enter the window.
 */
public final class WindowOperations {

  private WindowOperations() {}

  /** The records of the parent's batches of the last {@code window}, every {@code slide}. */
  public static <T> DStream<T> window(DStream<T> stream, Duration window, Duration slide) {
    DStream<T> windowed =
        Operations.derive(stream, new WindowNode(stream.node(), window, slide, CallSite.here()));
    // As on Spark the parent's batches are persisted, whatever level it had before.
    persist(stream, stream.node(), StorageLevel.MEMORY_ONLY_SER());
    return windowed;
  }

  private static void persist(DStream<?> stream, PlanNode node, StorageLevel level) {
    stream.context().lifecycle().plan().settings().persist(node, level);
  }

  /** One record of what is in the window, none if there is nothing; in one partition. */
  public static <T> DStream<T> reduceByWindow(
      DStream<T> stream, Function2<T, T, T> reduce, Duration window, Duration slide) {
    WindowDurations.check(window, slide, stream.slideDuration());
    return underOneKey(stream, "reduceByWindow", reduce, new ReduceWindow<>(reduce, window), slide);
  }

  /**
   * One record of what is in the window, computed from the one before; none until there was a
   * record, and then one for ever.
   */
  public static <T> DStream<T> reduceByWindow(
      DStream<T> stream,
      Function2<T, T, T> reduce,
      Function2<T, T, T> inverse,
      Duration window,
      Duration slide) {
    return underOneKey(
        stream,
        "reduceByWindow",
        reduce,
        inverse(stream, reduce, inverse, null, window, slide),
        slide);
  }

  /** The number of records in the window; none until there was one. */
  public static <T> DStream<Long> countByWindow(
      DStream<T> stream, Duration window, Duration slide) {
    DStream<Long> ones = Operations.narrow(stream, "ones", Narrow.<T, Long>map(record -> 1L));
    Function2<Long, Long, Long> add = Long::sum;
    Function2<Long, Long, Long> takeAway = (all, some) -> all - some;
    return underOneKey(
        ones, "countByWindow", add, inverse(ones, add, takeAway, null, window, slide), slide);
  }

  private static <T> DStream<T> underOneKey(
      DStream<T> stream,
      String operation,
      Function2<T, T, T> reduce,
      StateKernel<?, ?, ?> kernel,
      Duration slide) {
    CallSite site = CallSite.here();
    PlanNode keyed = new NarrowNode("keyed", stream.node(), Narrow.underNullKey(), false, site);
    CombineShuffle<?, ?, ?> shuffle =
        new CombineShuffle<>(Aggregator.reduce(reduce), new HashPartitioner(1));
    PlanNode reduced = new StatefulNode(operation, keyed, shuffle, kernel, slide, true, site);
    persistCheckpointed(stream, reduced);
    return Operations.derive(
        stream, new NarrowNode("reduced", reduced, Narrow.values(), false, site));
  }

  /** How often each record comes in the window. */
  public static <T> DStream<Tuple2<T, Long>> countByValueAndWindow(
      DStream<T> stream, Duration window, Duration slide, int numPartitions) {
    DStream<Tuple2<T, Long>> ones =
        Operations.narrow(stream, "ones", Narrow.<T, Tuple2<T, Long>>map(r -> new Tuple2<>(r, 1L)));
    Function2<Long, Long, Long> add = Long::sum;
    return reduceByKeyAndWindow(
        ones,
        "countByValueAndWindow",
        add,
        inverse(ones, add, (all, some) -> all - some, count -> count._2() != 0, window, slide),
        slide,
        new HashPartitioner(numPartitions));
  }

  /** One pair for each key in the window. */
  public static <K, V> DStream<Tuple2<K, V>> reduceByKeyAndWindow(
      DStream<Tuple2<K, V>> stream,
      Function2<V, V, V> reduce,
      Duration window,
      Duration slide,
      Partitioner partitioner) {
    WindowDurations.check(window, slide, stream.slideDuration());
    return reduceByKeyAndWindow(
        stream,
        "reduceByKeyAndWindow",
        reduce,
        new ReduceWindow<K, V>(reduce, window),
        slide,
        partitioner);
  }

  /**
   * One pair for each key that has ever been in the window, and that the filter has not dropped.
   *
   * @param filter null to keep all
   */
  public static <K, V> DStream<Tuple2<K, V>> reduceByKeyAndWindow(
      DStream<Tuple2<K, V>> stream,
      Function2<V, V, V> reduce,
      Function2<V, V, V> inverse,
      Duration window,
      Duration slide,
      Partitioner partitioner,
      @Nullable Function<Tuple2<K, V>, Boolean> filter) {
    return reduceByKeyAndWindow(
        stream,
        "reduceByKeyAndWindow",
        reduce,
        inverse(stream, reduce, inverse, filter, window, slide),
        slide,
        partitioner);
  }

  private static <K, V> StateKernel<?, ?, ?> inverse(
      DStream<?> stream,
      Function2<V, V, V> reduce,
      Function2<V, V, V> inverse,
      @Nullable Function<Tuple2<K, V>, Boolean> filter,
      Duration window,
      Duration slide) {
    WindowDurations.checkReduced(window, slide, stream.slideDuration());
    return new InverseWindow<>(reduce, inverse, filter, window, slide, stream.slideDuration());
  }

  private static <K, V> DStream<Tuple2<K, V>> reduceByKeyAndWindow(
      DStream<Tuple2<K, V>> stream,
      String operation,
      Function2<V, V, V> reduce,
      StateKernel<?, ?, ?> kernel,
      Duration slide,
      Partitioner partitioner) {
    DStream<Tuple2<K, V>> reduced =
        Operations.derive(
            stream,
            new StatefulNode(
                operation,
                stream.node(),
                new CombineShuffle<K, V, V>(Aggregator.reduce(reduce), partitioner),
                kernel,
                slide,
                true,
                CallSite.here()));
    persistCheckpointed(stream, reduced.node());
    return reduced;
  }

  /** As on Spark, what it makes checkpoints of has a level. */
  private static void persistCheckpointed(DStream<?> stream, PlanNode reduced) {
    if (reduced.checkpointInterval() != null) {
      persist(stream, reduced, StorageLevel.MEMORY_ONLY_SER());
    }
  }

  /** The values of each key in the window, batch by batch. */
  public static <K, V> DStream<Tuple2<K, Group<V>>> groupByKeyAndWindow(
      DStream<Tuple2<K, V>> stream, Duration window, Duration slide, Partitioner partitioner) {
    DStream<Tuple2<K, Group<V>>> groups =
        window(KeyedOperations.groupByKey(stream, partitioner), window, slide);
    return Operations.derive(
        stream,
        new ShuffleNode(
            "groupByKeyAndWindow",
            groups.node(),
            new CombineShuffle<K, Group<V>, Group<V>>(Aggregator.concatGroups(), partitioner),
            CallSite.here()));
  }

  /** As {@link #groupByKeyAndWindow}, as Java programs see the groups. */
  @SuppressWarnings("unchecked") // a group is an Iterable, and nobody puts another into the pairs
  public static <K, V> DStream<Tuple2<K, Iterable<V>>> groupByKeyAndWindowForJava(
      DStream<Tuple2<K, V>> stream, Duration window, Duration slide, Partitioner partitioner) {
    return (DStream<Tuple2<K, Iterable<V>>>)
        (DStream<?>) groupByKeyAndWindow(stream, window, slide, partitioner);
  }
}
