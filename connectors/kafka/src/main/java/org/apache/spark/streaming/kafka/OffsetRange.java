// SPDX-License-Identifier: Apache-2.0
package org.apache.spark.streaming.kafka;

import java.util.Objects;
import kafka.common.TopicAndPartition;
import org.jspecify.annotations.Nullable;
import scala.Serializable;

/** The records of a partition from one offset up to, and without, another. */
public final class OffsetRange implements Serializable {

  private static final long serialVersionUID = 1L;

  private final String topic;
  private final int partition;
  private final long fromOffset;
  private final long untilOffset;

  private OffsetRange(String topic, int partition, long fromOffset, long untilOffset) {
    this.topic = topic;
    this.partition = partition;
    this.fromOffset = fromOffset;
    this.untilOffset = untilOffset;
  }

  public static OffsetRange create(String topic, int partition, long fromOffset, long untilOffset) {
    return new OffsetRange(topic, partition, fromOffset, untilOffset);
  }

  public static OffsetRange create(
      TopicAndPartition topicAndPartition, long fromOffset, long untilOffset) {
    return new OffsetRange(
        topicAndPartition.topic(), topicAndPartition.partition(), fromOffset, untilOffset);
  }

  /** {@link #create(String, int, long, long)}. */
  public static OffsetRange apply(String topic, int partition, long fromOffset, long untilOffset) {
    return create(topic, partition, fromOffset, untilOffset);
  }

  /** {@link #create(TopicAndPartition, long, long)}. */
  public static OffsetRange apply(
      TopicAndPartition topicAndPartition, long fromOffset, long untilOffset) {
    return create(topicAndPartition, fromOffset, untilOffset);
  }

  public String topic() {
    return topic;
  }

  public int partition() {
    return partition;
  }

  /** Included. */
  public long fromOffset() {
    return fromOffset;
  }

  /** Not included. */
  public long untilOffset() {
    return untilOffset;
  }

  public TopicAndPartition topicAndPartition() {
    return new TopicAndPartition(topic, partition);
  }

  /** How many offsets there are; compacted and transactional topics have fewer records. */
  public long count() {
    return untilOffset - fromOffset;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof OffsetRange that
        && topic.equals(that.topic)
        && partition == that.partition
        && fromOffset == that.fromOffset
        && untilOffset == that.untilOffset;
  }

  @Override
  public int hashCode() {
    return Objects.hash(topic, partition, fromOffset, untilOffset);
  }

  /** {@code OffsetRange(topic: 't', partition: 0, range: [5 -> 9])}. */
  @Override
  public String toString() {
    return "OffsetRange(topic: '"
        + topic
        + "', partition: "
        + partition
        + ", range: ["
        + fromOffset
        + " -> "
        + untilOffset
        + "])";
  }
}
