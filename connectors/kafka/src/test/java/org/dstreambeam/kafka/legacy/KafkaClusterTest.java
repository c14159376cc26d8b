// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.kafka.legacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Map;
import java.util.Set;
import kafka.common.TopicAndPartition;
import org.apache.spark.SparkException;
import org.apache.spark.streaming.kafka.KafkaCluster;
import org.apache.spark.streaming.kafka.KafkaCluster.LeaderOffset;
import org.dstreambeam.kafka.Broker;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import scala.Predef$;
import scala.Tuple2;
import scala.collection.JavaConverters;
import scala.collection.mutable.ArrayBuffer;
import scala.util.Either;

/** Partitions and offsets, as programs ask for them that keep the offsets themselves. */
class KafkaClusterTest {

  private static KafkaCluster cluster;
  private static String topic;
  private static TopicAndPartition first;
  private static TopicAndPartition second;

  @BeforeAll
  static void write() {
    cluster = new KafkaCluster(scala(Map.of("metadata.broker.list", brokers())));
    topic = Broker.topic(2);
    first = new TopicAndPartition(topic, 0);
    second = new TopicAndPartition(topic, 1);
    Broker.write(topic, 0, 1, 7);
  }

  private static String brokers() {
    return Broker.kafka().bootstrapServers();
  }

  /** As Java programs do it. */
  private static <K, V> scala.collection.immutable.Map<K, V> scala(Map<K, V> map) {
    return JavaConverters.mapAsScalaMap(map).toMap(Predef$.MODULE$.<Tuple2<K, V>>$conforms());
  }

  private static <T> scala.collection.immutable.Set<T> scala(Set<T> set) {
    return JavaConverters.asScalaSet(set).toSet();
  }

  private static <T> Map<TopicAndPartition, T> java(
      Either<ArrayBuffer<Throwable>, scala.collection.immutable.Map<TopicAndPartition, T>> answer) {
    assertThat(answer.isRight()).as("%s", answer).isTrue();
    return JavaConverters.mapAsJavaMap(answer.right().get());
  }

  @Test
  void knowsPartitionsTheirLeadersAndOffsets() {
    var partitions = cluster.getPartitions(scala(Set.of(topic))).right().get();
    String[] broker = brokers().split(":");
    String host = broker[0];
    int port = Integer.parseInt(broker[1]);

    assertThat(JavaConverters.setAsJavaSet(partitions)).containsExactlyInAnyOrder(first, second);
    assertThat(java(cluster.findLeaders(partitions)))
        .isEqualTo(Map.of(first, new Tuple2<>(host, port), second, new Tuple2<>(host, port)));
    assertThat(cluster.findLeader(topic, 1).right().get()).isEqualTo(new Tuple2<>(host, port));
    assertThat(java(cluster.getLatestLeaderOffsets(partitions)))
        .isEqualTo(
            Map.of(
                first, new LeaderOffset(host, port, 7), second, new LeaderOffset(host, port, 0)));
    assertThat(first(cluster.getEarliestLeaderOffsets(partitions)).offset()).isZero();
    assertThat(first(cluster.getLeaderOffsets(partitions, 1L)).offset()).isZero();
    assertThat(first(cluster.getLeaderOffsets(partitions, Long.MAX_VALUE)).offset()).isEqualTo(7);
    assertThat(first(cluster.getLeaderOffsets(partitions, -1L, 1)).apply(0).offset()).isEqualTo(7);
  }

  private static <T> T first(
      Either<ArrayBuffer<Throwable>, scala.collection.immutable.Map<TopicAndPartition, T>> answer) {
    return answer.right().get().apply(first);
  }

  @Test
  void aGroupFindsTheOffsetsThatWereSetForIt() {
    assertThat(cluster.getConsumerOffsets("own", scala(Set.of(first))).isLeft())
        .as("a new group has none, and the program begins elsewhere")
        .isTrue();

    assertThat(java(cluster.setConsumerOffsets("own", scala(Map.of(first, (Object) 5L)))))
        .isEqualTo(Map.of(first, (short) 0));

    assertThat(java(cluster.getConsumerOffsets("own", scala(Set.of(first)))))
        .isEqualTo(Map.of(first, 5L));
    assertThatExceptionOfType(SparkException.class)
        .isThrownBy(
            () ->
                KafkaCluster.checkErrors(
                    cluster.getConsumerOffsets("own", scala(Set.of(first, second)))))
        .withMessage(
            "org.apache.spark.SparkException: Couldn't find consumer offsets for Set([%s,1])"
                .formatted(topic));
  }

  @Test
  void whatIsNotThereIsALeft() {
    TopicAndPartition none = new TopicAndPartition("none-such", 0);

    assertThat(cluster.getPartitions(scala(Set.of("none-such"))).left().get().apply(0))
        .hasMessage("Error getting partition metadata for 'none-such'. Does the topic exist?");
    assertThat(cluster.getLatestLeaderOffsets(scala(Set.of(none))).left().get().apply(0))
        .hasMessage("Couldn't find leader offsets for Set([none-such,0])");
    assertThatExceptionOfType(SparkException.class)
        .isThrownBy(() -> new KafkaCluster(scala(Map.of())).getPartitions(scala(Set.of(topic))))
        .withMessage("Must specify metadata.broker.list or bootstrap.servers");
  }

  @Test
  void brokersThatDoNotAnswerAreNamed() {
    var nobody =
        new KafkaCluster(
            scala(Map.of("bootstrap.servers", "localhost:1", "default.api.timeout.ms", "300")));

    assertThat(nobody.getPartitions(scala(Set.of(topic))).left().get().apply(0))
        .isInstanceOf(SparkException.class)
        .hasMessageStartingWith("Kafka at localhost:1: ");
  }
}
