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

/** See {@link ConsumerStrategies#Subscribe(Collection, Map, Map)}. */
final class Subscribe<K, V> extends ConsumerStrategy<K, V> implements Serializable {

  private static final long serialVersionUID = 1L;

  private final ArrayList<String> topics;
  private final HashMap<String, Object> kafkaParams;
  private final HashMap<TopicPartition, Long> offsets;

  Subscribe(
      Collection<String> topics,
      Map<String, Object> kafkaParams,
      Map<TopicPartition, Long> offsets) {
    this.topics = new ArrayList<>(topics);
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
        .subscribing(
            consumer -> consumer.subscribe(topics),
            currentOffsets.isEmpty() ? offsets : currentOffsets);
  }

  @Override
  public String toString() {
    return "Subscribe(" + String.join(", ", topics) + ")";
  }
}
