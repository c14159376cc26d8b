// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.conformance.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.spark.SparkConf;
import org.apache.spark.streaming.kafka010.ConsumerStrategies;
import org.junit.jupiter.api.Test;

/** What can go wrong while a program reads its topics, and which batch that costs. */
class KafkaFaultsTest extends KafkaFixture {

  private static SparkConf impatient() {
    return Table.conf().set("spark.streaming.kafka.consumer.poll.ms", "1000");
  }

  @Test
  void anotherConsumerOfTheGroupFailsBatchesUntilItIsGone() throws Exception {
    String topic = topic("t", 2);
    Map<String, Object> params = params("heartbeat.interval.ms", 50);
    try (KafkaProgram program = new KafkaProgram(Table.conf())) {
      program.read(ConsumerStrategies.Subscribe(List.of(topic), params));
      program.start();
      send(topic, 0, "a");
      assertThat(program.next()).isEqualTo("t0 0-1 a; t1 0-0");

      AtomicBoolean isToEnd = new AtomicBoolean();
      Thread other = new Thread(() -> poll(topic, params, isToEnd));
      other.start();
      assertThat(program.after("t0 1-1; t1 0-0"))
          .matches(
              "java.lang.IllegalStateException: Previously tracked partitions \\[t-[-\\w]+] been"
                  + " revoked by Kafka because of consumer rebalance. This is mostly due to another"
                  + " stream with same group id joined, please check if there're different"
                  + " streaming application misconfigure to use same group id. Fundamentally"
                  + " different stream should use different group id");

      send(topic, 0, "b");
      send(topic, 1, "c");
      isToEnd.set(true);
      other.join();
      assertThat(program.lastRow()).isEqualTo("t0 1-2 b; t1 0-1 c");
    }
  }

  private static void poll(String topic, Map<String, Object> params, AtomicBoolean isToEnd) {
    try (Consumer<String, String> consumer = new KafkaConsumer<>(params)) {
      consumer.subscribe(List.of(topic));
      while (!isToEnd.get()) {
        consumer.poll(Duration.ofMillis(20));
      }
    }
  }

  /** Refuses some records. */
  public static final class Picky implements Deserializer<String> {
    private final StringDeserializer texts = new StringDeserializer();

    @Override
    public String deserialize(String topic, byte[] data) {
      String text = texts.deserialize(topic, data);
      if ("poison".equals(text)) {
        throw new SerializationException("I do not like " + text);
      }
      return text;
    }
  }

  @Test
  void aRecordThatCannotBeDeserializedFailsTheJobsThatReadIt() throws Exception {
    String topic = topic("t", 2);
    Map<String, Object> params = params("value.deserializer", Picky.class);
    try (KafkaProgram program = new KafkaProgram(impatient())) {
      program.read(ConsumerStrategies.Subscribe(List.of(topic), params));
      program.start();
      send(topic, 0, "a", "poison", "b");
      send(topic, 1, "c");
      assertThat(program.next())
          .isEqualTo(SerializationException.class.getName() + ": I do not like poison");
      send(topic, 0, "d");
      assertThat(program.next()).isEqualTo("t0 3-4 d; t1 1-1");
    }
  }

  /** Nobody looks at where a stream is told to start before there is a batch. */
  @Test
  void anOffsetBehindTheEndFailsBatchesUntilTheLogIsThatLong() throws Exception {
    String topic = topic("t", 1);
    send(topic, 0, "a", "b", "c");
    Map<TopicPartition, Long> offsets = Map.of(partition(topic, 0), 4L);
    try (KafkaProgram program = new KafkaProgram(Table.conf())) {
      program.read(ConsumerStrategies.Subscribe(List.of(topic), params(), offsets));
      program.start();
      assertThat(program.nextOrFailure())
          // Spark says that there cannot be less than no records, and not where.
          .startsWith("java.lang.IllegalArgumentException: requirement failed: ");
      send(topic, 0, "d", "e");
      assertThat(program.next()).isEqualTo("t0 4-5 e");
    }
  }

