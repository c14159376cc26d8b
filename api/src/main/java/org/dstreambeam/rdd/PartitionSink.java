// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.rdd;

import java.util.Iterator;

/**
 * Takes the records of partitions where they are computed. Several threads call it, one per
 * partition at a time.
 *
 * @param <R> what it makes of a partition
 */
public interface PartitionSink<R> {

  /**
   * Called in a task of the partition, and again in the next attempt if it throws.
   *
   * @param records in order, computed as they are taken
   */
  R take(int partition, Iterator<?> records) throws Exception;

  /**
   * Called instead when the partition has failed for good.
   *
   * @param failure what its task threw, or the reason why there is none
   */
  R failed(int partition, Throwable failure);
}
