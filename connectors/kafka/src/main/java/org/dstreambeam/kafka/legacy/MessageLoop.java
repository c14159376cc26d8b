// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.kafka.legacy;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.spark.streaming.receiver.Receiver;
import org.dstreambeam.kafka.Closing;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.Tuple2;

/**
 * What a thread of a receiver does: reads a topic with a consumer of the group until it is stopped.
 * If that fails the receiver is restarted, and goes on with the first message that was not stored.
 */
abstract class MessageLoop<K, V> implements Runnable, ConsumerRebalanceListener {

  private static final Logger LOG = LoggerFactory.getLogger(MessageLoop.class);

  /** How long a stop is not noticed, at most, while there are no messages. */
  static final Duration STEP = Duration.ofMillis(100);

  private final Receiver<Tuple2<K, V>> receiver;
  private final Consumer<byte[], byte[]> consumer;
  private final String topic;
  private final MessageDecoder<K, V> decoder;
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile boolean stopped;

  /**
   * @param consumer belongs to the loop, which closes it
   */
  MessageLoop(
      Receiver<Tuple2<K, V>> receiver,
      Consumer<byte[], byte[]> consumer,
      String topic,
      MessageDecoder<K, V> decoder) {
    this.receiver = receiver;
    this.consumer = consumer;
    this.topic = topic;
    this.decoder = decoder;
  }

  @Override
  public final void run() {
    try {
      consumer.subscribe(List.of(topic), this);
      while (!stopped) {
        take(consumer.poll(patience()));
      }
    } catch (Throwable e) { // Errors of decoders, too: without this thread the stream would stand
      if (stopped) {
        LOG.debug("A thread of {} has ended after the stop", topic, e);
      } else {
        receiver.restart("Error handling message", e);
      }
    } finally {
      Closing.quietly(consumer);
      ended.countDown();
    }
  }

  /** How long to wait for messages. */
  Duration patience() {
    return STEP;
  }

  /** What a poll has brought, if anything. */
  abstract void take(ConsumerRecords<byte[], byte[]> records);

  final void stop() {
    stopped = true;
  }

  /** Waits until the consumer is closed, which has committed by then what it is to commit. */
  final void awaitEnd(long nanos) throws InterruptedException {
    if (!ended.await(nanos, TimeUnit.NANOSECONDS)) {
      LOG.warn("A consumer of {} takes long to close: nobody waits for it", topic);
    }
  }

  final boolean isStopped() {
    return stopped;
  }

  final Receiver<Tuple2<K, V>> receiver() {
    return receiver;
  }

  final Consumer<byte[], byte[]> consumer() {
    return consumer;
  }

  final MessageDecoder<K, V> decoder() {
    return decoder;
  }
}
