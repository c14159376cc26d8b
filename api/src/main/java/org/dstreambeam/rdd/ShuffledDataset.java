// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.rdd;

import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.spark.Partitioner;
import org.apache.spark.storage.StorageLevel;
import org.dstreambeam.compute.Aggregator;
import org.dstreambeam.compute.MapSideCombine;
import org.dstreambeam.compute.RecordCopy;
import org.dstreambeam.compute.ReduceSideCombine;
import org.jspecify.annotations.Nullable;
import scala.Tuple2;

/**
 * Pairs combined per key, each key where the partitioner puts it.
 *
 * <pre>
 *   parent 0 --MapSideCombine--> [to 0] [to 1]       column 0 --ReduceSideCombine--> partition 0
 *   parent 1 --MapSideCombine--> [to 0] [to 1]       column 1 --ReduceSideCombine--> partition 1
 * </pre>
 *
 * <p>The map sides run once per dataset, when a job first needs them, and what they made is kept as
 * long as the dataset is: Spark's shuffle files. Every reader gets copies, as from a file.
 */
public final class ShuffledDataset<K, V, C> extends Dataset<Tuple2<K, C>> {

  private final Dataset<Tuple2<K, V>> parent;
  private final Aggregator<V, C> aggregator;
  private final Partitioner partitioner;
  private final Lock mapping = new ReentrantLock();

  /** By partition of the parent, then by partition of this. */
  private volatile @Nullable List<List<List<Tuple2<K, C>>>> mapOutputs;

  private ShuffledDataset(
      Dataset<Tuple2<K, V>> parent, Aggregator<V, C> aggregator, Partitioner partitioner) {
    super(parent.context());
    this.parent = parent;
    this.aggregator = aggregator;
    this.partitioner = partitioner;
  }

  /** {@code combineByKey}; without a shuffle if the parent has an equal partitioner. */
  public static <K, V, C> Dataset<Tuple2<K, C>> combine(
      Dataset<Tuple2<K, V>> parent, Aggregator<V, C> aggregator, Partitioner partitioner) {
    if (partitioner.equals(parent.partitioner())) {
      return parent.narrow(ReduceSideCombine.inPlace(aggregator), true);
    }
    return new ShuffledDataset<>(parent, aggregator, partitioner);
  }

  @Override
  public int partitions() {
    return partitioner.numPartitions();
  }

  @Override
  public Iterator<Tuple2<K, C>> compute(int partition) throws Exception {
    ReduceSideCombine<K, C> combine = new ReduceSideCombine<>(aggregator);
    for (List<List<Tuple2<K, C>>> output : mapOutputs(new HashSet<>())) {
      combine.add(RecordCopy.each(output.get(partition).iterator()));
    }
    return combine.result();
  }

  @Override
  public List<Dataset<?>> parents() {
    return List.of(parent);
  }

  /** No: readers have copies, unless this very dataset is persisted. */
  @Override
  public boolean sharesRecords() {
    return !storageLevel().equals(StorageLevel.NONE());
  }

  @Override
  void prepare(Set<Dataset<?>> visited) throws Exception {
    if (mapOutputs == null && !isKept()) {
      mapOutputs(visited);
    }
  }

  private List<List<List<Tuple2<K, C>>>> mapOutputs(Set<Dataset<?>> visited) throws Exception {
    List<List<List<Tuple2<K, C>>>> outputs = mapOutputs;
    if (outputs != null) {
      return outputs;
    }
    mapping.lockInterruptibly();
    try {
      outputs = mapOutputs;
      if (outputs == null) {
        parent.prepare(visited);
        outputs = context().localScheduler().runStage(0, parent.partitions(), this::mapSide);
        mapOutputs = outputs;
      }
      return outputs;
    } finally {
      mapping.unlock();
    }
  }

  private List<List<Tuple2<K, C>>> mapSide(int partition) throws Exception {
    MapSideCombine<K, V, C> combine = new MapSideCombine<>(aggregator, partitioner);
    combine.add(parent.iterator(partition));
    return combine.toPartitions();
  }

  @Override
  public Partitioner partitioner() {
    return partitioner;
  }

  @Override
  public String kind() {
    return "ShuffledRDD";
  }
}
