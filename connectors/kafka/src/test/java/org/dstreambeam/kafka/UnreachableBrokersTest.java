// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.spark.streaming.kafka010.ConsumerStrategies;
import org.apache.spark.streaming.kafka010.ConsumerStrategy;
import org.apache.spark.streaming.kafka010.OffsetRange;
import org.apache.spark.streaming.kafka010.PerPartitionConfig;
import org.junit.jupiter.api.Test;

/** Kafka's own consumer, and nobody where the brokers should be. */
class UnreachableBrokersTest {

  private static final Map<String, Object> PARAMS =
      Map.of(
          "bootstrap.servers",
          "127.0.0.1:1",
          "group.id",
          "g",
          "default.api.timeout.ms",
          300,
          "key.deserializer",
          StringDeserializer.class,
          "value.deserializer",
          StringDeserializer.class);
  private static final TopicPartition PARTITION = new TopicPartition("t", 0);

  private static KafkaCutter<String, String> cutter(ConsumerStrategy<String, String> strategy) {
    PerPartitionConfig config =
        new PerPartitionConfig() {
          @Override
          public long maxRatePerPartition(TopicPartition partition) {
            return 0;
          }
        };
    return new KafkaCutter<>(
        strategy, new RateLimits(config, 1_000), 0, new Patience(600, "127.0.0.1:1"));
  }

  @Test
  void aGroupThatDoesNotAnswerFailsTheStart() {
    try (KafkaCutter<String, String> cutter =
        cutter(ConsumerStrategies.Subscribe(List.of("t"), PARAMS))) {
      assertThatExceptionOfType(TimeoutException.class)
          .isThrownBy(cutter::begin)
          .withMessageStartingWith("Kafka did not answer within 600 ms at 127.0.0.1:1: ");
    }
    assertThat(Thread.interrupted()).isFalse();
  }

  @Test
  void soDoesOneThatIsAskedForOffsetsFirst() {
    try (KafkaCutter<String, String> cutter =
        cutter(ConsumerStrategies.Subscribe(List.of("t"), PARAMS, Map.of(PARTITION, 3L)))) {
      assertThatExceptionOfType(TimeoutException.class)
          .isThrownBy(cutter::begin)
          .withMessageStartingWith("Kafka did not answer within 600 ms at 127.0.0.1:1: ");
    }
  }

  @Test
  void soDoesOneThatIsAskedForTheCommitsOfAssignedPartitions() {
    try (KafkaCutter<String, String> cutter =
        cutter(ConsumerStrategies.Assign(List.of(PARTITION), PARAMS))) {
      assertThatExceptionOfType(TimeoutException.class)
          .isThrownBy(cutter::begin)
          .withMessageStartingWith("Kafka did not answer within 600 ms at 127.0.0.1:1: ");
    }
  }

  @Test
  void aProgramThatGoesOnNeedsNoBrokerUntilABatchIsNew() {
    byte[] cut = CutCodec.write(List.of(OffsetRange.create(PARTITION, 3, 9)));
    try (KafkaCutter<String, String> cutter =
        cutter(ConsumerStrategies.Subscribe(List.of("t"), PARAMS))) {
      cutter.goOn(cut);

      assertThatExceptionOfType(TimeoutException.class).isThrownBy(() -> cutter.cut(0));
      assertThat(CutCodec.read(cutter.nothing()))
          .containsExactly(OffsetRange.create(PARTITION, 9, 9));
    }
  }
}
