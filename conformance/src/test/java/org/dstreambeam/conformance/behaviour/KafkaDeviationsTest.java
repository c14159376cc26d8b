// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.conformance.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.dstreambeam.conformance.behaviour.Batch.batch;
import static org.dstreambeam.conformance.behaviour.Batch.part;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.spark.streaming.Durations;
import org.apache.spark.streaming.api.java.JavaInputDStream;
import org.apache.spark.streaming.kafka010.ConsumerStrategies;
import org.apache.spark.streaming.kafka010.KafkaUtils;
import org.apache.spark.streaming.kafka010.LocationStrategies;
import org.junit.jupiter.api.Test;

/** What differs from Spark on purpose where records come from Kafka. */
class KafkaDeviationsTest extends KafkaFixture {

  private static final String RECORDS = "Records need not be serialisable";
  private static final String SETTINGS = "Kafka checks its settings";

  private JavaInputDStream<ConsumerRecord<String, String>> direct(
      SteppedProgram program, String topic) {
    return KafkaUtils.createDirectStream(
        program.context(), LocationStrategies.PreferConsistent(), subscribe(topic));
  }

  @Test
  @Deviation(RECORDS)
  void recordsOfKafkaMayBeCollectedAndShuffled() throws Exception {
    String topic = topic("t", 1);
    List<Object> seen = new CopyOnWriteArrayList<>();
    try (SteppedProgram program = new SteppedProgram(Table.conf())) {
      JavaInputDStream<ConsumerRecord<String, String>> direct = direct(program, topic);
      direct.foreachRDD(rdd -> rdd.collect().forEach(message -> seen.add(message.value())));
      direct.foreachRDD(rdd -> rdd.take(1).forEach(message -> seen.add(message.offset())));
      direct.reduce((a, b) -> b).foreachRDD(rdd -> seen.add(rdd.first().key()));
      program.watch(direct.repartition(1).map(ConsumerRecord::value));
      program.start();
      send(new org.apache.kafka.clients.producer.ProducerRecord<>(topic, "k", "a"));
      assertThat(program.next()).isEqualTo(batch(part("a")));
    }
    assertThat(seen).containsExactly("a", 0L, "k");
  }

  @Test
  @Deviation(RECORDS)
  void windowsOfKafkasRecordsAreKept() throws Exception {
    String topic = topic("t", 1);
    try (SteppedProgram program = new SteppedProgram(Table.conf())) {
      program.watch(
          direct(program, topic)
              .window(Durations.seconds(2), Durations.seconds(1))
              .map(ConsumerRecord::value));
      program.start();
      send(topic, 0, "a");
      assertThat(program.next()).isEqualTo(batch(part("a")));
      send(topic, 0, "b");
      assertThat(program.next()).isEqualTo(batch(part("a"), part("b")));
    }
  }

  /**
   * Spark asks for them itself, and does not find the one or does not like the type of the other.
   */
  @Test
  @Deviation(SETTINGS)
  void settingsAreKafkasOwnBusiness() throws Exception {
    String topic = topic("t", 1);
    try (KafkaProgram program = new KafkaProgram(Table.conf())) {
      Map<String, Object> texts = params("receive.buffer.bytes", "1024");
      program.read(ConsumerStrategies.Subscribe(List.of(topic), texts));
      program.start();
      send(topic, 0, "a");
      assertThat(program.next()).isEqualTo("t0 0-1 a");
    }
    try (KafkaProgram program = new KafkaProgram(Table.conf())) {
      program.read(ConsumerStrategies.Subscribe(List.of(topic), params("bootstrap.servers", null)));
      assertThatThrownBy(program::start)
          .isExactlyInstanceOf(KafkaException.class)
          .hasRootCauseExactlyInstanceOf(ConfigException.class);
    }
  }
}
