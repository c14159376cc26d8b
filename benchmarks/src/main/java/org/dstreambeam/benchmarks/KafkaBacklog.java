// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.benchmarks;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.dstreambeam.kafkabroker.LocalKafka;
import org.jspecify.annotations.Nullable;

/**
 * A broker with one topic full of records, which nobody uses up by reading them: produced once,
 * when the first program needs it.
 *
 * <p>The values are letters from a fixed seed. The producer's settings are Kafka's, but that it
 * waits for its batches to fill, as one that writes as much does anyway.
 */
final class KafkaBacklog implements AutoCloseable {

  private static final String TOPIC = "backlog";

  /** As the programs have it. */
  private static final int VALUE_LENGTH = 100;

  private static final int DISTINCT_VALUES = 1_000;
  private static final long SEED = 42;

  private final int partitions;
  private final long recordsPerPartition;
  private @Nullable LocalKafka kafka;

  KafkaBacklog(int partitions, long recordsPerPartition) {
    this.partitions = partitions;
    this.recordsPerPartition = recordsPerPartition;
  }

  /** Where it is: servers, topic, and the number of its partitions. */
  List<String> arguments() {
    LocalKafka running = kafka;
    if (running == null) {
      System.err.printf("bench: producing %,d records%n", partitions * recordsPerPartition);
      running = LocalKafka.builder().heap(512).start();
      kafka = running;
      running.createTopic(TOPIC, partitions);
      produce(running.clientProperties());
    }
    return List.of(running.bootstrapServers(), TOPIC, Integer.toString(partitions));
  }

  private void produce(Map<String, Object> properties) {
    properties.put("linger.ms", 50);
    List<byte[]> values = values();
    AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
      for (long i = 0; i < recordsPerPartition; i++) {
        byte[] value = values.get((int) (i % values.size()));
        for (int partition = 0; partition < partitions; partition++) {
          var unused =
              producer.send(
                  new ProducerRecord<>(TOPIC, partition, null, value),
                  (metadata, exception) -> failure.compareAndSet(null, exception));
        }
      }
    }
    Exception first = failure.get();
    if (first != null) {
      throw new BenchmarkException("Cannot produce the backlog: " + first.getMessage(), first);
    }
  }

  private static List<byte[]> values() {
    Random random = new Random(SEED);
    return IntStream.range(0, DISTINCT_VALUES).mapToObj(i -> value(random)).toList();
  }

  private static byte[] value(Random random) {
    byte[] value = new byte[VALUE_LENGTH];
    for (int i = 0; i < value.length; i++) {
      value[i] = (byte) ('a' + random.nextInt(26));
    }
    return value;
  }

  @Override
  public void close() {
    if (kafka != null) {
      kafka.close();
    }
  }
}
