// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.rdd;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The partitions of a persisted dataset, each computed once, whole, by whoever asks first. */
final class PartitionCache<T> {

  /** One partition; its lock keeps a second task waiting while the first computes. */
  private static final class Slot<T> {
    private volatile @Nullable List<T> records;
  }

  private final Dataset<T> dataset;
  private @Nullable List<Slot<T>> slots;

  PartitionCache(Dataset<T> dataset) {
    this.dataset = dataset;
  }

  boolean isComplete() {
    return slots().stream().allMatch(slot -> slot.records != null);
  }

  /** Made at the first use: to ask files for their partitions may fail, and that is for jobs. */
  private synchronized List<Slot<T>> slots() {
    List<Slot<T>> all = slots;
    if (all == null) {
      all = new ArrayList<>();
      for (int i = 0; i < dataset.partitions(); i++) {
        all.add(new Slot<>());
      }
      slots = all;
    }
    return all;
  }

  Iterator<T> iterator(int partition) throws Exception {
    Slot<T> slot = slots().get(partition);
    List<T> records = slot.records;
    if (records == null) {
      synchronized (slot) {
        records = slot.records;
        if (records == null) {
          records = Jobs.list(dataset.computeOrRead(partition));
          slot.records = records;
        }
      }
    }
    return records.iterator();
  }
}
