// SPDX-License-Identifier: Apache-2.0
package org.apache.spark.streaming.kafka010;

import org.apache.kafka.common.TopicPartition;
import scala.Serializable;

/** {@link OffsetRange}'s functions as compiled Scala programs call them. */
public final class OffsetRange$ implements Serializable {

  private static final long serialVersionUID = 1L;

  public static final OffsetRange$ MODULE$ = new OffsetRange$();

  private OffsetRange$() {}

  /** {@link OffsetRange#create(String, int, long, long)}. */
  public OffsetRange create(String topic, int partition, long fromOffset, long untilOffset) {
    return OffsetRange.create(topic, partition, fromOffset, untilOffset);
  }

  /** {@link OffsetRange#create(TopicPartition, long, long)}. */
  public OffsetRange create(TopicPartition topicPartition, long fromOffset, long untilOffset) {
    return OffsetRange.create(topicPartition, fromOffset, untilOffset);
  }

  /** {@link OffsetRange#create(String, int, long, long)}. */
  public OffsetRange apply(String topic, int partition, long fromOffset, long untilOffset) {
    return OffsetRange.create(topic, partition, fromOffset, untilOffset);
  }

  /** {@link OffsetRange#create(TopicPartition, long, long)}. */
  public OffsetRange apply(TopicPartition topicPartition, long fromOffset, long untilOffset) {
    return OffsetRange.create(topicPartition, fromOffset, untilOffset);
  }

  private Object readResolve() {
    return MODULE$;
  }
}
