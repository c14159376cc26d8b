// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;

class KafkaBacklogTest {

  private static final int RECORDS = 1_500;

  @Test
  void isProducedOnceAndIsTheSameInEachPartition() {
    try (KafkaBacklog backlog = new KafkaBacklog(2, RECORDS)) {
      List<String> arguments = backlog.arguments();
      assertThat(backlog.arguments()).isEqualTo(arguments);
      assertThat(arguments.get(2)).isEqualTo("2");

      List<String> first = read(arguments, 0);

      assertThat(first).hasSize(RECORDS).allMatch(value -> value.length() == 100);
      assertThat(read(arguments, 1)).isEqualTo(first);
    }
  }

  @Test
  void startsNoBrokerThatNobodyAsksFor() {
    try (KafkaBacklog backlog = new KafkaBacklog(1, RECORDS)) {
      assertThat(KafkaScenarios.all(true, backlog)).isNotEmpty();
      assertThat(ProcessHandle.current().children()).isEmpty();
    }
  }

  private static List<String> read(List<String> arguments, int partition) {
    TopicPartition read = new TopicPartition(arguments.get(1), partition);
    List<String> values = new ArrayList<>();
    try (KafkaConsumer<String, String> consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", arguments.get(0)),
            new StringDeserializer(),
            new StringDeserializer())) {
      consumer.assign(List.of(read));
      consumer.seekToBeginning(List.of(read));
      long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
      while (consumer.currentLag(read).orElse(1) > 0) {
        assertThat(System.nanoTime()).as("read within 30 s").isLessThan(deadline);
        for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(100))) {
          values.add(record.value());
        }
      }
    }
    return values;
  }
}
