// SPDX-License-Identifier: Apache-2.0
package org.apache.spark.streaming.kafka010;

import org.apache.kafka.common.TopicPartition;
import scala.Serializable;

/** How fast a direct stream may read each partition. */
public abstract class PerPartitionConfig implements Serializable {

  private static final long serialVersionUID = 1L;

  public PerPartitionConfig() {}

  /** Records per second at most; 0 for no limit. */
  public abstract long maxRatePerPartition(TopicPartition topicPartition);

  /** Records per batch that may be read however low the limit is. */
  public long minRatePerPartition(TopicPartition topicPartition) {
    return 1;
  }
}
