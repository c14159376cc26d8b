// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.compute;

import java.util.Iterator;
import java.util.List;
import org.apache.spark.Partitioner;
import scala.Tuple2;

/**
 * Values combined per key before they move and after: {@code reduceByKey} and its relatives.
 *
 * @param aggregator how values of a key are combined
 * @param partitioner which partition a key goes to
 */
public record CombineShuffle<K, V, C>(Aggregator<V, C> aggregator, Partitioner partitioner)
    implements Shuffle<Tuple2<K, V>, Tuple2<K, C>, Tuple2<K, C>> {

  @Override
  public boolean isPure() {
    return aggregator.isPure();
  }

  @Override
  public int partitions() {
    return partitioner.numPartitions();
  }

  @Override
  public List<List<Tuple2<K, C>>> send(int partition, Iterator<Tuple2<K, V>> pairs)
      throws Exception {
    MapSideCombine<K, V, C> mapSide = new MapSideCombine<>(aggregator, partitioner);
    mapSide.add(pairs);
    return mapSide.toPartitions();
  }

  @Override
  public Iterator<Tuple2<K, C>> receive(List<Iterator<Tuple2<K, C>>> inputs) throws Exception {
    ReduceSideCombine<K, C> reduceSide = new ReduceSideCombine<>(aggregator);
    for (Iterator<Tuple2<K, C>> input : inputs) {
      reduceSide.add(input);
    }
    return reduceSide.result();
  }

  @Override
  public Iterator<Tuple2<K, C>> inPlace(Iterator<Tuple2<K, V>> pairs) throws Exception {
    return aggregator.combine(pairs);
  }
}
