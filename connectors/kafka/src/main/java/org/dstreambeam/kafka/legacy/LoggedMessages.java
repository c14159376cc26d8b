// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.kafka.legacy;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.spark.streaming.receiver.Receiver;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.Tuple2;
import scala.collection.mutable.ArrayBuffer;

/**
 * Gathers messages for the time of a block, stores them together, and then commits them.
 *
 * <pre>
 *   poll --rate limit--> block --store returns: it is in the log--> commit
 * </pre>
 */
final class LoggedMessages<K, V> extends MessageLoop<K, V> {

  private static final Logger LOG = LoggerFactory.getLogger(LoggedMessages.class);

  /** How often a block is stored before the receiver is restarted. */
  private static final int ATTEMPTS = 3;

  private final long blockNanos;
  private final Map<TopicPartition, OffsetAndMetadata> ends = new HashMap<>();
  private ArrayBuffer<Tuple2<K, V>> block = new ArrayBuffer<>();
  private long due;

  /**
   * @param blockMillis how long messages are gathered
   */
  LoggedMessages(
      Receiver<Tuple2<K, V>> receiver,
      Consumer<byte[], byte[]> consumer,
      String topic,
      MessageDecoder<K, V> decoder,
      long blockMillis) {
    super(receiver, consumer, topic, decoder);
    this.blockNanos = TimeUnit.MILLISECONDS.toNanos(blockMillis);
  }

  @Override
  Duration patience() {
    if (block.isEmpty()) {
      return STEP;
    }
    long left = Math.max(0, due - System.nanoTime());
    return Duration.ofNanos(Math.min(left, STEP.toNanos()));
  }

  @Override
  void take(ConsumerRecords<byte[], byte[]> records) {
    for (ConsumerRecord<byte[], byte[]> record : records) {
      if (isStopped() || !receiver().supervisor().waitToPush()) {
        return; // what is not committed is read again
      }
      add(record);
      storeIfDue();
    }
    storeIfDue();
  }

  private void add(ConsumerRecord<byte[], byte[]> record) {
    Tuple2<K, V> pair;
    try {
      pair = decoder().pair(record);
    } catch (Throwable e) { // whatever the program's decoder throws
      storeAndCommit(); // else those before it would be read again with it, and never be stored
      throw e;
    }
    if (block.isEmpty()) {
      due = System.nanoTime() + blockNanos;
    }
    block.$plus$eq(pair);
    ends.put(
        new TopicPartition(record.topic(), record.partition()),
        new OffsetAndMetadata(record.offset() + 1));
  }

  private void storeIfDue() {
    if (!block.isEmpty() && System.nanoTime() - due >= 0) {
      storeAndCommit();
    }
  }

  private void storeAndCommit() {
    if (block.isEmpty()) {
      return;
    }
    store();
    block = new ArrayBuffer<>();
    try {
      consumer().commitSync(Map.copyOf(ends));
    } catch (CommitFailedException | RebalanceInProgressException e) {
      LOG.warn(
          "Messages that are stored may be read again by others of the group: {}", e.getMessage());
    }
    ends.clear();
  }

  private void store() {
    for (int attempt = 1; ; attempt++) {
      try {
        receiver().store(block);
        return;
      } catch (Exception e) { // a SparkException too, undeclared
        if (attempt == ATTEMPTS || isStopped()) {
          throw e;
        }
        LOG.warn("Error while storing block into Spark, attempt {}", attempt, e);
      }
    }
  }

  /** Others go on where this one has committed. */
  @Override
  public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
    if (!isStopped()) {
      storeAndCommit();
    }
  }

  /** Others have them already: what is gathered is stored, and perhaps by these, too. */
  @Override
  public void onPartitionsLost(Collection<TopicPartition> partitions) {
    ends.keySet().removeAll(partitions);
  }

  @Override
  public void onPartitionsAssigned(Collection<TopicPartition> partitions) {}
}
