// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.kafka.legacy;

import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.apache.spark.streaming.receiver.Receiver;
import scala.Tuple2;

/**
 * Stores messages one by one. The consumer commits what it has handed out: when the next poll
 * begins, and at its end. So before it is closed it goes back to what was not stored.
 */
final class SingleMessages<K, V> extends MessageLoop<K, V> {

  SingleMessages(
      Receiver<Tuple2<K, V>> receiver,
      Consumer<byte[], byte[]> consumer,
      String topic,
      MessageDecoder<K, V> decoder) {
    super(receiver, consumer, topic, decoder);
  }

  @Override
  void take(ConsumerRecords<byte[], byte[]> records) {
    Iterator<ConsumerRecord<byte[], byte[]>> rest = records.iterator();
    while (rest.hasNext()) {
      ConsumerRecord<byte[], byte[]> record = rest.next();
      boolean stored = false;
      try {
        if (!isStopped()) {
          receiver().store(decoder().pair(record));
          stored = true;
        }
      } finally {
        if (!stored) {
          goBackTo(record, rest);
        }
      }
    }
  }

  /** To this one, and in other partitions to the first one of the rest. */
  private void goBackTo(
      ConsumerRecord<byte[], byte[]> record, Iterator<ConsumerRecord<byte[], byte[]>> rest) {
    Map<TopicPartition, Long> first = new HashMap<>();
    first.put(new TopicPartition(record.topic(), record.partition()), record.offset());
    rest.forEachRemaining(
        left ->
            first.putIfAbsent(new TopicPartition(left.topic(), left.partition()), left.offset()));
    first.forEach(consumer()::seek);
  }

  @Override
  public void onPartitionsRevoked(Collection<TopicPartition> partitions) {}

  @Override
  public void onPartitionsAssigned(Collection<TopicPartition> partitions) {}
}
