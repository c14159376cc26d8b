// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.compute;

import java.util.Iterator;
import scala.Tuple2;

/**
 * The way into a partition after a shuffle: merges what the map sides sent, in the order of their
 * partitions. Not thread-safe; lives for one task.
 */
public final class ReduceSideCombine<K, C> {

  private final CombineTable<K, C, C> table;

  public ReduceSideCombine(Aggregator<?, C> aggregator) {
    this.table = new CombineTable<>(aggregator.combiners());
  }

  /** Adds what one map side sent. */
  public void add(Iterator<Tuple2<K, C>> combiners) throws Exception {
    table.addAll(combiners);
  }

  /** The result; call once, after the last {@link #add}. */
  public Iterator<Tuple2<K, C>> result() {
    return table.inSlotOrder();
  }
}
