// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.compute;

import java.io.Serializable;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.Partitioner;
import org.jspecify.annotations.Nullable;

/**
 * How records change their partitions: the one description that the stages of streams and the
 * datasets of RDDs run.
 *
 * <pre>
 *   partition 0 --send--> [to 0] [to 1]       column 0 --receive--> partition 0
 *   partition 1 --send--> [to 0] [to 1]       column 1 --receive--> partition 1
 * </pre>
 *
 * <p>Several inputs may meet in a shuffle. Each is sent by itself, or stays where it is if its
 * records lie in place already.
 *
 * @param <I> type of the records that come in
 * @param <M> type of what moves
 * @param <O> type of the records that go out
 */
public interface Shuffle<I, M, O> extends Serializable {

  /** As {@link NarrowFunction#isPure}. */
  default boolean isPure() {
    return false;
  }

  /** Number of partitions of the result. */
  int partitions();

  /** Whether where records go depends on the index of the partition they come from. */
  default boolean dependsOnIndex() {
    return false;
  }

  /** How the result is partitioned by key; null if it is not. */
  @Nullable Partitioner partitioner();

  /**
   * Deals the records of one partition.
   *
   * @param partition index of the partition among its siblings
   * @param records single-pass
   * @return one list per target partition, empty where nothing goes
   * @throws Exception what a user function or partitioner throws
   */
  List<List<M>> send(int partition, Iterator<I> records) throws Exception;

  /**
   * Makes the records of one partition.
   *
   * @param inputs for each input what was sent to the partition, in the order of the partitions
   *     that sent it; single-pass
   * @throws Exception what a user function throws, also while the result is consumed
   */
  Iterator<O> receive(List<Iterator<M>> inputs) throws Exception;

  /**
   * As {@link #send} and {@link #receive} in one, for a partition of the only input whose records
   * need not move.
   */
  Iterator<O> inPlace(Iterator<I> records) throws Exception;
}
