// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetCommitCallback;
import org.apache.kafka.common.TopicPartition;
import org.apache.spark.SparkConf;
import org.apache.spark.streaming.Durations;
import org.apache.spark.streaming.api.java.JavaInputDStream;
import org.apache.spark.streaming.api.java.JavaStreamingContext;
import org.apache.spark.streaming.kafka010.CanCommitOffsets;
import org.apache.spark.streaming.kafka010.ConsumerStrategies;
import org.apache.spark.streaming.kafka010.HasOffsetRanges;
import org.apache.spark.streaming.kafka010.KafkaUtils;
import org.apache.spark.streaming.kafka010.LocationStrategies;
import org.apache.spark.streaming.kafka010.OffsetRange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Programs with a direct stream, on the DirectRunner and a broker. */
class DirectStreamTest {

  private JavaStreamingContext context;

  @BeforeEach
  void create() {
    context =
        new JavaStreamingContext(
            new SparkConf().setMaster("local[2]").setAppName("kafka"), Durations.milliseconds(200));
  }

  @AfterEach
  void stop() {
    context.stop(true, false);
  }

  private JavaInputDStream<ConsumerRecord<String, String>> stream(String topic, String group) {
    return KafkaUtils.createDirectStream(
        context,
        LocationStrategies.PreferConsistent(),
        ConsumerStrategies.<String, String>Subscribe(List.of(topic), Broker.params(group)));
  }

  @Test
  void batchesHaveEachRecordOnceAndKnowTheirOffsets() throws Exception {
    String topic = Broker.topic(2);
    Broker.write(topic, 0, 1, 100);
    List<String> values = Collections.synchronizedList(new ArrayList<>());
    List<OffsetRange> ranges = Collections.synchronizedList(new ArrayList<>());
    CountDownLatch all = new CountDownLatch(150);
    JavaInputDStream<ConsumerRecord<String, String>> stream = stream(topic, "once");
    stream.foreachRDD(rdd -> ranges.addAll(List.of(((HasOffsetRanges) rdd.rdd()).offsetRanges())));
    stream
        .map(ConsumerRecord::value)
        .foreachRDD(
            rdd ->
                rdd.collect()
                    .forEach(
                        value -> {
                          values.add(value);
                          all.countDown();
                        }));

    context.start();
    Broker.write(topic, 1, 101, 150);

    assertThat(all.await(20, TimeUnit.SECONDS)).isTrue();
    context.stop(true, true);
    assertThat(values)
        .containsExactlyInAnyOrderElementsOf(
            IntStream.rangeClosed(1, 150).mapToObj(String::valueOf).toList());
    assertThat(ranges.subList(0, 2))
        .extracting(OffsetRange::topicPartition)
        .containsExactly(new TopicPartition(topic, 0), new TopicPartition(topic, 1));
    assertThat(ranges.stream().mapToLong(OffsetRange::count).sum()).isEqualTo(150);
  }

  @Test
  void commitsWhatTheProgramAsksForWithALaterBatch() throws Exception {
    String topic = Broker.topic(1);
    Broker.write(topic, 0, 1, 10);
    CountDownLatch committed = new CountDownLatch(1);
    OffsetCommitCallback callback =
        (offsets, failure) -> {
          if (failure == null && offsets.values().stream().anyMatch(end -> end.offset() == 10)) {
            committed.countDown();
          }
        };
    JavaInputDStream<ConsumerRecord<String, String>> stream = stream(topic, "commits");
    stream.foreachRDD(
        rdd -> {
          OffsetRange[] ranges = ((HasOffsetRanges) rdd.rdd()).offsetRanges();
          ((CanCommitOffsets) stream.inputDStream()).commitAsync(ranges, callback);
        });

    context.start();

    assertThat(committed.await(20, TimeUnit.SECONDS)).isTrue();
  }
}
