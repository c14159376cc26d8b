// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.kafka.legacy;

import org.apache.kafka.common.TopicPartition;
import org.apache.spark.SparkConf;
import org.apache.spark.streaming.kafka010.PerPartitionConfig;

/** The same limit for all partitions: {@code spark.streaming.kafka.maxRatePerPartition}. */
final class SameRate extends PerPartitionConfig {

  private static final long serialVersionUID = 1L;

  private final long most;

  SameRate(SparkConf conf) {
    most = conf.getLong("spark.streaming.kafka.maxRatePerPartition", 0);
  }

  @Override
  public long maxRatePerPartition(TopicPartition topicPartition) {
    return most;
  }
}
