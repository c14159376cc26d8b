// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.rdd;

import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.dstreambeam.compute.ConcatIterator;
import org.dstreambeam.compute.FailedOperation;
import org.dstreambeam.compute.RecordCopy;
import org.dstreambeam.compute.Shuffle;
import org.jspecify.annotations.Nullable;

/**
 * The map sides of a shuffle. They run once, when a job first needs them, and what they made is
 * kept as long as the dataset is: Spark's shuffle files. Every reader gets copies, as from a file.
 */
final class MapSides<I, M> {

  private final Dataset<I> parent;
  private final Shuffle<I, M, ?> shuffle;
  private final Object shuffled;
  private final Lock mapping = new ReentrantLock();

  /** By partition of the parent, then by target partition. */
  private volatile @Nullable List<List<List<M>>> outputs;

  /**
   * @param shuffled whose map sides these are, for errors
   */
  MapSides(Dataset<I> parent, Shuffle<I, M, ?> shuffle, Object shuffled) {
    this.parent = parent;
    this.shuffle = shuffle;
    this.shuffled = shuffled;
  }

  void prepare(Set<Dataset<?>> visited) throws Exception {
    if (outputs == null) {
      outputs(visited);
    }
  }

  /** What all partitions of the parent sent to a partition, in their order. */
  Iterator<M> sentTo(int partition) throws Exception {
    List<List<List<M>>> sent = outputs(new HashSet<>());
    return new ConcatIterator<>(
        sent.size(), source -> RecordCopy.each(sent.get(source).get(partition).iterator()));
  }

  private Iterator<I> records(int partition) throws Exception {
    Iterator<I> records = parent.iterator(partition);
    return parent.reusesRecords() ? RecordCopy.each(records) : records;
  }

  private List<List<M>> send(int partition) throws Exception {
    Iterator<I> records = records(partition);
    try {
      return shuffle.send(partition, records);
    } catch (Throwable e) {
      FailedOperation.noteUnlessUnsure(e, shuffled);
      throw e;
    }
  }

  private List<List<List<M>>> outputs(Set<Dataset<?>> visited) throws Exception {
    List<List<List<M>>> made = outputs;
    if (made != null) {
      return made;
    }
    mapping.lockInterruptibly();
    try {
      made = outputs;
      if (made == null) {
        parent.prepare(visited);
        made = parent.context().localScheduler().runStage(0, parent.partitions(), p -> send(p));
        outputs = made;
      }
      return made;
    } finally {
      mapping.unlock();
    }
  }
}
