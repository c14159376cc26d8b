// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.rdd;

import java.util.Iterator;
import java.util.List;
import org.apache.spark.Partitioner;
import org.dstreambeam.compute.LocatedStep;
import org.dstreambeam.compute.NarrowFunction;
import org.jspecify.annotations.Nullable;

/** A parent and what happens to the records of each of its partitions. */
final class NarrowDataset<I, O> extends Dataset<O> {

  private final Dataset<I> parent;
  private final NarrowFunction<I, O> function;
  private final boolean keepsPartitioning;
  private final String kind;

  NarrowDataset(Dataset<I> parent, NarrowFunction<I, O> function, boolean keepsPartitioning) {
    this(parent, function, keepsPartitioning, "MapPartitionsRDD");
  }

  NarrowDataset(
      Dataset<I> parent, NarrowFunction<I, O> function, boolean keepsPartitioning, String kind) {
    super(parent.context());
    this.kind = kind;
    this.parent = parent;
    this.function = function;
    this.keepsPartitioning = keepsPartitioning;
  }

  @Override
  public int partitions() {
    return parent.partitions();
  }

  @Override
  public Iterator<O> compute(int partition) throws Exception {
    return LocatedStep.apply(function, this, partition, parent.iterator(partition));
  }

  @Override
  public List<Dataset<?>> parents() {
    return List.of(parent);
  }

  @Override
  public @Nullable Partitioner partitioner() {
    return keepsPartitioning ? parent.partitioner() : null;
  }

  @Override
  public String kind() {
    return kind;
  }
}
