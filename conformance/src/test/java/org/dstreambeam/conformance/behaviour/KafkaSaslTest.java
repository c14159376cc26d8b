// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.conformance.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.streaming.kafka010.ConsumerStrategies;
import org.apache.spark.streaming.kafka010.KafkaUtils;
import org.apache.spark.streaming.kafka010.LocationStrategies;
import org.apache.spark.streaming.kafka010.OffsetRange;
import org.dstreambeam.kafkabroker.LocalKafka;
import org.dstreambeam.kafkabroker.RecordWriter;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A broker that lets in whom it knows only; the program says who it is in its parameters. */
class KafkaSaslTest {

  private static LocalKafka kafka;

  @BeforeAll
  static void startBroker() {
    kafka = LocalKafka.builder().sasl("user", "right").start();
  }

  @AfterAll
  static void close() {
    kafka.close();
  }

  private static void send(String topic, String... values) {
    try (RecordWriter records = kafka.records(topic)) {
      for (String value : values) {
        records.send(0, null, value);
      }
      records.flush();
    }
  }

  @Test
  void whatTheProgramSaysIsSaidByAllItsConsumers() throws Exception {
    kafka.createTopic("t", 1);
    send("t", "a", "b");
    Map<String, Object> params = KafkaFixture.params(kafka.clientProperties(), "group");
    try (KafkaProgram program = new KafkaProgram(Table.conf())) {
      program.commit(program.read(ConsumerStrategies.Subscribe(List.of("t"), params)));
      program.start();
      assertThat(program.next()).isEqualTo("t0 0-2 a b");
      send("t", "c");
      assertThat(program.next()).isEqualTo("t0 2-3 c");
      JavaRDD<ConsumerRecord<String, String>> rdd =
          KafkaUtils.createRDD(
              program.context().sparkContext(),
              params,
              new OffsetRange[] {OffsetRange.create("t", 0, 1, 3)},
              LocationStrategies.PreferConsistent());
      assertThat(KafkaProgram.row(rdd)).isEqualTo("t0 1-3 b c");
    }
    assertThat(KafkaFixture.committed(kafka.admin(), "group")).isEqualTo(Map.of("t0", 2L));
  }

  @Test
  void whoIsNotKnownDoesNotStart() throws Exception {
    Map<String, Object> params = KafkaFixture.params(kafka.clientProperties(), "group");
    params.computeIfPresent(
        "sasl.jaas.config", (key, value) -> value.toString().replace("right", "wrong"));
    try (KafkaProgram program = new KafkaProgram(Table.conf())) {
      program.read(ConsumerStrategies.Subscribe(List.of("t"), params));
      assertThatExceptionOfType(SaslAuthenticationException.class)
          .isThrownBy(program::start)
          .withMessage("Authentication failed: Invalid username or password");
    }
  }
}
