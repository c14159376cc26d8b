// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.rdd;

import java.util.Iterator;

/**
 * What a task does with a partition.
 *
 * @param <T> type of the records
 */
@FunctionalInterface
public interface PartitionTask<T> {
  void run(int partition, Iterator<T> records) throws Exception;
}
