// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.rdd;

import java.util.List;
import org.apache.spark.HashPartitioner;
import org.apache.spark.Partitioner;
import org.apache.spark.api.java.Optional;
import org.dstreambeam.compute.Aggregator;
import org.dstreambeam.compute.CoGroup;
import org.dstreambeam.compute.DealShuffle;
import org.dstreambeam.compute.Group;
import org.dstreambeam.compute.Joins;
import org.dstreambeam.compute.Subtraction;
import scala.Tuple2;
import scala.Tuple3;
import scala.Tuple4;

/**
 * The operations that bring the values of a key together. Spark composes some of several RDDs;
 * where one dataset does here, the identifiers of the others are left out all the same, for the
 * names of RDDs show them and samples depend on them.
 */
public final class Keyed {

  private Keyed() {}

  /** {@code partitionBy}: the same dataset if its pairs lie in place. */
  public static <K, V> Dataset<Tuple2<K, V>> place(
      Dataset<Tuple2<K, V>> pairs, Partitioner partitioner) {
    Partitioner present = pairs.partitioner();
    return present != null && present.equals(partitioner)
        ? pairs
        : ShuffledDataset.of(pairs, DealShuffle.place(partitioner));
  }

  /** {@code combineByKey} whose values move before they are combined. */
  public static <K, V, C> Dataset<Tuple2<K, C>> combineAfterMove(
      Dataset<Tuple2<K, V>> pairs, Aggregator<V, C> aggregator, Partitioner partitioner) {
    return ShuffledDataset.of(pairs, DealShuffle.combine(aggregator, partitioner));
  }

  /** {@code groupByKey}. */
  public static <K, V> Dataset<Tuple2<K, Iterable<V>>> group(
      Dataset<Tuple2<K, V>> pairs, Partitioner partitioner) {
    return ShuffledDataset.of(pairs, DealShuffle.<K, V>group(partitioner))
        .narrow((partition, groups) -> groups, true);
  }

  /** {@code cogroup} of two. */
  public static <K, V, W> Dataset<Tuple2<K, Tuple2<Iterable<V>, Iterable<W>>>> coGroup(
      Dataset<Tuple2<K, V>> left, Dataset<Tuple2<K, W>> right, Partitioner partitioner) {
    return coGrouped(partitioner, 1, List.of(left, right)).narrow(CoGroup.ofTwo(), true);
  }

  /** {@code cogroup} of three. */
  public static <K, V, W1, W2>
      Dataset<Tuple2<K, Tuple3<Iterable<V>, Iterable<W1>, Iterable<W2>>>> coGroup(
          Dataset<Tuple2<K, V>> first,
          Dataset<Tuple2<K, W1>> second,
          Dataset<Tuple2<K, W2>> third,
          Partitioner partitioner) {
    return coGrouped(partitioner, 1, List.of(first, second, third)).narrow(CoGroup.ofThree(), true);
  }

  /** {@code cogroup} of four. */
  public static <K, V, W1, W2, W3>
      Dataset<Tuple2<K, Tuple4<Iterable<V>, Iterable<W1>, Iterable<W2>, Iterable<W3>>>> coGroup(
          Dataset<Tuple2<K, V>> first,
          Dataset<Tuple2<K, W1>> second,
          Dataset<Tuple2<K, W2>> third,
          Dataset<Tuple2<K, W3>> fourth,
          Partitioner partitioner) {
    return coGrouped(partitioner, 1, List.of(first, second, third, fourth))
        .narrow(CoGroup.ofFour(), true);
  }

  public static <K, V, W> Dataset<Tuple2<K, Tuple2<V, W>>> join(
      Dataset<Tuple2<K, V>> left, Dataset<Tuple2<K, W>> right, Partitioner partitioner) {
    return coGrouped(partitioner, 1, List.of(left, right)).narrow(Joins.inner(), true);
  }

  public static <K, V, W> Dataset<Tuple2<K, Tuple2<V, Optional<W>>>> leftOuterJoin(
      Dataset<Tuple2<K, V>> left, Dataset<Tuple2<K, W>> right, Partitioner partitioner) {
    return coGrouped(partitioner, 2, List.of(left, right)).narrow(Joins.left(), true);
  }

  public static <K, V, W> Dataset<Tuple2<K, Tuple2<Optional<V>, W>>> rightOuterJoin(
      Dataset<Tuple2<K, V>> left, Dataset<Tuple2<K, W>> right, Partitioner partitioner) {
    return coGrouped(partitioner, 2, List.of(left, right)).narrow(Joins.right(), true);
  }

  public static <K, V, W> Dataset<Tuple2<K, Tuple2<Optional<V>, Optional<W>>>> fullOuterJoin(
      Dataset<Tuple2<K, V>> left, Dataset<Tuple2<K, W>> right, Partitioner partitioner) {
    return coGrouped(partitioner, 2, List.of(left, right)).narrow(Joins.full(), true);
  }

  @SuppressWarnings("unchecked") // values of any type are objects
  private static <K> Dataset<Tuple2<K, List<Group<Object>>>> coGrouped(
      Partitioner partitioner,
      int idsToLeaveOut,
      List<? extends Dataset<? extends Tuple2<K, ?>>> inputs) {
    Dataset<Tuple2<K, List<Group<Object>>>> groups =
        ShuffledDataset.ofAll(
            (List<Dataset<Tuple2<K, Object>>>) (List<?>) inputs,
            CoGroup.of(inputs.size(), partitioner));
    for (int i = 0; i < idsToLeaveOut; i++) {
      groups.context().newRddId();
    }
    return groups;
  }

  /** How {@code subtractByKey} places pairs if the program does not say. */
  public static Partitioner ofSubtraction(Dataset<?> left) {
    Partitioner present = left.partitioner();
    return present == null ? new HashPartitioner(left.partitions()) : present;
  }

  /** {@code subtractByKey}. */
  @SuppressWarnings(
      "unchecked") // values of any type are objects, and those of the right are not read
  public static <K, V> Dataset<Tuple2<K, V>> subtract(
      Dataset<Tuple2<K, V>> left, Dataset<? extends Tuple2<K, ?>> right, Partitioner partitioner) {
    return ShuffledDataset.ofAll(
        List.of(left, (Dataset<Tuple2<K, V>>) right),
        Subtraction.<K, V>of(partitioner),
        "SubtractedRDD");
  }
}
