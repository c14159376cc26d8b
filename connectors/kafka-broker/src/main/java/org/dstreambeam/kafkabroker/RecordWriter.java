// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.kafkabroker;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/**
 * Writes records of strings to one topic. The records of a partition keep the order in which they
 * were sent.
 *
 * <p>From {@link LocalKafka#transactionalRecords} it begins a transaction with the first record
 * that is sent after the last {@link #commit} or {@link #abort}.
 */
public final class RecordWriter implements AutoCloseable {

  private final String topic;
  private final boolean transactional;
  private final KafkaProducer<String, String> producer;
  private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
  private boolean inTransaction;

  RecordWriter(Map<String, Object> clientProperties, String topic) {
    this.topic = topic;
    this.transactional = clientProperties.containsKey("transactional.id");
    Map<String, Object> properties = new HashMap<>(clientProperties);
    // Brokers come and go here: one that refuses a batch and takes the next never takes the first.
    properties.put("max.in.flight.requests.per.connection", 1);
    this.producer = new KafkaProducer<>(properties, new StringSerializer(), new StringSerializer());
    if (transactional) {
      producer.initTransactions();
    }
  }

  /**
   * Sends a record, which has arrived after the next {@link #flush} or {@link #commit}.
   *
   * @param key may be null, as {@code value} may, which in a compacted topic deletes the key
   */
  public RecordWriter send(int partition, @Nullable String key, @Nullable String value) {
    if (transactional && !inTransaction) {
      producer.beginTransaction();
      inTransaction = true;
    }
    var unused =
        producer.send(
            new ProducerRecord<>(topic, partition, key, value),
            (metadata, exception) -> {
              if (exception != null) {
                failure.compareAndSet(null, exception);
              }
            });
    return this;
  }

  /**
   * Returns when all records that were sent have arrived.
   *
   * @throws IllegalStateException if one has not
   */
  public RecordWriter flush() {
    producer.flush();
    Exception first = failure.getAndSet(null);
    if (first != null) {
      throw new IllegalStateException("a record for " + topic + " has not arrived", first);
    }
    return this;
  }

  /** Ends the transaction; who reads committed records only reads its records now. */
  public RecordWriter commit() {
    flush();
    producer.commitTransaction();
    inTransaction = false;
    return this;
  }

  /**
   * Ends the transaction; its records are there, but not for those who read committed ones only.
   */
  public RecordWriter abort() {
    flush();
    producer.abortTransaction();
    inTransaction = false;
    return this;
  }

  /** Waits for the records that were sent; an open transaction is aborted. */
  @Override
  public void close() {
    producer.close();
  }
}
