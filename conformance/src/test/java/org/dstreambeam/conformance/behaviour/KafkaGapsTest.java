// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.conformance.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.spark.SparkConf;
import org.apache.spark.streaming.api.java.JavaInputDStream;
import org.apache.spark.streaming.kafka010.ConsumerStrategies;
import org.apache.spark.streaming.kafka010.ConsumerStrategy;
import org.dstreambeam.kafkabroker.RecordWriter;
import org.junit.jupiter.api.Test;

/** Offsets without a record: ends of transactions, what was aborted, what was compacted away. */
class KafkaGapsTest extends KafkaFixture {

  private static SparkConf withoutGaps() {
    return Table.conf().set("spark.streaming.kafka.consumer.poll.ms", "500");
  }

  private static SparkConf withGaps() {
    return withoutGaps().set("spark.streaming.kafka.allowNonConsecutiveOffsets", "true");
  }

  /** Who reads what was committed only. */
  private ConsumerStrategy<String, String> committed(String topic) {
    return ConsumerStrategies.Subscribe(
        List.of(topic), params("isolation.level", "read_committed"));
  }

  /** Offsets 0, 1 and 5 are committed, 3 is aborted; 2, 4 and 6 end transactions. */
  private static String transactions() throws Exception {
    String topic = topic("t", 1);
    transaction(topic, true, "a", "b");
    transaction(topic, false, "c");
    transaction(topic, true, "d");
    return topic;
  }

  @Test
  void withoutTheSettingTheTaskThatComesUponAGapFails() throws Exception {
    String topic = transactions();
    List<Object> shortcuts = new CopyOnWriteArrayList<>();
    try (KafkaProgram program = new KafkaProgram(withoutGaps())) {
      JavaInputDStream<ConsumerRecord<String, String>> stream = program.read(committed(topic));
      stream.foreachRDD(
          rdd -> {
            shortcuts.add(rdd.isEmpty());
            shortcuts.add(rdd.count());
            shortcuts.add(rdd.map(ConsumerRecord::value).take(1));
          });
      program.start();
      assertThat(program.next())
          .isEqualTo(
              String.format(
                  "java.lang.IllegalArgumentException: requirement failed: Got wrong record for"
                      + " spark-executor-%s %s-0 even after seeking to offset 2 got offset 5"
                      + " instead. If this is a compacted topic, consider enabling"
                      + " spark.streaming.kafka.allowNonConsecutiveOffsets",
                  group, topic));
      assertThat(shortcuts).containsExactly(false, 7L, List.of("a"));
      send(topic, 0, "e");
      assertThat(program.next()).isEqualTo("t0 7-8 e");
    }
  }

  @Test
  void withoutTheSettingAGapAtTheEndIsWaitedFor() throws Exception {
    String topic = topic("t", 1);
    transaction(topic, true, "a", "b");
    try (KafkaProgram program = new KafkaProgram(withoutGaps())) {
      program.read(subscribe(topic));
      program.start();
      assertThat(program.next())
          .isEqualTo(
              String.format(
                  "java.lang.IllegalArgumentException: requirement failed: Failed to get records"
                      + " for spark-executor-%s %s-0 2 after polling for 500",
                  group, topic));
    }
  }

  @Test
  void withTheSettingGapsAreLeftOut() throws Exception {
    String topic = transactions();
    send(topic, 0, "e");
    List<Object> shortcuts = new CopyOnWriteArrayList<>();
    try (KafkaProgram program = new KafkaProgram(withGaps())) {
      JavaInputDStream<ConsumerRecord<String, String>> stream = program.read(committed(topic));
      stream.foreachRDD(rdd -> shortcuts.add(rdd.count())); // of records, no longer of offsets
      program.start();
      assertThat(program.next()).isEqualTo("t0 0-8 a b d e");
      send(topic, 0, "f", "g");
      assertThat(program.next()).isEqualTo("t0 8-10 f g");
    }
    assertThat(shortcuts).containsExactly(4L, 2L);
  }

