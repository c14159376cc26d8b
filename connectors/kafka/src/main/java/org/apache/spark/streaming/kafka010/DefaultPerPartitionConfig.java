// SPDX-License-Identifier: Apache-2.0
package org.apache.spark.streaming.kafka010;

import org.apache.kafka.common.TopicPartition;
import org.apache.spark.SparkConf;

/**
 * The same for all partitions: {@code spark.streaming.kafka.maxRatePerPartition} and {@code
 * spark.streaming.kafka.minRatePerPartition}.
 */
class DefaultPerPartitionConfig extends PerPartitionConfig {

  private static final long serialVersionUID = 1L;

  private final long maxRate;
  private final long minRate;

  DefaultPerPartitionConfig(SparkConf conf) {
    maxRate = conf.getLong("spark.streaming.kafka.maxRatePerPartition", 0);
    minRate = conf.getLong("spark.streaming.kafka.minRatePerPartition", 1);
  }

  @Override
  public long maxRatePerPartition(TopicPartition topicPartition) {
    return maxRate;
  }

  @Override
  public long minRatePerPartition(TopicPartition topicPartition) {
    return minRate;
  }
}
