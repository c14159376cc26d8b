// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.rdd;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.Partition;

/** A partition by its number, which is all that there is to it here. */
public record IndexedPartition(int index) implements Partition {

  private static final long serialVersionUID = 1L;

  /** The partitions of a dataset, in order. */
  public static List<Partition> of(Dataset<?> dataset) {
    int count = dataset.partitions();
    List<Partition> partitions = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      partitions.add(new IndexedPartition(i));
    }
    return partitions;
  }
}
