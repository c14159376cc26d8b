// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.conformance.behaviour;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.streaming.api.java.JavaDStream;
import org.apache.spark.streaming.api.java.JavaInputDStream;
import org.apache.spark.streaming.kafka010.HasOffsetRanges;
import org.apache.spark.streaming.kafka010.OffsetRange;
import org.junit.jupiter.api.Test;

/** What of a topic is in which batch, and what a program sees of the offsets. */
class KafkaStreamTest extends KafkaFixture {

  @Test
  void aBatchHasWhatCameSinceTheLastOne() throws Exception {
    String topic = topic("t", 2);
    send(topic, 0, "before");
    try (KafkaProgram program = new KafkaProgram(Table.conf())) {
      program.read(subscribe(topic));
      program.start();
      send(topic, 0, "a", "b");
      send(topic, 1, "c");
      assertThat(program.next()).isEqualTo("t0 0-3 before a b; t1 0-1 c");
      assertThat(program.next()).isEqualTo("t0 3-3; t1 1-1");
      send(topic, 1, "d");
      assertThat(program.next()).isEqualTo("t0 3-3; t1 1-2 d");
    }
  }

  @Test
  void aTopicWithoutRecordsHasEmptyPartitions() throws Exception {
    String topic = topic("t", 3);
    try (KafkaProgram program = new KafkaProgram(Table.conf())) {
      program.read(subscribe(topic));
      program.start();
      assertThat(program.next()).isEqualTo("t0 0-0; t1 0-0; t2 0-0");
    }
  }

  @Test
  void recordsHaveAllThatTheBrokerHas() throws Exception {
    String topic = topic("t", 2, Map.of("retention.ms", "-1"));
    List<String> seen = new CopyOnWriteArrayList<>();
    try (KafkaProgram program = new KafkaProgram(Table.conf())) {
      JavaInputDStream<ConsumerRecord<String, String>> stream = program.read(subscribe(topic));
      stream
          .map(
              r ->
                  KafkaProgram.name(
                          new org.apache.kafka.common.TopicPartition(r.topic(), r.partition()))
                      + " "
                      + r.offset()
                      + " "
                      + r.timestamp()
                      + " "
                      + r.timestampType()
                      + " "
                      + r.key()
                      + " "
                      + r.value()
                      + " "
                      + r.serializedKeySize()
                      + " "
                      + r.serializedValueSize()
                      + " "
                      + new String(r.headers().lastHeader("h").value(), UTF_8))
          .foreachRDD(rdd -> seen.addAll(rdd.collect()));
      program.start();
      ProducerRecord<String, String> message = new ProducerRecord<>(topic, 1, 77L, "key", "v");
      message.headers().add("h", "first".getBytes(UTF_8)).add("h", "last".getBytes(UTF_8));
      send(message);
      message = new ProducerRecord<>(topic, 1, 78L, null, (String) null);
      message.headers().add("h", "x".getBytes(UTF_8));
      send(message);
      program.next();
    }
    assertThat(seen)
        .containsExactly(
            "t1 0 77 CreateTime key v 3 1 last", "t1 1 78 CreateTime null null -1 -1 x");
  }

  @Test
  void offsetRangesAreThoseOfTheStreamsOwnRdds() throws Exception {
    String topic = topic("t", 1);
    List<String> seen = new CopyOnWriteArrayList<>();
    try (KafkaProgram program = new KafkaProgram(Table.conf())) {
      JavaInputDStream<ConsumerRecord<String, String>> stream = program.stream(subscribe(topic));
      stream.foreachRDD(rdd -> seen.add("stream " + ranges(rdd)));
      stream
          .transform(
              rdd -> {
                seen.add("transform " + ranges(rdd));
                return rdd;
              })
          .foreachRDD(rdd -> seen.add("of transform " + ranges(rdd)));
      stream.map(ConsumerRecord::value).foreachRDD(rdd -> seen.add("map " + ranges(rdd)));
      stream.filter(r -> true).foreachRDD(rdd -> seen.add("filter " + ranges(rdd)));
      stream.repartition(1).foreachRDD(rdd -> seen.add("repartition " + ranges(rdd)));
      stream.union(stream).foreachRDD(rdd -> seen.add("union " + ranges(rdd)));
      program.start();
      send(topic, 0, "a", "b");
      program.next();
    }
    assertThat(seen)
        .containsExactly(
            "transform [OffsetRange(topic: 't', partition: 0, range: [0 -> 2])]",
            "stream [OffsetRange(topic: 't', partition: 0, range: [0 -> 2])]",
            "of transform [OffsetRange(topic: 't', partition: 0, range: [0 -> 2])]",
            "map java.lang.ClassCastException",
            "filter java.lang.ClassCastException",
            "repartition java.lang.ClassCastException",
            "union java.lang.ClassCastException");
  }

  private static String ranges(JavaRDD<?> rdd) {
    try {
      OffsetRange[] ranges = ((HasOffsetRanges) rdd.rdd()).offsetRanges();
      List<String> texts = new ArrayList<>();
      for (OffsetRange range : ranges) {
        texts.add(range.toString().replaceAll("-[^']*'", "'"));
      }
      return texts.toString();
    } catch (ClassCastException e) {
      return e.getClass().getName();
    }
  }

  @Test
  void anOutputMayReadItsBatchAnyNumberOfTimes() throws Exception {
    String topic = topic("t", 1);
    List<String> seen = new CopyOnWriteArrayList<>();
    try (KafkaProgram program = new KafkaProgram(Table.conf())) {
      program.stream(subscribe(topic))
          .foreachRDD(
              rdd -> {
                for (int i = 0; i < 3; i++) {
                  seen.add(KafkaProgram.row(rdd));
                }
              });
      program.start();
      send(topic, 0, "a");
      program.next();
    }
    assertThat(seen).containsExactly("t0 0-1 a", "t0 0-1 a", "t0 0-1 a");
  }

  @Test
  void severalStreamsReadTheSameTopicEachForItself() throws Exception {
    String topic = topic("t", 1);
    String other = topic("u", 1);
    List<String> seen = new CopyOnWriteArrayList<>();
    try (KafkaProgram program = new KafkaProgram(Table.conf())) {
      program.read(subscribe(topic, other));
      JavaInputDStream<ConsumerRecord<String, String>> second =
          program.stream(
              org.apache.spark.streaming.kafka010.ConsumerStrategies.Subscribe(
                  List.of(topic), params("group.id", group + "-2")));
      second.foreachRDD(rdd -> seen.add(KafkaProgram.row(rdd)));
      program.start();
      send(topic, 0, "a");
      send(other, 0, "b");
      assertThat(program.next()).isEqualTo("t0 0-1 a; u0 0-1 b");
      assertThat(program.next()).isEqualTo("t0 1-1; u0 1-1");
    }
    assertThat(seen).containsExactly("t0 0-1 a", "t0 1-1");
  }

  @Test
  void theFirstBatchHasAllThatWaited() throws Exception {
    String topic = topic("t", 1);
    send(topic, 0, numbers(5_000));
    List<String> seen = new CopyOnWriteArrayList<>();
    try (KafkaProgram program = new KafkaProgram(Table.conf())) {
      JavaDStream<ConsumerRecord<String, String>> stream = program.stream(subscribe(topic));
      stream
          .map(ConsumerRecord::offset)
          .foreachRDD(rdd -> seen.add(rdd.count() + " " + rdd.distinct().count()));
      program.start();
      program.next();
      program.next();
    }
    assertThat(seen).containsExactly("5000 5000", "0 0");
  }
}
