// SPDX-License-Identifier: Apache-2.0
package org.apache.spark.streaming.kafka010;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.dstreambeam.kafka.StartingConsumer;
import scala.Serializable;

/** See {@link ConsumerStrategies#SubscribePattern(Pattern, Map, Map)}. */
final class SubscribePattern<K, V> extends ConsumerStrategy<K, V> implements Serializable {

  private static final long serialVersionUID = 1L;

  private final Pattern pattern;
  private final HashMap<String, Object> kafkaParams;
  private final HashMap<TopicPartition, Long> offsets;

  SubscribePattern(
      Pattern pattern, Map<String, Object> kafkaParams, Map<TopicPartition, Long> offsets) {
    this.pattern = pattern;
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
            consumer -> consumer.subscribe(pattern),
            currentOffsets.isEmpty() ? offsets : currentOffsets);
  }

  @Override
  public String toString() {
    return "SubscribePattern(" + pattern + ")";
  }
}
