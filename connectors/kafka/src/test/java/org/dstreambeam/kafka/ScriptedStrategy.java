// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.kafka;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetResetStrategy;
import org.apache.kafka.common.TopicPartition;
import org.apache.spark.streaming.kafka010.ConsumerStrategy;

/** A strategy with a scripted consumer in a group that a test is the coordinator of. */
final class ScriptedStrategy extends ConsumerStrategy<String, String> {

  static final String TOPIC = "t";

  final MockConsumer<String, String> consumer = new MockConsumer<>(OffsetResetStrategy.EARLIEST);

  /** What each {@link #onStart} was told. */
  final List<Map<TopicPartition, Long>> starts = new ArrayList<>();

  private final Map<TopicPartition, Long> begins = new HashMap<>();

  static TopicPartition partition(int number) {
    return new TopicPartition(TOPIC, number);
  }

  /** The group gives the consumer these partitions, which begin at 0. */
  void assign(Integer... numbers) {
    Collection<TopicPartition> partitions = new ArrayList<>();
    for (int number : numbers) {
      partitions.add(partition(number));
      begins.putIfAbsent(partition(number), 0L);
    }
    consumer.updateBeginningOffsets(begins);
    consumer.rebalance(partitions);
  }

  /** A partition has so many records. */
  void ends(int number, long end) {
    consumer.updateEndOffsets(Map.of(partition(number), end));
  }

  @Override
  public Map<String, Object> executorKafkaParams() {
    return Map.of();
  }

  @Override
  public Consumer<String, String> onStart(Map<TopicPartition, Long> currentOffsets) {
    starts.add(Map.copyOf(currentOffsets));
    if (consumer.subscription().isEmpty()) {
      consumer.subscribe(List.of(TOPIC));
      assign(0, 1);
    }
    currentOffsets.forEach(consumer::seek);
    return consumer;
  }
}
