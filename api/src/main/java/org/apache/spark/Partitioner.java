// SPDX-License-Identifier: Apache-2.0
package org.apache.spark;

import org.jspecify.annotations.Nullable;
import scala.Serializable;

/**
 * Decides the partition of each key of a shuffled RDD.
 *
 * <p>Must be deterministic: the same key, the same partition. Data sets with equal partitioners are
 * combined without a shuffle, so a partitioner of one's own should define {@code equals} and {@code
 * hashCode}.
 */
public abstract class Partitioner implements Serializable {
  private static final long serialVersionUID = 1L;

  /** The number of partitions. */
  public abstract int numPartitions();

  /**
   * The partition of a key, from 0 to one less than {@link #numPartitions()}.
   *
   * @param key the key, null for a null key
   */
  public abstract int getPartition(@Nullable Object key);
}
