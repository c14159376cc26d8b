// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.rdd;

import java.io.IOException;
import java.io.ObjectInputStream;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.apache.spark.Partitioner;
import org.apache.spark.storage.StorageLevel;
import org.dstreambeam.compute.Aggregator;
import org.dstreambeam.compute.CombineShuffle;
import org.dstreambeam.compute.RecordCopy;
import org.dstreambeam.compute.Shuffle;
import org.jspecify.annotations.Nullable;
import scala.Tuple2;

/**
 * Records that changed their partitions. What moves is kept once the map sides have run; parents
 * whose records lie in place already are read partition by partition.
 */
public final class ShuffledDataset<I, M, O> extends Dataset<O> {

  private final String kind;
  private final Shuffle<I, M, O> shuffle;
  private final List<Dataset<I>> parents;

  /** By parent; null for one whose records stay where they are. */
  private transient List<@Nullable MapSides<I, M>> moving;

  private ShuffledDataset(List<Dataset<I>> parents, Shuffle<I, M, O> shuffle, String kind) {
    super(parents.get(0).context());
    this.kind = kind;
    this.parents = List.copyOf(parents);
    this.shuffle = shuffle;
    this.moving = mapSides();
  }

  private List<@Nullable MapSides<I, M>> mapSides() {
    List<@Nullable MapSides<I, M>> sides = new ArrayList<>();
    for (Dataset<I> parent : parents) {
      sides.add(isInPlace(parent, shuffle) ? null : new MapSides<>(parent, shuffle, this));
    }
    return sides;
  }

  /** What the map sides made stays behind. */
  private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
    in.defaultReadObject();
    moving = mapSides();
  }

  /** {@code combineByKey}; without a shuffle if the parent has an equal partitioner. */
  public static <K, V, C> Dataset<Tuple2<K, C>> combine(
      Dataset<Tuple2<K, V>> parent, Aggregator<V, C> aggregator, Partitioner partitioner) {
    return of(parent, new CombineShuffle<>(aggregator, partitioner));
  }

  /** Any shuffle of one parent; a narrow step if its records lie in place. */
  public static <I, M, O> Dataset<O> of(Dataset<I> parent, Shuffle<I, M, O> shuffle) {
    return isInPlace(parent, shuffle)
        ? parent.narrow((partition, records) -> shuffle.inPlace(records), true)
        : parent.derive(
            shuffle, () -> new ShuffledDataset<>(List.of(parent), shuffle, "ShuffledRDD"));
  }

  /**
   * A shuffle in which several parents meet.
   *
   * @param shuffle one that sends records as they are
   */
  public static <I, O> Dataset<O> ofAll(List<Dataset<I>> parents, Shuffle<I, I, O> shuffle) {
    return ofAll(parents, shuffle, "CoGroupedRDD");
  }

  /** As the other, under the name of another of Spark's classes. */
  static <I, O> Dataset<O> ofAll(List<Dataset<I>> parents, Shuffle<I, I, O> shuffle, String kind) {
    return new ShuffledDataset<>(parents, shuffle, kind);
  }

  private static boolean isInPlace(Dataset<?> parent, Shuffle<?, ?, ?> shuffle) {
    Partitioner present = parent.partitioner(); // it is asked, as in Spark: equals may be lopsided
    return present != null && present.equals(shuffle.partitioner());
  }

  @Override
  public int partitions() {
    return shuffle.partitions();
  }

  @Override
  @SuppressWarnings("unchecked") // several parents: what moves is what stays, an M is an I
  public Iterator<O> compute(int partition) throws Exception {
    List<Iterator<M>> inputs = new ArrayList<>(parents.size());
    for (int i = 0; i < parents.size(); i++) {
      MapSides<I, M> mapSides = moving.get(i);
      inputs.add(
          mapSides == null
              ? (Iterator<M>) RecordCopy.each(parents.get(i).iterator(partition))
              : mapSides.sentTo(partition));
    }
    return shuffle.receive(inputs);
  }

  @Override
  public List<Dataset<?>> parents() {
    return List.copyOf(parents);
  }

  @Override
  boolean shuffles(int parent) {
    return moving.get(parent) != null;
  }

  /** No: readers have copies, unless this very dataset is persisted. */
  @Override
  public boolean sharesRecords() {
    return !storageLevel().equals(StorageLevel.NONE());
  }

  /** No: what is kept between the sides are copies. */
  @Override
  public boolean reusesRecords() {
    return false;
  }

  @Override
  void prepare(Set<Dataset<?>> visited) throws Exception {
    if (isKept() || !visited.add(this)) {
      return;
    }
    for (int i = 0; i < parents.size(); i++) {
      MapSides<I, M> mapSides = moving.get(i);
      if (mapSides == null) {
        parents.get(i).prepare(visited);
      } else {
        mapSides.prepare(visited);
      }
    }
  }

  @Override
  public @Nullable Partitioner partitioner() {
    return shuffle.partitioner();
  }

  @Override
  public String kind() {
    return kind;
  }
}
