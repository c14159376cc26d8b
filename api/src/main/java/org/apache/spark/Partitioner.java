// SPDX-License-Identifier: Apache-2.0
package org.apache.spark;

import org.apache.spark.rdd.RDD;
import org.dstreambeam.rdd.Dataset;
import org.dstreambeam.rdd.DefaultPartitioner;
import org.jspecify.annotations.Nullable;
import scala.Serializable;
import scala.collection.JavaConverters;
import scala.collection.Seq;

/**
 * Decides the partition of each key of a shuffled RDD.
 *
 * <p>Must be deterministic: the same key, the same partition. Data sets with equal partitioners are
 * combined without a shuffle, so a partitioner of one's own should define {@code equals} and {@code
 * hashCode}.
 */
public abstract class Partitioner implements Serializable {
  private static final long serialVersionUID = 1L;

  /**
   * The partitioner of an operation over several RDDs that names none: the widest that one of them
   * has, unless it is much coarser than they are; else hashing to {@code spark.default.parallelism}
   * partitions or, if that is not set, as many as the widest RDD has.
   */
  public static Partitioner defaultPartitioner(RDD<?> rdd, Seq<RDD<?>> others) {
    return DefaultPartitioner.of(
        rdd.dataset(),
        JavaConverters.seqAsJavaListConverter(others).asJava().stream()
            .map(RDD::dataset)
            .toArray(Dataset<?>[]::new));
  }

  /** The number of partitions. */
  public abstract int numPartitions();

  /**
   * The partition of a key, from 0 to one less than {@link #numPartitions()}.
   *
   * @param key the key, null for a null key
   */
  public abstract int getPartition(@Nullable Object key);
}
