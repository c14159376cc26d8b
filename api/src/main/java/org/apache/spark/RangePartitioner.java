// SPDX-License-Identifier: Apache-2.0
package org.apache.spark;

import org.apache.spark.rdd.RDD;
import org.dstreambeam.compute.KeyRanges;
import org.dstreambeam.rdd.RangeSketch;
import org.jspecify.annotations.Nullable;
import scala.Product2;
import scala.math.Ordering;
import scala.reflect.ClassTag;

/**
 * Partitions by ranges of keys that hold about as many pairs each, found by a job that samples the
 * keys of an RDD: keys of one partition come before those of the next.
 *
 * @param <K> type of the keys
 * @param <V> type of the values
 */
public class RangePartitioner<K, V> extends Partitioner {
  private static final long serialVersionUID = 1L;

  private static final int SAMPLE_POINTS = 20;

  private final int samplePointsPerPartitionHint;
  private final KeyRanges<K> ranges;

  /** As the other constructor, with 20 sampled keys per partition. */
  public RangePartitioner(
      int partitions,
      RDD<? extends Product2<K, V>> rdd,
      boolean ascending,
      Ordering<K> ordering,
      ClassTag<K> keyTag) {
    this(partitions, rdd, ascending, SAMPLE_POINTS, ordering, keyTag);
  }

  /**
   * Samples the keys, unless there shall be no more than one partition.
   *
   * @param partitions at most; there is always one
   * @param ascending false to begin with the greatest keys
   * @param samplePointsPerPartitionHint how many keys to sample per partition
   * @throws IllegalArgumentException if {@code partitions} is negative or the hint is not positive
   */
  public RangePartitioner(
      int partitions,
      RDD<? extends Product2<K, V>> rdd,
      boolean ascending,
      int samplePointsPerPartitionHint,
      Ordering<K> ordering,
      ClassTag<K> keyTag) {
    if (partitions < 0) {
      throw new IllegalArgumentException(
          "requirement failed: Number of partitions cannot be negative but found "
              + partitions
              + ".");
    }
    if (samplePointsPerPartitionHint <= 0) {
      throw new IllegalArgumentException(
          "requirement failed: Sample points per partition must be greater than 0 but found "
              + samplePointsPerPartitionHint);
    }
    this.samplePointsPerPartitionHint = samplePointsPerPartitionHint;
    this.ranges =
        RangeSketch.ranges(
            rdd.dataset(), partitions, samplePointsPerPartitionHint, ordering, ascending);
  }

  public int samplePointsPerPartitionHint() {
    return samplePointsPerPartitionHint;
  }

  /** As many as there are ranges, which may be fewer than were asked for. */
  @Override
  public int numPartitions() {
    return ranges.count();
  }

  @Override
  @SuppressWarnings({"unchecked", "NullAway"}) // a key of another type, or null: the order says
  public int getPartition(@Nullable Object key) {
    return ranges.indexOf((K) key);
  }

  /** Whether the other one has the same ranges in the same direction. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof RangePartitioner<?, ?> that && ranges.equals(that.ranges);
  }

  @Override
  public int hashCode() {
    return ranges.hashCode();
  }
}
