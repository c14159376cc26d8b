// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.kafka;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.apache.spark.streaming.kafka010.PerPartitionConfig;

/**
 * How far a batch may go in each partition. The limits are Spark's: a rate for all partitions,
 * which those that are behind share by how far they are, and one per partition.
 *
 * <pre>
 *   rate of a partition = min(its own maximum, rate of all * its lag / lag of all)
 *   records of a batch  = max(its own minimum, whole records of that rate in the interval)
 * </pre>
 */
final class RateLimits {

  private static final double MILLIS_PER_SECOND = 1000;

  private final PerPartitionConfig config;
  private final double seconds;

  /**
   * @param batchMillis the batch interval
   */
  RateLimits(PerPartitionConfig config, long batchMillis) {
    this.config = config;
    this.seconds = batchMillis / MILLIS_PER_SECOND;
  }

  /**
   * Where a batch ends.
   *
   * @param from where it begins, in each partition of {@code ends}
   * @param ends of the partitions
   * @param rate records per second in all partitions; not positive for any number
   */
  Map<TopicPartition, Long> until(
      Map<TopicPartition, Long> from, Map<TopicPartition, Long> ends, long rate) {
    Map<TopicPartition, Double> rates = rate > 0 ? shared(from, ends, rate) : maxima(ends);
    // As on Spark: where one partition has a limit those without one get their minimum.
    if (!(rates.values().stream().mapToDouble(Double::doubleValue).sum() > 0)) {
      return ends;
    }
    Map<TopicPartition, Long> until = new HashMap<>();
    rates.forEach(
        (partition, perSecond) -> {
          long records =
              Math.max((long) (seconds * perSecond), config.minRatePerPartition(partition));
          until.put(partition, Math.min(at(from, partition) + records, at(ends, partition)));
        });
    return until;
  }

  private Map<TopicPartition, Double> shared(
      Map<TopicPartition, Long> from, Map<TopicPartition, Long> ends, long rate) {
    Map<TopicPartition, Long> lags = new HashMap<>();
    ends.forEach((partition, end) -> lags.put(partition, Math.max(end - at(from, partition), 0)));
    double total = lags.values().stream().mapToLong(Long::longValue).sum();
    Map<TopicPartition, Double> rates = new HashMap<>();
    lags.forEach(
        (partition, lag) -> { // not a number if no partition has a lag, and then no limit either
          double share = lag / total * rate;
          long most = config.maxRatePerPartition(partition);
          rates.put(partition, most > 0 ? Math.min(share, most) : share);
        });
    return rates;
  }

  private Map<TopicPartition, Double> maxima(Map<TopicPartition, Long> ends) {
    Map<TopicPartition, Double> rates = new HashMap<>();
    for (TopicPartition partition : ends.keySet()) {
      rates.put(partition, (double) config.maxRatePerPartition(partition));
    }
    return rates;
  }

  private static long at(Map<TopicPartition, Long> offsets, TopicPartition partition) {
    Long offset = offsets.get(partition);
    if (offset == null) {
      throw new IllegalStateException("No offset of " + partition);
    }
    return offset;
  }
}
