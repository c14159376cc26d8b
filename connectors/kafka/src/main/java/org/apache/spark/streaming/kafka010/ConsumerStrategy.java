// SPDX-License-Identifier: Apache-2.0
package org.apache.spark.streaming.kafka010;

import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;

/**
 * How a direct stream comes by its consumer and its partitions. A program may have its own; it
 * travels to the JVM where batches are cut, so its fields must be serialisable on a cluster.
 *
 * @param <K> type of the keys
 * @param <V> type of the values
 */
public abstract class ConsumerStrategy<K, V> {

  public ConsumerStrategy() {}

  /** The parameters of the consumers that read records; some are forced, see {@link KafkaUtils}. */
  public abstract Map<String, Object> executorKafkaParams();

  /**
   * Makes the consumer that says what there is to be read; it is never asked for records. It must
   * have its partitions, or a subscription, and its positions where they are not to follow from the
   * group's commits and {@code auto.offset.reset}.
   *
   * @param currentOffsets where the stream goes on after a restart from a checkpoint; else empty
   * @return belongs to the stream from then on, which closes it
   */
  public abstract Consumer<K, V> onStart(Map<TopicPartition, Long> currentOffsets);

  /** Has nothing to add here: there are no delegation tokens that Spark would have fetched. */
  public Map<String, Object> setAuthenticationConfigIfNeeded(Map<String, Object> kafkaParams) {
    return kafkaParams;
  }
}
