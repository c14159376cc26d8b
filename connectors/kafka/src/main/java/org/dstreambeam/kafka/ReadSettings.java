// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.kafka;

import java.io.Serializable;
import org.apache.spark.SparkConf;

/**
 * What the configuration says of reading records, under {@value #PREFIX}.
 *
 * @param pollMillis how long a task waits for a record that is known to be there
 * @param allowGaps whether offsets without a record are expected: in compacted and transactional
 *     topics
 * @param cached whether consumers are kept for later batches
 * @param capacity how many at most, in a JVM
 */
record ReadSettings(long pollMillis, boolean allowGaps, boolean cached, int capacity)
    implements Serializable {

  private static final String PREFIX = "spark.streaming.kafka.";
  private static final int MILLIS_PER_SECOND = 1000;

  static ReadSettings of(SparkConf conf) {
    long network = conf.getTimeAsSeconds("spark.network.timeout", "120s") * MILLIS_PER_SECOND;
    return new ReadSettings(
        conf.getLong(PREFIX + "consumer.poll.ms", network),
        conf.getBoolean(PREFIX + "allowNonConsecutiveOffsets", false),
        conf.getBoolean(PREFIX + "consumer.cache.enabled", true),
        conf.getInt(PREFIX + "consumer.cache.maxCapacity", 64));
  }

  ReadSettings withCache(boolean use) {
    return new ReadSettings(pollMillis, allowGaps, use, capacity);
  }

  ReadSettings withGaps() {
    return new ReadSettings(pollMillis, true, cached, capacity);
  }
}
