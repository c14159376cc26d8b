// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.kafka;

import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.NoOffsetForPartitionException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A driver consumer on the way to its first positions; closed again if it does not get there. */
public final class StartingConsumer<K, V> {

  private static final Logger LOG = LoggerFactory.getLogger(StartingConsumer.class);

  private final KafkaConsumer<K, V> consumer;
  private final boolean neverResets;

  private StartingConsumer(KafkaConsumer<K, V> consumer, boolean neverResets) {
    this.consumer = consumer;
    this.neverResets = neverResets;
  }

  /** A new consumer with these parameters. */
  public static <K, V> StartingConsumer<K, V> of(Map<String, Object> params) {
    Object reset = params.get(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG);
    return new StartingConsumer<>(
        new KafkaConsumer<>(params),
        reset != null && reset.toString().toUpperCase(Locale.ROOT).equals("NONE"));
  }

  /** With these partitions, at these offsets. */
  public KafkaConsumer<K, V> assigned(
      Collection<TopicPartition> partitions, Map<TopicPartition, Long> offsets) {
    return orClosed(
        () -> {
          consumer.assign(partitions);
          offsets.forEach(consumer::seek);
        });
  }

  /** With a subscription, at these offsets; waits for its partitions if there are offsets. */
  public KafkaConsumer<K, V> subscribing(
      Consumer<KafkaConsumer<K, V>> subscription, Map<TopicPartition, Long> offsets) {
    return orClosed(
        () -> {
          subscription.accept(consumer);
          if (!offsets.isEmpty()) {
            join();
            offsets.forEach(consumer::seek);
            consumer.pause(consumer.assignment()); // else the next poll could bring records
          }
        });
  }

  /**
   * Only a poll brings partitions, and it fails where one has no offset and none is to be found.
   */
  private void join() {
    try {
      Polls.forAssignment(consumer);
    } catch (NoOffsetForPartitionException e) {
      if (!neverResets) {
        throw e;
      }
      LOG.info("Positions are set next, so that this is no failure: {}", e.getMessage());
    }
  }

  private KafkaConsumer<K, V> orClosed(Runnable steps) {
    try {
      steps.run();
      return consumer;
    } catch (RuntimeException e) {
      Closing.quietly(consumer);
      throw e;
    }
  }
}
