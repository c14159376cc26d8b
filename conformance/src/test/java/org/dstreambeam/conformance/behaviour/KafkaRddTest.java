// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.conformance.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.partial.BoundedDouble;
import org.apache.spark.streaming.kafka010.HasOffsetRanges;
import org.apache.spark.streaming.kafka010.KafkaUtils;
import org.apache.spark.streaming.kafka010.LocationStrategies;
import org.apache.spark.streaming.kafka010.LocationStrategy;
import org.apache.spark.streaming.kafka010.OffsetRange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** RDDs of offset ranges that the program names. */
class KafkaRddTest extends KafkaFixture {

  private JavaSparkContext spark;

  @BeforeEach
  void start() {
    SparkConf conf = Table.conf().set("spark.streaming.kafka.consumer.poll.ms", "600");
    spark = new JavaSparkContext(conf);
  }

  @AfterEach
  void stop() {
    spark.stop();
  }

  private JavaRDD<ConsumerRecord<String, String>> rdd(OffsetRange... ranges) {
    return rdd(params(), ranges);
  }

  private JavaRDD<ConsumerRecord<String, String>> rdd(
      Map<String, Object> params, OffsetRange... ranges) {
    return KafkaUtils.createRDD(spark, params, ranges, LocationStrategies.PreferConsistent());
  }

  private static String layout(JavaRDD<ConsumerRecord<String, String>> rdd) {
    return Table.collected(rdd.map(ConsumerRecord::value)).toString();
  }

  @Test
  void hasAPartitionForEachRangeInTheirOrder() throws Exception {
    String topic = topic("t", 2);
    send(topic, 0, numbers(10));
    send(topic, 1, "a", "b");
    OffsetRange[] ranges = {
      OffsetRange.create(topic, 1, 0, 2),
      OffsetRange.create(topic, 0, 3, 5),
      OffsetRange.create(topic, 0, 7, 7),
      OffsetRange.create(partition(topic, 0), 0, 4),
    };
    JavaRDD<ConsumerRecord<String, String>> rdd = rdd(ranges);
    assertThat(rdd.getNumPartitions()).isEqualTo(4);
    assertThat(layout(rdd)).isEqualTo("[a, b] [3, 4] [] [0, 1, 2, 3]");
    assertThat(layout(rdd)).isEqualTo("[a, b] [3, 4] [] [0, 1, 2, 3]");
    OffsetRange[] shown = ((HasOffsetRanges) rdd.rdd()).offsetRanges();
    assertThat(shown).containsExactly(ranges);
    ranges[0] = OffsetRange.create(topic, 0, 0, 1); // it has a copy
    assertThat(layout(rdd)).isEqualTo("[a, b] [3, 4] [] [0, 1, 2, 3]");
    assertThat(rdd.map(ConsumerRecord::value).rdd()).isNotInstanceOf(HasOffsetRanges.class);
  }

  @Test
  void withoutRangesThereAreNoPartitions() {
    JavaRDD<ConsumerRecord<String, String>> rdd = rdd();
    assertThat(rdd.getNumPartitions()).isZero();
    assertThat(rdd.count()).isZero();
    assertThat(rdd.isEmpty()).isTrue();
    assertThat(rdd.map(ConsumerRecord::value).collect()).isEmpty();
  }

  /** None of these is there to be read. */
  @Test
  void countsByOffsetsWithoutReading() throws Exception {
    String topic = topic("t", 1);
    JavaRDD<ConsumerRecord<String, String>> rdd =
        rdd(OffsetRange.create(topic, 0, 10, 17), OffsetRange.create(topic, 9, 0, 5));
    assertThat(rdd.count()).isEqualTo(12);
    assertThat(rdd.isEmpty()).isFalse();
    BoundedDouble approximate = rdd.countApprox(1).initialValue();
    assertThat(approximate.mean()).isEqualTo(12);
    assertThat(approximate.confidence()).isEqualTo(1);
    assertThat(approximate.low()).isEqualTo(12);
    assertThat(approximate.high()).isEqualTo(12);
    assertThat(rdd(OffsetRange.create(topic, 0, 5, 2)).count()).isEqualTo(-3);
    assertThat(rdd(OffsetRange.create(topic, 0, 5, 5)).isEmpty()).isTrue();
    assertThat(rdd(OffsetRange.create(topic, 0, 5, 5)).take(3)).isEmpty();
    assertThat(rdd.take(0)).isEmpty();
  }

  /** Records themselves cannot leave their tasks on Spark: they are not serialisable. */
  @Test
  void whatIsMadeOfRecordsMayLeaveTheirTasks() throws Exception {
    String topic = topic("t", 2);
    send(topic, 0, "a", "b");
    JavaRDD<ConsumerRecord<String, String>> rdd =
        rdd(OffsetRange.create(topic, 0, 0, 2), OffsetRange.create(topic, 1, 0, 0));
    assertThat(rdd.coalesce(1).count()).isEqualTo(2);
    assertThat(rdd.keyBy(ConsumerRecord::value).keys().collect()).containsExactly("a", "b");
    assertThat(rdd.map(ConsumerRecord::value).repartition(1).collect())
        .containsExactlyInAnyOrder("a", "b");
    assertThat(rdd.union(rdd).map(ConsumerRecord::offset).collect())
        .containsExactly(0L, 1L, 0L, 1L);
    assertThat(rdd.zipWithIndex().map(pair -> pair._1().value() + pair._2()).collect())
        .containsExactly("a0", "b1");
    assertThat(rdd.map(ConsumerRecord::value).first()).isEqualTo("a");
    assertThat(rdd.map(ConsumerRecord::value).take(1)).containsExactly("a");
  }

