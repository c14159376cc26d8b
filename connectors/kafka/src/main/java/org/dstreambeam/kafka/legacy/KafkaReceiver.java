// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.kafka.legacy;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.spark.storage.StorageLevel;
import org.apache.spark.streaming.receiver.Receiver;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.Tuple2;

/**
 * Stores the messages of a group one by one. Consumers commit by themselves, unless {@code
 * auto.commit.enable} is false: what was stored last and is lost with the process is not read
 * again, see {@link ReliableKafkaReceiver}.
 */
class KafkaReceiver<K, V> extends Receiver<Tuple2<K, V>> {

  private static final long serialVersionUID = 1L;

  private static final Logger LOG = LoggerFactory.getLogger(KafkaReceiver.class);

  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(5);

  private final Settings settings;
  private final Decoders<K, V> decoders;
  private transient @Nullable List<MessageLoop<K, V>> loops;

  /**
   * What a receiver is told.
   *
   * @param params of its consumers
   * @param threads by topic
   * @param blockMillis how long messages are gathered that are stored together
   */
  record Settings(
      HashMap<String, Object> params, HashMap<String, Integer> threads, long blockMillis)
      implements Serializable {

    /** Without the parameters, among which there may be secrets. */
    @Override
    public String toString() {
      return threads.toString();
    }
  }

  KafkaReceiver(Settings settings, Decoders<K, V> decoders, StorageLevel storageLevel) {
    super(storageLevel);
    this.settings = settings;
    this.decoders = decoders;
  }

  /** Starts the threads; each has a consumer, which reads one topic. */
  @Override
  public void onStart() {
    LOG.info("Starting Kafka Consumer Stream with group: {}", settings.params.get(OldParams.GROUP));
    List<MessageLoop<K, V>> started = new ArrayList<>();
    loops = started;
    settings.threads.forEach(
        (topic, threads) -> {
          for (int i = 0; i < threads; i++) {
            MessageLoop<K, V> loop = newLoop(topic);
            started.add(loop);
            Thread thread =
                new Thread(loop, "KafkaMessageHandler-" + streamId() + "-" + topic + "-" + i);
            thread.setDaemon(true);
            thread.start();
          }
        });
  }

  private MessageLoop<K, V> newLoop(String topic) {
    MessageDecoder<K, V> decoder =
        new MessageDecoder<>(decoders.keyDecoder(), decoders.valueDecoder());
    return newLoop(new KafkaConsumer<>(paramsOf(settings)), topic, decoder, settings);
  }

  HashMap<String, Object> paramsOf(Settings from) {
    return from.params;
  }

  MessageLoop<K, V> newLoop(
      Consumer<byte[], byte[]> consumer,
      String topic,
      MessageDecoder<K, V> decoder,
      Settings from) {
    return new SingleMessages<>(this, consumer, topic, decoder);
  }

  /**
   * Ends the threads, each with the message at hand, and waits a while for their consumers to leave
   * the group: the next ones get the partitions at once then.
   */
  @Override
  public void onStop() {
    List<MessageLoop<K, V>> running = loops;
    if (running == null) {
      return;
    }
    running.forEach(MessageLoop::stop);
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    try {
      for (MessageLoop<K, V> loop : running) {
        loop.awaitEnd(deadline - System.nanoTime());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