  /** The batch as a whole has records, so that it is made; one of its tasks fails. */
  @Test
  void anOffsetBehindTheEndFailsItsTaskIfOtherPartitionsHaveMore() throws Exception {
    String topic = topic("t", 2);
    send(topic, 0, "a", "b", "c");
    send(topic, 1, numbers(10));
    Map<TopicPartition, Long> offsets = Map.of(partition(topic, 0), 4L);
    try (KafkaProgram program = new KafkaProgram(Table.conf())) {
      program.read(ConsumerStrategies.Subscribe(List.of(topic), params(), offsets));
      program.start();
      assertThat(program.next())
          .isEqualTo(
              "java.lang.IllegalArgumentException: requirement failed: Beginning offset 4 is after"
                  + " the ending offset 3 for topic "
                  + topic
                  + " partition 0. You either provided an invalid fromOffset, or the Kafka topic"
                  + " has been damaged");
      // The range is taken as read: what it ends with is where the next begins.
      send(topic, 0, "d");
      assertThat(program.next()).isEqualTo("t0 3-4 d; t1 10-10");
    }
  }

  @Test
  void whatHasExpiredFailsTheBatchThatShouldHaveHadIt() throws Exception {
    String topic = topic("t", 1);
    send(topic, 0, "a", "b", "c");
    deleteRecords(topic, 0, 2);
    Map<TopicPartition, Long> offsets = Map.of(partition(topic, 0), 0L);
    try (KafkaProgram program = new KafkaProgram(impatient())) {
      program.read(ConsumerStrategies.Subscribe(List.of(topic), params(), offsets));
      program.start();
      assertThat(program.next())
          .startsWith("org.apache.kafka.clients.consumer.OffsetOutOfRangeException: ");
      send(topic, 0, "d");
      assertThat(program.next()).isEqualTo("t0 3-4 d");
    }
  }

  @Test
  void theEarliestIsTheFirstThatHasNotExpired() throws Exception {
    String topic = topic("t", 1);
    send(topic, 0, "a", "b", "c");
    deleteRecords(topic, 0, 2);
    try (KafkaProgram program = new KafkaProgram(impatient())) {
      program.read(subscribe(topic));
      program.start();
      assertThat(program.next()).isEqualTo("t0 2-3 c");
    }
  }

  /**
   * Until the group knows, batches wait for where the partition ends; then it counts as revoked.
   */
  @Test
  void aTopicThatIsDeletedFailsAllFurtherBatches() throws Exception {
    String topic = topic("t", 1);
    String other = topic("u", 1);
    Map<String, Object> params = params("metadata.max.age.ms", 50);
    params.put("default.api.timeout.ms", 500);
    params.put("request.timeout.ms", 400);
    try (KafkaProgram program = new KafkaProgram(impatient())) {
      program.read(ConsumerStrategies.Subscribe(List.of(topic, other), params));
      program.start();
      send(topic, 0, "a");
      assertThat(program.next()).isEqualTo("t0 0-1 a; u0 0-0");
      delete(topic);
      assertThat(program.after("t0 1-1; u0 0-0"))
          .satisfiesAnyOf(
              failure -> assertThat(failure).startsWith(TimeoutException.class.getName()),
              failure ->
                  assertThat(failure)
                      .startsWith(
                          "java.lang.IllegalStateException: Previously tracked partitions ["
                              + topic
                              + "-0] been revoked by Kafka"));
    }
  }

  @Test
  void aTopicThatIsNotThereHasNoPartitions() throws Exception {
    String other = topic("t", 1);
    try (KafkaProgram program = new KafkaProgram(Table.conf())) {
      program.read(subscribe(other + "-not-there"));
      program.start();
      assertThat(program.next()).isEmpty();
      assertThat(program.next()).isEmpty();
    }
  }
}