  @Test
  void recordsMayBeKeptAsObjects() throws Exception {
    String topic = topic("t", 1);
    send(topic, 0, "a");
    JavaRDD<ConsumerRecord<String, String>> kept = rdd(OffsetRange.create(topic, 0, 0, 1)).cache();
    assertThat(layout(kept)).isEqualTo("[a]");
    deleteRecords(topic, 0, 1);
    assertThat(layout(kept)).isEqualTo("[a]");
    assertThat(kept.count()).isEqualTo(1);
  }

  @Test
  void nothingCanBeTakenOfEmptyRanges() {
    String topic = topic("t", 1);
    JavaRDD<ConsumerRecord<String, String>> rdd = rdd(OffsetRange.create(topic, 0, 0, 0));
    assertThat(rdd.collect()).isEmpty();
    assertThat(rdd.take(1)).isEmpty();
    assertThatThrownBy(rdd::first)
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessage("empty collection");
  }

  @Test
  void whatIsNotThereYetIsWaitedForAsLongAsTheSettingSays() throws Exception {
    String topic = topic("t", 1);
    send(topic, 0, "a", "b");
    assertThat(layout(rdd(OffsetRange.create(topic, 0, 0, 3))))
        .isEqualTo(
            String.format(
                "java.lang.IllegalArgumentException: requirement failed: Failed to get records for"
                    + " spark-executor-%s %s-0 2 after polling for 600",
                group, topic));
    assertThat(layout(rdd(OffsetRange.create(topic, 5, 0, 1))))
        .isEqualTo(
            String.format(
                "java.lang.IllegalArgumentException: requirement failed: Failed to get records for"
                    + " spark-executor-%s %s-5 0 after polling for 600",
                group, topic));
  }

  @Test
  void rangesOutsideOfTheLogFail() throws Exception {
    String topic = topic("t", 1);
    send(topic, 0, "a", "b", "c");
    deleteRecords(topic, 0, 1);
    String outOfRange = "org.apache.kafka.clients.consumer.OffsetOutOfRangeException: ";
    assertThat(layout(rdd(OffsetRange.create(topic, 0, 7, 9)))).startsWith(outOfRange);
    assertThat(layout(rdd(OffsetRange.create(topic, 0, 0, 2)))).startsWith(outOfRange);
    assertThat(layout(rdd(OffsetRange.create(topic, 0, 2, 1))))
        .isEqualTo(
            "java.lang.IllegalArgumentException: requirement failed: Beginning offset 2 is after"
                + " the ending offset 1 for topic "
                + topic
                + " partition 0. You either provided an invalid fromOffset, or the Kafka topic has"
                + " been damaged");
  }

  /** The program's map stays as it is, and its group is not that of the tasks. */
  @Test
  void settingsOfTheProgramAreOverriddenForTheTasks() throws Exception {
    String topic = topic("t", 1);
    send(topic, 0, "a");
    Map<String, Object> params = params("enable.auto.commit", true);
    params.put("auto.offset.reset", "latest");
    params.put("auto.commit.interval.ms", 1);
    params.put("receive.buffer.bytes", 1);
    Map<String, Object> before = Map.copyOf(params);
    assertThat(layout(rdd(params, OffsetRange.create(topic, 0, 0, 1)))).isEqualTo("[a]");
    assertThat(params).isEqualTo(before);
    assertThat(groups()).isEmpty();
  }

  @Test
  void aGroupIsNotNeeded() throws Exception {
    String topic = topic("t", 1);
    send(topic, 0, "a");
    assertThat(layout(rdd(params("group.id", null), OffsetRange.create(topic, 0, 0, 1))))
        .isEqualTo("[a]");
    assertThat(layout(rdd(params("group.id", null), OffsetRange.create(topic, 0, 1, 2))))
        .contains("Failed to get records for spark-executor-null " + topic + "-0 1 after");
  }

  @Test
  void brokersCannotBePreferred() {
    assertThatThrownBy(
            () ->
                KafkaUtils.createRDD(
                    spark, params(), new OffsetRange[0], LocationStrategies.PreferBrokers()))
        .isExactlyInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "If you want to prefer brokers, you must provide a mapping using PreferFixed A single"
                + " KafkaRDD does not have a driver consumer and cannot look up brokers for you.");
  }

  @Test
  void hostsMayBePreferred() throws Exception {
    String topic = topic("t", 1);
    send(topic, 0, "a");
    Map<TopicPartition, String> hosts = Map.of(partition(topic, 0), "nowhere");
    LocationStrategy strategy = LocationStrategies.PreferFixed(hosts);
    JavaRDD<ConsumerRecord<String, String>> rdd =
        KafkaUtils.createRDD(
            spark, params(), new OffsetRange[] {OffsetRange.create(topic, 0, 0, 1)}, strategy);
    assertThat(layout(rdd)).isEqualTo("[a]");
  }
}
