// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.kafka;

import java.io.Serializable;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.spark.SparkContext;
import org.apache.spark.streaming.kafka010.OffsetRange;
import org.dstreambeam.rdd.Requirements;

/** Reads ranges of offsets, in tasks. */
public final class RangeReader<K, V> implements Serializable {

  private static final long serialVersionUID = 1L;

  private final HashMap<String, Object> params;
  private final ReadSettings settings;

  /**
   * @param params of the consumers, which are in no group and never commit
   */
  RangeReader(HashMap<String, Object> params, ReadSettings settings) {
    this.params = params;
    this.settings = settings;
  }

  /** One that passes over offsets without a record, whatever the configuration says of these. */
  public static <K, V> RangeReader<K, V> overGaps(
      SparkContext context, HashMap<String, Object> params) {
    return new RangeReader<>(params, ReadSettings.of(context.getConf()).withGaps());
  }

  /**
   * The records of a range; nothing is read before the first one is asked for.
   *
   * @throws IllegalArgumentException if the range runs backwards
   */
  public Iterator<ConsumerRecord<K, V>> read(SparkContext context, OffsetRange range) {
    Requirements.require(
        range.fromOffset() <= range.untilOffset(),
        "Beginning offset "
            + range.fromOffset()
            + " is after the ending offset "
            + range.untilOffset()
            + " for topic "
            + range.topic()
            + " partition "
            + range.partition()
            + ". You either provided an invalid fromOffset, or the Kafka topic has been damaged");
    if (range.count() == 0) {
      return Collections.emptyIterator();
    }
    Lease<K, V> lease =
        new Lease<>(
            ConsumerCache.of(context, settings),
            new PartitionConsumer.Key(range.topicPartition(), params),
            range.fromOffset(),
            settings.cached());
    return settings.allowGaps()
        ? new GapIterator<>(lease, range, settings.pollMillis())
        : new RangeIterator<>(lease, range, settings.pollMillis());
  }
}
