// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.conformance.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.kafka.common.TopicPartition;
import org.apache.spark.streaming.kafka010.ConsumerStrategies;
import org.apache.spark.streaming.kafka010.ConsumerStrategy;
import org.apache.spark.streaming.kafka010.LocationStrategies;
import org.apache.spark.streaming.kafka010.OffsetRange;
import org.apache.spark.streaming.kafka010.OffsetRange$;
import org.junit.jupiter.api.Test;

/** What is asked for and what is told, as values. */
class KafkaValuesTest {

  @Test
  void anOffsetRangeIsTheSameHoweverItIsMade() {
    TopicPartition partition = new TopicPartition("t", 3);
    OffsetRange range = OffsetRange.create("t", 3, 5, 9);
    assertThat(range).isEqualTo(OffsetRange.create(partition, 5, 9));
    assertThat(range).isEqualTo(OffsetRange.apply("t", 3, 5, 9));
    assertThat(range).isEqualTo(OffsetRange.apply(partition, 5, 9));
    assertThat(range).isEqualTo(OffsetRange$.MODULE$.create("t", 3, 5, 9));
    assertThat(range).isEqualTo(OffsetRange$.MODULE$.apply(partition, 5, 9));
    assertThat(range).hasSameHashCodeAs(OffsetRange.create(partition, 5, 9));
    assertThat(range.topic()).isEqualTo("t");
    assertThat(range.partition()).isEqualTo(3);
    assertThat(range.topicPartition()).isEqualTo(partition);
    assertThat(range.fromOffset()).isEqualTo(5);
    assertThat(range.untilOffset()).isEqualTo(9);
    assertThat(range.count()).isEqualTo(4);
    assertThat(range).hasToString("OffsetRange(topic: 't', partition: 3, range: [5 -> 9])");
  }

  @Test
  void offsetRangesDifferInAnyMember() {
    OffsetRange range = OffsetRange.create("t", 3, 5, 9);
    assertThat(range)
        .isNotEqualTo(OffsetRange.create("u", 3, 5, 9))
        .isNotEqualTo(OffsetRange.create("t", 2, 5, 9))
        .isNotEqualTo(OffsetRange.create("t", 3, 4, 9))
        .isNotEqualTo(OffsetRange.create("t", 3, 5, 8))
        .isNotEqualTo("OffsetRange(topic: 't', partition: 3, range: [5 -> 9])")
        .isNotEqualTo(null);
  }

  @Test
  void offsetRangesAreNotChecked() {
    assertThat(OffsetRange.create("t", -1, 9, 5).count()).isEqualTo(-4);
    assertThat(OffsetRange.create("t", 0, -2, -1).count()).isEqualTo(1);
  }

  @Test
  void strategiesHandOnTheSettingsForTasks() {
    Map<String, Object> params = Map.of("group.id", "g");
    List<TopicPartition> partitions = List.of(new TopicPartition("t", 0));
    for (ConsumerStrategy<String, String> strategy :
        List.<ConsumerStrategy<String, String>>of(
            ConsumerStrategies.Subscribe(List.of("t"), params),
            ConsumerStrategies.SubscribePattern(Pattern.compile("t.*"), params),
            ConsumerStrategies.Assign(partitions, params))) {
      assertThat(strategy.executorKafkaParams()).isEqualTo(params);
    }
  }

  @Test
  void locationStrategiesAreValues() {
    assertThat(LocationStrategies.PreferConsistent())
        .isSameAs(LocationStrategies.PreferConsistent())
        .hasToString("PreferConsistent");
    assertThat(LocationStrategies.PreferBrokers())
        .isSameAs(LocationStrategies.PreferBrokers())
        .hasToString("PreferBrokers");
    Map<TopicPartition, String> hosts = Map.of(new TopicPartition("t", 0), "h");
    assertThat(LocationStrategies.PreferFixed(hosts))
        .isEqualTo(LocationStrategies.PreferFixed(hosts))
        .hasToString("PreferFixed({t-0=h})");
  }
}
