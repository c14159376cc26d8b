// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.rdd;

import java.util.Iterator;
import java.util.List;

/** Some partitions of a parent; the others are not computed. */
final class PrunedDataset<T> extends Dataset<T> {

  private final Dataset<T> parent;
  private final int[] kept;

  /**
   * @param kept indices of the parent's partitions, ascending
   */
  PrunedDataset(Dataset<T> parent, int[] kept) {
    super(parent.context());
    this.parent = parent;
    this.kept = kept;
  }

  @Override
  public int partitions() {
    return kept.length;
  }

  @Override
  public Iterator<T> compute(int partition) throws Exception {
    return parent.iterator(kept[partition]);
  }

  @Override
  public List<Dataset<?>> parents() {
    return List.of(parent);
  }

  @Override
  public String kind() {
    return "PartitionPruningRDD";
  }
}
