// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.conformance.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.NoOffsetForPartitionException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.InvalidGroupIdException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.spark.streaming.StreamingContextState;
import org.apache.spark.streaming.kafka010.ConsumerStrategies;
import org.apache.spark.streaming.kafka010.ConsumerStrategy;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;

/** What a program is told at its start. Whose text it is says the class: Kafka's vary. */
class KafkaStartFaultsTest extends KafkaFixture {

  private static AbstractThrowableAssert<?, ? extends Throwable> starting(
      ConsumerStrategy<String, String> strategy) throws Exception {
    try (KafkaProgram program = new KafkaProgram(Table.conf())) {
      program.read(strategy);
      AbstractThrowableAssert<?, ? extends Throwable> thrown = assertThatThrownBy(program::start);
      assertThat(program.context().getState()).isEqualTo(StreamingContextState.STOPPED);
      return thrown;
    }
  }

  private AbstractThrowableAssert<?, ? extends Throwable> startingWith(String name, Object value)
      throws Exception {
    return starting(ConsumerStrategies.Subscribe(List.of(topic("t", 2)), params(name, value)));
  }

  @Test
  void withoutAResetEveryPartitionNeedsAnOffset() throws Exception {
    String topic = topic("t", 2);
    Map<String, Object> params = params("auto.offset.reset", "none");
    Map<TopicPartition, Long> first = Map.of(partition(topic, 0), 0L);
    starting(ConsumerStrategies.Subscribe(List.of(topic), params))
        .isExactlyInstanceOf(NoOffsetForPartitionException.class)
        .hasMessageContaining(topic + "-0")
        .hasMessageContaining(topic + "-1");
    starting(ConsumerStrategies.Subscribe(List.of(topic), params, first))
        .isExactlyInstanceOf(NoOffsetForPartitionException.class)
        .hasMessageContaining("[" + topic + "-1]");
    starting(ConsumerStrategies.Assign(List.of(partition(topic, 1)), params))
        .isExactlyInstanceOf(NoOffsetForPartitionException.class)
        .hasMessageContaining("[" + topic + "-1]");
  }

  @Test
  void whoSubscribesNeedsAGroup() throws Exception {
    startingWith("group.id", null).isExactlyInstanceOf(InvalidGroupIdException.class);
  }

  @Test
  void settingsOfKafkaAreCheckedByKafka() throws Exception {
    startingWith("key.deserializer", null).isExactlyInstanceOf(ConfigException.class);
    startingWith("auto.offset.reset", "middle").isExactlyInstanceOf(ConfigException.class);
    startingWith("bootstrap.servers", "nowhere.invalid:9092")
        .isExactlyInstanceOf(KafkaException.class)
        .hasRootCauseExactlyInstanceOf(ConfigException.class);
  }

  @Test
  void offsetsMustBeOfPartitionsThatAreRead() throws Exception {
    String topic = topic("t", 2);
    Map<TopicPartition, Long> other = Map.of(partition("other", 0), 0L);
    starting(ConsumerStrategies.Subscribe(List.of(topic), params(), other))
        .isExactlyInstanceOf(IllegalStateException.class)
        .hasMessage("No current assignment for partition other-0");
    starting(ConsumerStrategies.Assign(List.of(partition(topic, 0)), params(), other))
        .isExactlyInstanceOf(IllegalStateException.class)
        .hasMessage("No current assignment for partition other-0");
    Map<TopicPartition, Long> negative = Map.of(partition(topic, 0), -1L);
    starting(ConsumerStrategies.Assign(List.of(partition(topic, 0)), params(), negative))
        .isExactlyInstanceOf(IllegalArgumentException.class)
        .hasMessage("seek offset must not be a negative number");
  }

  @Test
  void topicsMustBeNamedAndHaveNamesOfTopics() throws Exception {
    starting(subscribe())
        .isExactlyInstanceOf(IllegalStateException.class)
        .hasMessage("Consumer is not subscribed to any topics or assigned any partitions");
    starting(subscribe("a b")).isExactlyInstanceOf(InvalidTopicException.class);
  }

  /** As programs may have them. */
  private static final class Failing extends ConsumerStrategy<String, String> {
    private static final long serialVersionUID = 1L;
    private final Map<String, Object> params;

    Failing(Map<String, Object> params) {
      this.params = params;
    }

    @Override
    public Map<String, Object> executorKafkaParams() {
      return params;
    }

    @Override
    public Consumer<String, String> onStart(Map<TopicPartition, Long> currentOffsets) {
      throw new UnsupportedOperationException("no consumer");
    }
  }

  @Test
  void whatAStrategyOfTheProgramThrowsIsThrown() throws Exception {
    starting(new Failing(params()))
        .isExactlyInstanceOf(UnsupportedOperationException.class)
        .hasMessage("no consumer");
  }

  @Test
  void strategiesMustNotBeNull() throws Exception {
    try (KafkaProgram program = new KafkaProgram(Table.conf())) {
      assertThatThrownBy(() -> program.stream(null)).isInstanceOf(NullPointerException.class);
    }
  }
}
