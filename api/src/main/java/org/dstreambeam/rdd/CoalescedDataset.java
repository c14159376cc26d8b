// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.rdd;

import java.util.Iterator;
import java.util.List;
import org.dstreambeam.compute.ConcatIterator;

/**
 * Fewer partitions without a shuffle: each is a run of neighbouring partitions of the parent, one
 * after another. There are never more than the parent has.
 *
 * <pre>
 *   [0] [1] [2] [3] [4]  --to 2-->  [0 1] [2 3 4]
 * </pre>
 */
public final class CoalescedDataset<T> extends Dataset<T> {

  private final Dataset<T> parent;
  private final int most;

  /**
   * @throws IllegalArgumentException if {@code most} is not positive
   */
  public CoalescedDataset(Dataset<T> parent, int most) {
    super(parent.context());
    Requirements.require(most > 0, "Number of partitions (" + most + ") must be positive.");
    this.parent = parent;
    this.most = most;
  }

  @Override
  public int partitions() {
    return Math.min(most, parent.partitions());
  }

  @Override
  public Iterator<T> compute(int partition) {
    int from = start(partition);
    return new ConcatIterator<>(start(partition + 1) - from, i -> parent.iterator(from + i));
  }

  private int start(int partition) {
    return (int) ((long) partition * parent.partitions() / partitions());
  }

  @Override
  public List<Dataset<?>> parents() {
    return List.of(parent);
  }

  @Override
  public String kind() {
    return "CoalescedRDD";
  }
}
