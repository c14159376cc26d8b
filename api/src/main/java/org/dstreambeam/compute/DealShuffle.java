// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.compute;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.Partitioner;
import scala.Tuple2;

/**
 * Pairs that move as they are, in order, each to the partition of its key.
 *
 * @param partitioner which partition a key goes to
 * @param receiver what becomes of the pairs there
 */
public record DealShuffle<K, V, O>(Partitioner partitioner, Receiver<K, V, O> receiver)
    implements Shuffle<Tuple2<K, V>, Tuple2<K, V>, O> {

  /** Makes the records of one partition of the pairs of each input. */
  @FunctionalInterface
  public interface Receiver<K, V, O> extends Serializable {
    Iterator<O> receive(List<Iterator<Tuple2<K, V>>> inputs) throws Exception;
  }

  /** {@code partitionBy}: nothing happens to the pairs, which come in the order of partitions. */
  public static <K, V> DealShuffle<K, V, Tuple2<K, V>> place(Partitioner partitioner) {
    return new DealShuffle<>(partitioner, DealShuffle::concat);
  }

  /** Pairs in the order of their keys; those of equal keys in the order of partitions. */
  public static <K, V> DealShuffle<K, V, Tuple2<K, V>> sort(
      Partitioner partitioner, Comparator<K> comparator) {
    TaskFunction<Comparator<K>> task = TaskFunction.of(comparator);
    return new DealShuffle<>(
        partitioner,
        inputs -> {
          List<Tuple2<K, V>> pairs = new ArrayList<>();
          concat(inputs).forEachRemaining(pairs::add);
          Comparator<K> order = task.perTask();
          pairs.sort((first, second) -> order.compare(first._1(), second._1()));
          return pairs.iterator();
        });
  }

  /** {@code groupByKey}: the values of each key in the order of partitions. */
  public static <K, V> DealShuffle<K, V, Tuple2<K, Iterable<V>>> group(Partitioner partitioner) {
    return new DealShuffle<>(
        partitioner,
        inputs -> {
          CombineTable<K, V, Group<V>> table =
              new CombineTable<>(new CombineTable.Merge<>(Group::of, Group::and));
          for (Iterator<Tuple2<K, V>> pairs : inputs) {
            table.addAll(pairs);
          }
          return widen(table.inSlotOrder());
        });
  }

  /** {@code combineByKey} whose values move before they are combined. */
  public static <K, V, C> DealShuffle<K, V, Tuple2<K, C>> combine(
      Aggregator<V, C> aggregator, Partitioner partitioner) {
    return new DealShuffle<>(partitioner, inputs -> aggregator.combine(concat(inputs)));
  }

  /** This shuffle, and {@code next} on each partition of its result; keys stay where they are. */
  public <P> DealShuffle<K, V, P> then(NarrowFunction<O, P> next) {
    return new DealShuffle<>(partitioner, inputs -> next.apply(0, receiver.receive(inputs)));
  }

  @SuppressWarnings("unchecked") // an Iterator only produces, and so does a pair
  private static <K, V> Iterator<Tuple2<K, Iterable<V>>> widen(
      Iterator<? extends Tuple2<K, ? extends Iterable<V>>> groups) {
    return (Iterator<Tuple2<K, Iterable<V>>>) groups;
  }

  private static <T> Iterator<T> concat(List<Iterator<T>> inputs) {
    return inputs.size() == 1 ? inputs.get(0) : new ConcatIterator<>(inputs.size(), inputs::get);
  }

  @Override
  public int partitions() {
    return partitioner.numPartitions();
  }

  @Override
  public List<List<Tuple2<K, V>>> send(int partition, Iterator<Tuple2<K, V>> pairs)
      throws Exception {
    Targets<Tuple2<K, V>> targets = new Targets<>(partitions());
    while (pairs.hasNext()) {
      Tuple2<K, V> pair = pairs.next();
      targets.add(partitioner.getPartition(pair._1()), pair);
    }
    return targets.lists();
  }

  @Override
  public Iterator<O> receive(List<Iterator<Tuple2<K, V>>> inputs) throws Exception {
    return receiver.receive(inputs);
  }

  @Override
  public Iterator<O> inPlace(Iterator<Tuple2<K, V>> pairs) throws Exception {
    return receiver.receive(List.of(pairs));
  }
}
