// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.kafka.legacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import kafka.serializer.StringDecoder;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.spark.SparkConf;
import org.apache.spark.storage.StorageLevel;
import org.apache.spark.streaming.Durations;
import org.apache.spark.streaming.api.java.JavaPairReceiverInputDStream;
import org.apache.spark.streaming.api.java.JavaStreamingContext;
import org.apache.spark.streaming.kafka.KafkaUtils;
import org.dstreambeam.kafka.Broker;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import scala.Tuple2;

/** Programs with a stream that is received for a group, on the DirectRunner and a broker. */
class ReceiverProgramTest {

  private static final String QUORUM = "zk1:2181,zk2:2181/kafka";

  private JavaStreamingContext context;

  @BeforeEach
  void create() {
    context =
        new JavaStreamingContext(
            new SparkConf()
                .setMaster("local[3]")
                .setAppName("kafka 0-8 receiver")
                .set(Quorums.KEY + "." + QUORUM, Broker.kafka().bootstrapServers()),
            Durations.milliseconds(200));
  }

  @AfterEach
  void stop() {
    context.stop(true, false);
  }

  @Test
  void messagesOfAllTopicsAreReceivedAndCommittedByTheGroup() throws Exception {
    String first = Broker.topic(2);
    String second = Broker.topic(1);
    Broker.write(first, 0, 1, 50);
    Broker.write(first, 1, 51, 100);
    Broker.write(second, 0, 101, 120);
    Map<String, String> params = new HashMap<>();
    params.put("zookeeper.connect", QUORUM);
    params.put("group.id", "received");
    params.put("auto.offset.reset", "smallest");
    JavaPairReceiverInputDStream<String, String> stream =
        KafkaUtils.createStream(
            context,
            String.class,
            String.class,
            StringDecoder.class,
            StringDecoder.class,
            params,
            Map.of(first, 2, second, 1),
            StorageLevel.MEMORY_ONLY());
    var values = Collections.synchronizedSortedSet(new TreeSet<Integer>());
    CountDownLatch all = new CountDownLatch(120);
    stream
        .map(Tuple2::_2)
        .foreachRDD(
            rdd -> {
              for (String value : rdd.collect()) {
                values.add(Integer.valueOf(value));
                all.countDown();
              }
            });

    context.start();

    assertThat(all.await(30, TimeUnit.SECONDS)).isTrue();
    context.stop(true, false);
    assertThat(values).containsExactlyElementsOf(IntStream.rangeClosed(1, 120).boxed().toList());
    assertThat(offsets("received"))
        .isEqualTo(
            Map.of(
                new TopicPartition(first, 0), 50L,
                new TopicPartition(first, 1), 50L,
                new TopicPartition(second, 0), 20L));
  }

  /** What the group has committed; its consumers are gone when the context is stopped. */
  private static Map<TopicPartition, Long> offsets(String group) throws Exception {
    Map<TopicPartition, Long> offsets = new HashMap<>();
    Map<TopicPartition, OffsetAndMetadata> committed =
        Broker.kafka()
            .admin()
            .listConsumerGroupOffsets(group)
            .partitionsToOffsetAndMetadata()
            .get();
    committed.forEach((partition, offset) -> offsets.put(partition, offset.offset()));
    return offsets;
  }

  @Test
  void aQuorumThatNobodyKnowsIsRefusedAtTheDeclaration() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> KafkaUtils.createStream(context, "zk:2181", "g", Map.of("t", 1)))
        .withMessageStartingWith(
            "createStream names the ZooKeeper quorum zk:2181, which consumers of Kafka cannot use");
  }
}
