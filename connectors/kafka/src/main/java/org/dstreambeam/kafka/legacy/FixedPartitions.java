// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.kafka.legacy;

import java.io.Serializable;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.spark.streaming.kafka010.ConsumerStrategy;
import org.dstreambeam.kafka.StartingConsumer;

/**
 * The partitions of a stream and where it begins, both known when it is declared: what is added to
 * a topic later is not part of it.
 */
final class FixedPartitions extends ConsumerStrategy<byte[], byte[]> implements Serializable {

  private static final long serialVersionUID = 1L;

  private final HashMap<String, Object> params;
  private final HashMap<TopicPartition, Long> begins;

  FixedPartitions(HashMap<String, Object> params, Map<TopicPartition, Long> begins) {
    this.params = params;
    this.begins = new HashMap<>(begins);
  }

  @Override
  public Map<String, Object> executorKafkaParams() {
    return params;
  }

  @Override
  public Consumer<byte[], byte[]> onStart(Map<TopicPartition, Long> currentOffsets) {
    Map<TopicPartition, Long> offsets = currentOffsets.isEmpty() ? begins : currentOffsets;
    return StartingConsumer.<byte[], byte[]>of(params).assigned(offsets.keySet(), offsets);
  }

  /** {@code [orders-0, orders-1]}. */
  @Override
  public String toString() {
    return begins.keySet().stream()
        .sorted(Partitions.ORDER)
        .map(TopicPartition::toString)
        .collect(Collectors.joining(", ", "[", "]"));
  }
}
