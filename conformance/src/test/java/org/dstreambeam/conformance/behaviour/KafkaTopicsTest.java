// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.conformance.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.spark.streaming.kafka010.ConsumerStrategies;
import org.junit.jupiter.api.Test;

/** Partitions and topics that come while a program runs. */
class KafkaTopicsTest extends KafkaFixture {

  /** A consumer that asks for news all the time. */
  private Map<String, Object> curious(String reset) {
    Map<String, Object> params = new HashMap<>(params("auto.offset.reset", reset));
    params.put("metadata.max.age.ms", 50);
    return params;
  }

  @Test
  void aNewPartitionIsReadFromItsBeginning() throws Exception {
    String topic = topic("t", 1);
    try (KafkaProgram program = new KafkaProgram(Table.conf())) {
      program.read(ConsumerStrategies.Subscribe(List.of(topic), curious("earliest")));
      program.start();
      send(topic, 0, "a");
      assertThat(program.next()).isEqualTo("t0 0-1 a");
      addPartitions(topic, 2);
      send(topic, 1, "b");
      assertThat(program.nextThat(row -> row.contains("t1"))).isEqualTo("t0 1-1; t1 0-1 b");
      send(topic, 0, "c");
      send(topic, 1, "d");
      assertThat(program.next()).isEqualTo("t0 1-2 c; t1 1-2 d");
    }
  }

  /** What came before the partition was known is lost. */
  @Test
  void withLatestANewPartitionStartsAtItsEnd() throws Exception {
    String topic = topic("t", 1);
    try (KafkaProgram program = new KafkaProgram(Table.conf())) {
      program.read(ConsumerStrategies.Subscribe(List.of(topic), curious("latest")));
      program.start();
      assertThat(program.next()).isEqualTo("t0 0-0");
      addPartitions(topic, 2);
      send(topic, 1, "lost");
      assertThat(program.nextThat(row -> row.contains("t1"))).isEqualTo("t0 0-0; t1 1-1");
      send(topic, 1, "b");
      assertThat(program.next()).isEqualTo("t0 0-0; t1 1-2 b");
    }
  }

  @Test
  void aNewTopicOfThePatternIsRead() throws Exception {
    String topic = topic("a", 1);
    String later = topic.replace("a-", "b-");
    Pattern pattern = Pattern.compile(topic.replace("a-", "[ab]-"));
    try (KafkaProgram program = new KafkaProgram(Table.conf())) {
      program.read(ConsumerStrategies.SubscribePattern(pattern, curious("earliest")));
      program.start();
      send(topic, 0, "a");
      assertThat(program.next()).isEqualTo("a0 0-1 a");
      create(later, 2, Map.of());
      send(later, 1, "b");
      assertThat(program.nextThat(row -> row.contains("b1"))).isEqualTo("a0 1-1; b0 0-0; b1 0-1 b");
    }
  }

  @Test
  void aTopicMayComeAfterTheStart() throws Exception {
    String there = topic("a", 1);
    String later = there.replace("a-", "b-");
    try (KafkaProgram program = new KafkaProgram(Table.conf())) {
      program.read(ConsumerStrategies.Subscribe(List.of(there, later), curious("earliest")));
      program.start();
      assertThat(program.next()).isEqualTo("a0 0-0");
      create(later, 1, Map.of());
      send(later, 0, "b");
      assertThat(program.nextThat(row -> row.contains("b0"))).isEqualTo("a0 0-0; b0 0-1 b");
    }
  }

  @Test
  void assignedPartitionsRemainWhatTheyAre() throws Exception {
    String topic = topic("t", 1);
    try (KafkaProgram program = new KafkaProgram(Table.conf())) {
      program.read(ConsumerStrategies.Assign(List.of(partition(topic, 0)), curious("earliest")));
      program.start();
      addPartitions(topic, 2);
      send(topic, 0, "a");
      send(topic, 1, "b");
      assertThat(program.next()).isEqualTo("t0 0-1 a");
      assertThat(program.next()).isEqualTo("t0 1-1");
    }
  }
}
