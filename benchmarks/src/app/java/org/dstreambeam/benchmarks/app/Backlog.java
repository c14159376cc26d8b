// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.benchmarks.app;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * A topic full of records, and how far it has been drained. What is read until the warm-up is over
 * does not count.
 */
final class Backlog {

  /** Of each record, besides which it has no key. */
  static final int VALUE_LENGTH = 100;

  private final String servers;
  private final String topic;
  private final int partitions;
  private final long warmUpRecords;
  private final long records;
  private final CountDownLatch drained = new CountDownLatch(1);
  private long read;
  private long readInWarmUp = -1;
  private long warmNanos;
  private double throughput;

  Backlog(String servers, String topic, int partitions, long warmUpRecords, long records) {
    this.servers = servers;
    this.topic = topic;
    this.partitions = partitions;
    this.warmUpRecords = warmUpRecords;
    this.records = records;
  }

  String topic() {
    return topic;
  }

  int partitions() {
    return partitions;
  }

  CountDownLatch drained() {
    return drained;
  }

  /** What a program passes to Kafka's consumer, in the engine or without one. */
  Map<String, Object> consumerProperties() {
    Map<String, Object> properties = new HashMap<>();
    properties.put("bootstrap.servers", servers);
    properties.put("key.deserializer", StringDeserializer.class);
    properties.put("value.deserializer", StringDeserializer.class);
    properties.put("group.id", "benchmark-" + ProcessHandle.current().pid());
    properties.put("auto.offset.reset", "earliest");
    properties.put("enable.auto.commit", false);
    return properties;
  }

  /** So many more records have been read, and are through the program. */
  synchronized void read(long count) {
    read += count;
    if (readInWarmUp < 0 && read >= warmUpRecords) {
      readInWarmUp = read;
      warmNanos = System.nanoTime();
    }
    if (read > records) {
      throw new IllegalStateException("Read %d of %d records".formatted(read, records));
    }
    if (read == records) {
      throughput = (read - readInWarmUp) * 1e9 / (System.nanoTime() - warmNanos);
      drained.countDown();
    }
  }

  /** Records per second between the warm-up and the end. */
  synchronized double throughput() {
    return throughput;
  }
}
