// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.kafkabroker;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Three brokers: leaders that move, or have to. */
class ThreeBrokersTest {

  private static LocalKafka kafka;

  @BeforeAll
  static void start() {
    kafka = LocalKafka.builder().brokers(3).start();
  }

  @AfterAll
  static void end() {
    kafka.close();
  }

  @Test
  void aLeaderMovesToABrokerWithACopy() {
    kafka.createTopic("copies", 1);
    int other = kafka.leader("copies", 0) % 3 + 1;

    kafka.moveLeader("copies", 0, other);

    assertThat(kafka.leader("copies", 0)).isEqualTo(other);
  }

  @Test
  void aLeaderMovesToABrokerWithoutACopyAndTheRecordsWithIt() {
    kafka.createTopic("single", 1, 1);
    int other = kafka.leader("single", 0) % 3 + 1;
    try (RecordWriter records = kafka.records("single")) {
      records.send(0, null, "before").flush();
      kafka.moveLeader("single", 0, other);
      records.send(0, null, "after").flush();
    }

    assertThat(kafka.leader("single", 0)).isEqualTo(other);
    assertThat(Records.committed(kafka.clientProperties(), new TopicPartition("single", 0)))
        .containsExactly("before", "after");
  }

  @Test
  void anotherBrokerLeadsWhenTheLeaderIsKilled() {
    kafka.createTopic("survives", 1);
    int killed = kafka.leader("survives", 0);
    try (RecordWriter records = kafka.records("survives")) {
      records.send(0, null, "before").flush();
      kafka.broker(killed).kill();
      records.send(0, null, "after").flush();

      assertThat(Polling.until(Duration.ofSeconds(20), () -> kafka.leader("survives", 0) != killed))
          .isTrue();
    }
    kafka.startBroker(killed);
    kafka.moveLeader("survives", 0, killed);

    assertThat(Records.committed(kafka.clientProperties(), new TopicPartition("survives", 0)))
        .containsExactly("before", "after");
  }
}
