// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.kafka;

import java.time.Duration;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.dstreambeam.rdd.Requirements;
import org.jspecify.annotations.Nullable;

/**
 * A consumer of one partition, with what its last poll brought and nobody has taken yet: the next
 * range begins there, as a rule. Of one task at a time.
 */
final class PartitionConsumer<K, V> {

  private static final long NOWHERE = -1;

  /**
   * What can take the place of another.
   *
   * @param params of the consumer
   */
  record Key(TopicPartition partition, Map<String, Object> params) {}

  private final Key key;
  private final TopicPartition partition;
  private final Consumer<K, V> consumer;
  private final Object group;
  private Iterator<ConsumerRecord<K, V>> buffer = Collections.emptyIterator();
  private @Nullable ConsumerRecord<K, V> returned;
  private long next = NOWHERE;

  /**
   * @param consumer has the partition of {@code key} and no other
   */
  PartitionConsumer(Key key, Consumer<K, V> consumer) {
    this.key = key;
    this.partition = key.partition();
    this.consumer = consumer;
    this.group = key.params().getOrDefault(ConsumerConfig.GROUP_ID_CONFIG, "no group");
  }

  static <K, V> PartitionConsumer<K, V> open(Key key) {
    KafkaConsumer<K, V> consumer = new KafkaConsumer<>(key.params());
    consumer.assign(List.of(key.partition()));
    return new PartitionConsumer<>(key, consumer);
  }

  Key key() {
    return key;
  }

  /** The offset at which it goes on without a seek; negative if nowhere. */
  long next() {
    return next;
  }

  /**
   * The record at this offset.
   *
   * @throws IllegalArgumentException if there is none within the time of a poll
   */
  ConsumerRecord<K, V> at(long offset, long pollMillis) {
    if (offset != next) {
      seek(offset);
    }
    ConsumerRecord<K, V> record = firstAfterPoll(offset, pollMillis);
    if (record.offset() != offset) { // what is buffered is older than the log, or there is a gap
      seek(offset);
      record = firstAfterPoll(offset, pollMillis);
      Requirements.require(
          record.offset() == offset,
          "Got wrong record for "
              + group
              + " "
              + partition
              + " even after seeking to offset "
              + offset
              + " got offset "
              + record.offset()
              + " instead. If this is a compacted topic, consider enabling"
              + " spark.streaming.kafka.allowNonConsecutiveOffsets");
    }
    next = offset + 1;
    return record;
  }

  private ConsumerRecord<K, V> firstAfterPoll(long offset, long pollMillis) {
    if (!buffer.hasNext()) {
      poll(Duration.ofMillis(pollMillis));
      Requirements.require(
          buffer.hasNext(),
          "Failed to get records for "
              + group
              + " "
              + partition
              + " "
              + offset
              + " after polling for "
              + pollMillis);
    }
    return buffer.next();
  }

  /** Goes to where a range with gaps begins. */
  void startAt(long offset) {
    if (offset != next) {
      seek(offset);
      next = offset;
    }
  }

  /**
   * The next record before an end, if there is one left.
   *
   * @throws IllegalArgumentException if for the time of a poll the consumer does not get on
   */
  @Nullable ConsumerRecord<K, V> before(long end, long pollMillis) {
    ConsumerRecord<K, V> record = returned;
    returned = null;
    long since = System.nanoTime();
    long position = next;
    while (record == null) {
      if (buffer.hasNext()) {
        record = buffer.next();
      } else {
        // Behind the last record markers of transactions, or a gap, may have been passed: at the
        // end of the log a poll for what comes next would wait in vain.
        next = Math.max(next, consumer.position(partition));
        if (next >= end) {
          return null;
        }
        if (next != position) {
          position = next;
          since = System.nanoTime();
        }
        long waited = (System.nanoTime() - since) / 1_000_000;
        Requirements.require(
            waited <= pollMillis,
            "Failed to get records for compacted "
                + group
                + " "
                + partition
                + " after polling for "
                + pollMillis);
        poll(Duration.ofMillis(Math.max(0, pollMillis - waited)));
      }
    }
    if (record.offset() >= end) {
      returned = record;
      next = Math.max(next, end);
      return null;
    }
    next = record.offset() + 1;
    return record;
  }

  private void seek(long offset) {
    consumer.seek(partition, offset);
    buffer = Collections.emptyIterator();
    returned = null;
  }

  private void poll(Duration timeout) {
    buffer = consumer.poll(timeout).records(partition).iterator();
  }

  /** Ends a poll of whatever thread. */
  void wakeUp() {
    consumer.wakeup();
  }

  void close() {
    Closing.quietly(consumer);
  }
}
