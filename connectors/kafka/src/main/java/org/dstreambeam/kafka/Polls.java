// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.kafka;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Polls of the driver consumer: for partitions, rebalances and commits, and never for records. */
final class Polls {

  private static final Logger LOG = LoggerFactory.getLogger(Polls.class);

  private static final Duration STEP = Duration.ofMillis(100);
  private static final long MOST_STEPS = 100;

  private Polls() {}

  /**
   * Takes part in what the group does, and waits until that is over. Positions are where they were:
   * partitions are paused but for those that a rebalance has just brought, and what these may bring
   * in the same breath is gone back over.
   */
  static void withoutRecords(Consumer<?, ?> consumer) {
    consumer.pause(consumer.assignment());
    ConsumerRecords<?, ?> records = forAssignment(consumer);
    Map<TopicPartition, Long> first = new HashMap<>();
    for (ConsumerRecord<?, ?> record : records) {
      first.merge(
          new TopicPartition(record.topic(), record.partition()), record.offset(), Math::min);
    }
    first.forEach(
        (partition, offset) -> {
          LOG.info("poll(0) returned messages, seeking {} to {} to compensate", partition, offset);
          consumer.seek(partition, offset);
        });
    consumer.pause(consumer.assignment());
  }

  /**
   * A poll that returns when the consumer has the partitions that the group gives it.
   *
   * <p>Only the deprecated form waits for that, however long it takes: in the middle of a rebalance
   * a consumer has no partitions at all, and the other form cannot tell. Kafka's newer protocol and
   * newer clients have the other form only.
   */
  @SuppressWarnings("deprecation")
  static ConsumerRecords<?, ?> forAssignment(Consumer<?, ?> consumer) {
    try {
      return consumer.poll(0L);
    } catch (UnsupportedOperationException | NoSuchMethodError e) {
      return stepByStep(consumer);
    }
  }

  private static ConsumerRecords<?, ?> stepByStep(Consumer<?, ?> consumer) {
    ConsumerRecords<?, ?> records = consumer.poll(STEP);
    for (int step = 0;
        step < MOST_STEPS
            && records.isEmpty()
            && consumer.assignment().isEmpty()
            && !consumer.subscription().isEmpty();
        step++) {
      records = consumer.poll(STEP);
    }
    return records;
  }
}
