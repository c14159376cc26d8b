// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.kafka.legacy;

import java.util.HashMap;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.spark.storage.StorageLevel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Commits messages when they are in the write-ahead log, and not before: after a crash each of them
 * is in the log, or read again, or both.
 */
final class ReliableKafkaReceiver<K, V> extends KafkaReceiver<K, V> {

  private static final long serialVersionUID = 1L;

  private static final Logger LOG = LoggerFactory.getLogger(ReliableKafkaReceiver.class);

  ReliableKafkaReceiver(Settings settings, Decoders<K, V> decoders, StorageLevel storageLevel) {
    super(settings, decoders, storageLevel);
  }

  @Override
  HashMap<String, Object> paramsOf(Settings from) {
    HashMap<String, Object> params = new HashMap<>(from.params());
    Object own = params.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    if (own != null && Boolean.parseBoolean(own.toString())) {
      LOG.warn("auto.commit.enable is set to false: with a write-ahead log the receiver commits");
    }
    return params;
  }

  @Override
  MessageLoop<K, V> newLoop(
      Consumer<byte[], byte[]> consumer,
      String topic,
      MessageDecoder<K, V> decoder,
      Settings from) {
    return new LoggedMessages<>(this, consumer, topic, decoder, from.blockMillis());
  }
}
