// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.compute;

import java.util.Iterator;
import java.util.List;
import org.apache.spark.Partitioner;
import scala.Tuple2;

/**
 * The way out of a shuffle: combines the pairs of one partition per key while they arrive, then
 * deals the combiners to the target partitions.
 *
 * <pre>
 *   (a,1) (b,1) (a,1)  --add-->  {a:2, b:1}  --toPartitions-->  0: [(b,1)]   1: [(a,2)]
 * </pre>
 *
 * <p>Not thread-safe; lives for one task.
 */
public final class MapSideCombine<K, V, C> {

  private final Partitioner partitioner;
  private final CombineTable<K, V, C> table;

  public MapSideCombine(Aggregator<V, C> aggregator, Partitioner partitioner) {
    this.partitioner = partitioner;
    this.table = new CombineTable<>(aggregator.values());
  }

  public void add(Iterator<Tuple2<K, V>> pairs) throws Exception {
    table.addAll(pairs);
  }

  /**
   * One list per target partition, empty where nothing goes.
   *
   * @throws Exception what the user's partitioner throws
   */
  public List<List<Tuple2<K, C>>> toPartitions() throws Exception {
    Targets<Tuple2<K, C>> targets = new Targets<>(partitioner.numPartitions());
    Iterator<Tuple2<K, C>> pairs = table.inHashCodeOrder(partitioner::getPartition);
    while (pairs.hasNext()) {
      Tuple2<K, C> pair = pairs.next();
      targets.add(partitioner.getPartition(pair._1()), pair);
    }
    return targets.lists();
  }
}
