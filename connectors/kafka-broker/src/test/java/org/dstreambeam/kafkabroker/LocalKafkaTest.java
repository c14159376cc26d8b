// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.kafkabroker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.TopicExistsException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** One broker: topics, records, and its lives. */
class LocalKafkaTest {

  private static LocalKafka kafka;

  @BeforeAll
  static void start() {
    kafka = LocalKafka.builder().start();
  }

  @AfterAll
  static void end() {
    kafka.close();
  }

  @Test
  void recordsComeBackInTheirOrderByPartition() {
    kafka.createTopic("order", 2);
    try (RecordWriter records = kafka.records("order")) {
      records.send(0, "k", "a").send(1, null, "b").send(0, "k", "c").flush();
    }

    assertThat(read("order", 0)).containsExactly("a", "c");
    assertThat(read("order", 1)).containsExactly("b");
  }

  @Test
  void thereIsNoBrokerForASecondCopy() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> kafka.createTopic("copies", 1, 2))
        .withMessage("no topic copies with copies on 2 of 1 brokers");
  }

  @Test
  void topicsGrowAndGo() throws Exception {
    kafka.createTopic("grows", 1);
    kafka.addPartitions("grows", 3);
    assertThat(kafka.leader("grows", 2)).isEqualTo(1);
    assertThatIllegalStateException()
        .isThrownBy(() -> kafka.createTopic("grows", 1))
        .withCauseInstanceOf(TopicExistsException.class);

    kafka.deleteTopic("grows");

    assertThat(kafka.admin().listTopics().names().get()).doesNotContain("grows");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> kafka.leader("grows", 0))
        .withMessage("no partition 0 of grows");
  }

  @Test
  void topicsTakeKafkasSettings() throws Exception {
    kafka.createTopic("compacted", 1, 1, Map.of("cleanup.policy", "compact"));

    ConfigResource topic = new ConfigResource(ConfigResource.Type.TOPIC, "compacted");
    Map<ConfigResource, Config> configs = kafka.admin().describeConfigs(List.of(topic)).all().get();
    assertThat(configs.values())
        .singleElement()
        .extracting(config -> config.get("cleanup.policy").value())
        .isEqualTo("compact");
  }

  @Test
  void onlyCommittedTransactionsAreSeen() {
    kafka.createTopic("transactions", 1);
    try (RecordWriter records = kafka.transactionalRecords("transactions")) {
      records.send(0, null, "a").send(0, null, "b").commit();
      records.send(0, null, "never").abort();
      records.send(0, null, "c").commit();
    }

    assertThat(read("transactions", 0)).containsExactly("a", "b", "c");
  }

  @Test
  void aKilledBrokerComesBackWhereItWasWithWhatItHad() {
    kafka.createTopic("killed", 1);
    KafkaProcess killed = kafka.broker(1);
    String servers = kafka.bootstrapServers();
    try (RecordWriter records = kafka.records("killed")) {
      records.send(0, null, "before").flush();

      killed.kill();
      assertThat(killed.isAlive()).isFalse();
      KafkaProcess next = kafka.startBroker(1);

      records.send(0, null, "after").flush();
      assertThat(next.pid()).isNotEqualTo(killed.pid());
      assertThat(kafka.brokers()).containsExactly(next);
    }
    assertThat(kafka.bootstrapServers()).isEqualTo(servers);
    assertThat(read("killed", 0)).containsExactly("before", "after");
  }

  @Test
  void aStoppedBrokerComesBackAndIsNotStartedTwice() {
    kafka.createTopic("stopped", 1);
    KafkaProcess stopped = kafka.broker(1);
    stopped.stop();
    assertThat(stopped.isAlive()).isFalse();
    assertThat(stopped.log().resolveSibling("data/.kafka_cleanshutdown")).exists();

    KafkaProcess next = kafka.startBroker(1);

    assertThat(kafka.leader("stopped", 0)).isEqualTo(1);
    assertThatIllegalStateException()
        .isThrownBy(() -> kafka.startBroker(1))
        .withMessage("alive already: " + next);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> kafka.startBroker(2))
        .withMessage("no broker 2, only [1]");
  }

  private static List<String> read(String topic, int partition) {
    return Records.committed(kafka.clientProperties(), new TopicPartition(topic, partition));
  }
}
