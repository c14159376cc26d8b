// SPDX-License-Identifier: Apache-2.0
package org.apache.spark.streaming.kafka010;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.dstreambeam.kafka.StartingConsumer;
import scala.Serializable;

/** See {@link ConsumerStrategies#Assign(Collection, Map, Map)}. */
final class Assign<K, V> extends ConsumerStrategy<K, V> implements Serializable {

  private static final long serialVersionUID = 1L;

  private final ArrayList<TopicPartition> topicPartitions;
  private final HashMap<String, Object> kafkaParams;
  private final HashMap<TopicPartition, Long> offsets;

  Assign(
      Collection<TopicPartition> topicPartitions,
      Map<String, Object> kafkaParams,
      Map<TopicPartition, Long> offsets) {
    this.topicPartitions = new ArrayList<>(topicPartitions);
    this.kafkaParams = new HashMap<>(kafkaParams);
    this.offsets = new HashMap<>(offsets);
  }

  @Override
  public Map<String, Object> executorKafkaParams() {
    return kafkaParams;
  }

  @Override
  public Consumer<K, V> onStart(Map<TopicPartition, Long> currentOffsets) {
    return StartingConsumer.<K, V>of(setAuthenticationConfigIfNeeded(kafkaParams))
        .assigned(topicPartitions, currentOffsets.isEmpty() ? offsets : currentOffsets);
  }

  @Override
  public String toString() {
    return "Assign(" + topicPartitions + ")";
  }
}
