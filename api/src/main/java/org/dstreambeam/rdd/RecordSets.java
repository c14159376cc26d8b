// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.rdd;

import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.spark.HashPartitioner;
import org.apache.spark.Partitioner;
import org.dstreambeam.compute.CoGroup;
import org.dstreambeam.compute.DealShuffle;
import org.dstreambeam.compute.FilterIterator;
import org.dstreambeam.compute.FlatMapIterator;
import org.dstreambeam.compute.Group;
import org.dstreambeam.compute.MapIterator;
import org.jspecify.annotations.Nullable;
import scala.Tuple2;

/** Two datasets as sets: {@code intersection}, {@code subtract}. Both shuffle. */
public final class RecordSets {

  private RecordSets() {}

  /** The records that both have, each once; placed as a keyed operation would. */
  public static <T> Dataset<T> intersection(Dataset<T> left, Dataset<T> right) {
    Dataset<Tuple2<T, Object>> leftKeys = asKeys(left);
    Dataset<Tuple2<T, Object>> rightKeys = asKeys(right);
    return common(leftKeys, rightKeys, DefaultPartitioner.of(leftKeys, rightKeys));
  }

  /** The records that both have, each once. */
  public static <T> Dataset<T> intersection(
      Dataset<T> left, Dataset<T> right, Partitioner partitioner) {
    return common(asKeys(left), asKeys(right), partitioner);
  }

  private static <T> Dataset<T> common(
      Dataset<Tuple2<T, Object>> left, Dataset<Tuple2<T, Object>> right, Partitioner partitioner) {
    DealShuffle<T, Object, Tuple2<T, List<Group<Object>>>> coGroup = CoGroup.of(2, partitioner);
    return ShuffledDataset.ofAll(List.of(left, right), coGroup)
        .narrow(
            (partition, groups) ->
                new MapIterator<>(
                    new FilterIterator<>(groups, key -> key._2().stream().noneMatch(List::isEmpty)),
                    Tuple2::_1),
            false);
  }

  /** How {@code subtract} places records if the program does not say. */
  public static Partitioner partitionerOf(Dataset<?> left) {
    Partitioner partitioner = left.partitioner();
    return partitioner == null ? new HashPartitioner(left.partitions()) : partitioner;
  }

  /**
   * The records of {@code left} that {@code right} does not have, as often as they are there.
   *
   * @param partitioner for the records, or for their keys if it is that of {@code left}
   */
  public static <T> Dataset<T> subtract(
      Dataset<T> left, Dataset<T> right, Partitioner partitioner) {
    Partitioner ofRecords =
        partitioner.equals(left.partitioner()) ? new OfPairs(partitioner) : partitioner;
    DealShuffle<T, Object, T> shuffle = new DealShuffle<>(ofRecords, RecordSets::left);
    return ShuffledDataset.ofAll(List.of(asKeys(left), asKeys(right)), shuffle)
        .narrow((partition, records) -> records, false);
  }

  /** In the order of a hash table of the JDK, which is the order on Spark. */
  private static <T> Iterator<T> left(List<Iterator<Tuple2<T, Object>>> inputs) {
    Map<T, Integer> counts = new HashMap<>();
    // not merge(), which puts a new key in front of those of its bucket
    inputs
        .get(0)
        .forEachRemaining(
            record -> counts.put(record._1(), counts.getOrDefault(record._1(), 0) + 1));
    inputs.get(1).forEachRemaining(record -> counts.remove(record._1()));
    return new FlatMapIterator<>(
        counts.entrySet().iterator(),
        entry -> Collections.nCopies(entry.getValue(), entry.getKey()).iterator());
  }

  @SuppressWarnings("NullAway") // a pair may hold null
  private static <T> Dataset<Tuple2<T, Object>> asKeys(Dataset<T> records) {
    return records.narrow((partition, input) -> new Tagged<T, Object>(input, null), false);
  }

  /** Places pairs, which are records here, where their keys are. */
  private static final class OfPairs extends Partitioner {
    private static final long serialVersionUID = 1L;

    private final Partitioner ofKeys;

    OfPairs(Partitioner ofKeys) {
      this.ofKeys = ofKeys;
    }

    @Override
    public int numPartitions() {
      return ofKeys.numPartitions();
    }

    @Override
    public int getPartition(@Nullable Object pair) {
      return ofKeys.getPartition(pair == null ? null : ((Tuple2<?, ?>) pair)._1());
    }
  }
}