  @Test
  void whoDoesNotAskForCommittedRecordsHasAll() throws Exception {
    String topic = transactions();
    send(topic, 0, "e");
    try (KafkaProgram program = new KafkaProgram(withGaps())) {
      program.read(subscribe(topic));
      program.start();
      assertThat(program.next()).isEqualTo("t0 0-8 a b c d e");
    }
  }

  @Test
  void behindAnOpenTransactionNothingIsRead() throws Exception {
    String topic = topic("t", 1);
    send(topic, 0, "a");
    try (KafkaProgram program = new KafkaProgram(withGaps());
        RecordWriter open = openTransaction(topic)) {
      program.read(committed(topic));
      program.start();
      open.send(0, null, "b").flush();
      send(topic, 0, "c");
      assertThat(program.next()).isEqualTo("t0 0-1 a");
      assertThat(program.next()).isEqualTo("t0 1-1");
      open.commit();
      awaitMarkers(topic);
      send(topic, 0, "d");
      assertThat(program.next()).isEqualTo("t0 1-5 b c d");
    }
  }

  @Test
  void whatIsLeftOfACompactedTopicIsRead() throws Exception {
    String topic = compacted();
    try (KafkaProgram program = new KafkaProgram(withoutGaps())) {
      program.read(subscribe(topic));
      program.start();
      assertThat(program.next()).contains("seeking to offset 0 got offset 3 instead");
    }
    try (KafkaProgram program = new KafkaProgram(withGaps())) {
      program.read(subscribe(topic));
      program.start();
      assertThat(program.next()).isEqualTo("t0 0-6 v3 v4 last");
    }
  }

  /** Of five records with two keys the last two are left, before the one that is being written. */
  private String compacted() throws Exception {
    String topic =
        topic(
            "t",
            1,
            Map.of(
                "cleanup.policy", "compact",
                "min.cleanable.dirty.ratio", "0.01",
                "segment.ms", "50"));
    for (int i = 0; i < 5; i++) {
      send(new ProducerRecord<>(topic, 0, "key" + i % 2, "v" + i));
    }
    Thread.sleep(100); // a segment is closed by a record that comes when it is old enough
    send(new ProducerRecord<>(topic, 0, "other", "last"));
    try (Consumer<String, String> consumer = new KafkaConsumer<>(params())) {
      consumer.assign(List.of(partition(topic, 0)));
      long first = 0;
      while (first < 3) {
        consumer.seek(partition(topic, 0), 0);
        for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(50))) {
          first = record.offset();
          break;
        }
      }
    }
    return topic;
  }

  /** Spark waits for a record behind the gap, fails the batch, and takes the same range again. */
  @Test
  @Deviation("Offsets without a record fail no batch")
  void aRangeThatEndsWithAGapIsRead() throws Exception {
    String topic = transactions();
    List<Object> shortcuts = new CopyOnWriteArrayList<>();
    try (KafkaProgram program = new KafkaProgram(withGaps())) {
      JavaInputDStream<ConsumerRecord<String, String>> stream = program.read(committed(topic));
      stream.foreachRDD(
          rdd -> {
            shortcuts.add(rdd.isEmpty());
            shortcuts.add(rdd.count());
          });
      program.start();
      assertThat(program.next()).isEqualTo("t0 0-7 a b d");
      transaction(topic, false, "e");
      assertThat(program.next()).isEqualTo("t0 7-9");
      assertThat(shortcuts).containsExactly(false, 3L, true, 0L);
    }
  }

  /** On Spark the record behind a gap is in every range that lies in the gap. */
  @Test
  @Deviation("Offsets without a record fail no batch")
  void aRecordIsInOneBatch() throws Exception {
    String topic = transactions();
    SparkConf oneByOne = withGaps().set("spark.streaming.kafka.maxRatePerPartition", "1");
    try (KafkaProgram program = new KafkaProgram(oneByOne)) {
      program.read(committed(topic));
      program.start();
      for (String row : List.of("0-1 a", "1-2 b", "2-3", "3-4", "4-5", "5-6 d", "6-7", "7-7")) {
        assertThat(program.next()).isEqualTo("t0 " + row);
      }
    }
  }
}
