// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.kafka.legacy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import kafka.serializer.StringDecoder;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.storage.StorageLevel;
import org.apache.spark.streaming.Durations;
import org.apache.spark.streaming.api.java.JavaStreamingContext;
import org.apache.spark.streaming.kafka.KafkaUtils;
import org.dstreambeam.kafkabroker.LocalKafka;
import org.dstreambeam.kafkabroker.RecordWriter;
import org.junit.jupiter.api.Test;

/**
 * Programs with streams of the 0-8 API, whose brokers knew no users, on one that lets in whom it
 * knows only.
 */
class SaslProgramTest {

  private static final int RECORDS = 100;

  @Test
  void settingsOfTodayMayBeAddedToItsParameters() throws Exception {
    Set<String> direct = Collections.synchronizedSet(new TreeSet<>());
    Set<String> received = Collections.synchronizedSet(new TreeSet<>());
    CountDownLatch all = new CountDownLatch(2 * RECORDS);
    try (LocalKafka kafka = LocalKafka.builder().sasl("user", "password").start();
        JavaStreamingContext context =
            new JavaStreamingContext(
                new SparkConf()
                    .setMaster("local[2]")
                    .setAppName("kafka 0-8 with users")
                    .set(Quorums.KEY, kafka.bootstrapServers()),
                Durations.milliseconds(200))) {
      write(kafka, "t");
      Map<String, String> params = params(kafka);
      KafkaUtils.createDirectStream(
              context,
              String.class,
              String.class,
              StringDecoder.class,
              StringDecoder.class,
              params,
              Set.of("t"))
          .foreachRDD(rdd -> take(rdd, direct, all));
      params.remove("bootstrap.servers");
      params.put("zookeeper.connect", "zookeeper:2181");
      params.put("group.id", "g");
      KafkaUtils.createStream(
              context,
              String.class,
              String.class,
              StringDecoder.class,
              StringDecoder.class,
              params,
              Map.of("t", 1),
              StorageLevel.MEMORY_ONLY())
          .foreachRDD(rdd -> take(rdd, received, all));

      context.start();

      assertThat(all.await(30, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(direct).hasSize(RECORDS).isEqualTo(received);
  }

  private static void write(LocalKafka kafka, String topic) {
    kafka.createTopic(topic, 1);
    try (RecordWriter records = kafka.records(topic)) {
      for (int i = 0; i < RECORDS; i++) {
        records.send(0, null, String.valueOf(i));
      }
      records.flush();
    }
  }

  private static Map<String, String> params(LocalKafka kafka) {
    Map<String, String> params = new HashMap<>();
    kafka.clientProperties().forEach((name, value) -> params.put(name, value.toString()));
    params.put("auto.offset.reset", "smallest");
    return params;
  }

  private static void take(JavaPairRDD<String, String> rdd, Set<String> into, CountDownLatch all) {
    for (String value : rdd.values().collect()) {
      into.add(value);
      all.countDown();
    }
  }
}
