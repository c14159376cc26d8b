// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.files;

import java.util.Iterator;
import java.util.List;
import org.apache.spark.storage.StorageLevel;
import org.dstreambeam.compute.NarrowFunction;
import org.dstreambeam.rdd.Dataset;

/** Records made anew from those of a file, which its reader may use again. */
final class FreshDataset<I, O> extends Dataset<O> {

  private final Dataset<I> parent;
  private final NarrowFunction<I, O> function;

  FreshDataset(Dataset<I> parent, NarrowFunction<I, O> function) {
    super(parent.context());
    this.parent = parent;
    this.function = function;
  }

  @Override
  public int partitions() {
    return parent.partitions();
  }

  @Override
  public Iterator<O> compute(int partition) throws Exception {
    return function.apply(partition, parent.iterator(partition));
  }

  @Override
  public List<Dataset<?>> parents() {
    return List.of(parent);
  }

  @Override
  public boolean sharesRecords() {
    return !storageLevel().equals(StorageLevel.NONE());
  }

  @Override
  public boolean reusesRecords() {
    return false;
  }

  @Override
  public String kind() {
    return "MapPartitionsRDD";
  }
}
