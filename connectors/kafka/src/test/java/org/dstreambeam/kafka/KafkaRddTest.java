// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkException;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.partial.BoundedDouble;
import org.apache.spark.partial.PartialResult;
import org.apache.spark.storage.StorageLevel;
import org.apache.spark.streaming.kafka010.HasOffsetRanges;
import org.apache.spark.streaming.kafka010.KafkaUtils;
import org.apache.spark.streaming.kafka010.LocationStrategies;
import org.apache.spark.streaming.kafka010.OffsetRange;
import org.dstreambeam.kafkabroker.RecordWriter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import scala.Tuple2;

/** RDDs over ranges of a topic that has 1 to 50 and 101 to 150 in two partitions. */
class KafkaRddTest {

  private static String topic;
  private JavaSparkContext context;

  @BeforeAll
  static void write() {
    topic = Broker.topic(2);
    Broker.write(topic, 0, 1, 50);
    Broker.write(topic, 1, 101, 150);
  }

  @BeforeEach
  void create() {
    open(new SparkConf());
  }

  private void open(SparkConf conf) {
    context = new JavaSparkContext(conf.setMaster("local[2]").setAppName("rdd"));
  }

  @AfterEach
  void stop() {
    context.stop();
  }

  private JavaRDD<ConsumerRecord<String, String>> rdd(OffsetRange... ranges) {
    return KafkaUtils.createRDD(
        context, Broker.params("rdd"), ranges, LocationStrategies.PreferConsistent());
  }

  /** Ranges of records that nobody could read. */
  private JavaRDD<ConsumerRecord<String, String>> unreadable(OffsetRange... ranges) {
    Map<String, Object> params = Broker.params("rdd");
    params.put("bootstrap.servers", "127.0.0.1:1");
    return KafkaUtils.createRDD(context, params, ranges, LocationStrategies.PreferConsistent());
  }

  @Test
  void aPartitionIsARangeInTheOrderOfOffsets() {
    JavaRDD<ConsumerRecord<String, String>> rdd =
        rdd(OffsetRange.create(topic, 1, 10, 13), OffsetRange.create(topic, 0, 0, 2));

    assertThat(rdd.map(ConsumerRecord::value).glom().collect())
        .containsExactly(List.of("111", "112", "113"), List.of("1", "2"));
    assertThat(((HasOffsetRanges) rdd.rdd()).offsetRanges())
        .containsExactly(OffsetRange.create(topic, 1, 10, 13), OffsetRange.create(topic, 0, 0, 2));
    assertThat(rdd.rdd().toString()).startsWith("KafkaRDD[");
  }

  @Test
  void tasksFindTheirRange() {
    OffsetRange[] ranges = {OffsetRange.create(topic, 0, 5, 6), OffsetRange.create(topic, 1, 7, 9)};

    List<Long> offsets =
        rdd(ranges)
            .mapPartitions(
                records -> List.of(ranges[TaskContext.getPartitionId()].fromOffset()).iterator())
            .collect();

    assertThat(offsets).containsExactly(5L, 7L);
  }

  @Test
  void countsAreKnownWithoutReading() {
    JavaRDD<ConsumerRecord<String, String>> rdd =
        unreadable(OffsetRange.create("t", 0, 5, 9), OffsetRange.create("t", 1, 1, 1));

    assertThat(rdd.count()).isEqualTo(4);
    assertThat(rdd.rdd().count()).isEqualTo(4);
    assertThat(rdd.isEmpty()).isFalse();
    PartialResult<BoundedDouble> approximate = rdd.countApprox(1);
    assertThat(approximate.initialValue()).isEqualTo(new BoundedDouble(4, 1.0, 4, 4));
    assertThat(approximate.isInitialValueFinal()).isTrue();
    assertThat(unreadable(OffsetRange.create("t", 0, 5, 5)).isEmpty()).isTrue();
    assertThat(unreadable(OffsetRange.create("t", 0, 5, 5)).take(3)).isEmpty();
    assertThat(rdd.take(0)).isEmpty();
    assertThat(rdd.mapPartitions(records -> List.of(1).iterator()).count()).isEqualTo(2);
  }

  @Test
  void takesFromAsManyPartitionsAsItTakes() {
    JavaRDD<ConsumerRecord<String, String>> rdd =
        rdd(
            OffsetRange.create(topic, 0, 48, 50),
            OffsetRange.create(topic, 0, 3, 3),
            OffsetRange.create(topic, 1, 0, 50));

    assertThat(rdd.take(4))
        .extracting(ConsumerRecord::value)
        .containsExactly("49", "50", "101", "102");
    assertThat(rdd.first().value()).isEqualTo("49");
    assertThat(rdd.take(1_000)).hasSize(52);
  }

  @Test
  void recordsCanBeMovedCollectedAndKept() {
    JavaRDD<ConsumerRecord<String, String>> rdd = rdd(OffsetRange.create(topic, 0, 0, 50));

    assertThat(rdd.repartition(3).map(ConsumerRecord::offset).collect())
        .containsExactlyInAnyOrderElementsOf(
            IntStream.range(0, 50).mapToObj(Long::valueOf).toList());
    assertThat(rdd.persist(StorageLevel.MEMORY_ONLY()).collect())
        .extracting(ConsumerRecord::key)
        .hasSize(50)
        .startsWith("k1", "k2");
  }

  @Test
  void readsTheSameAgainWhenItIsComputedAgain() {
    JavaRDD<String> values = rdd(OffsetRange.create(topic, 0, 10, 20)).map(ConsumerRecord::value);

    assertThat(values.collect()).hasSize(10).isEqualTo(values.collect());
    assertThat(values.union(values).countByValue()).hasSize(10).containsEntry("11", 2L);
  }

  @Test
  void aRangeThatRunsBackwardsFailsWhereItIsRead() {
    assertThatExceptionOfType(SparkException.class)
        .isThrownBy(() -> rdd(OffsetRange.create(topic, 0, 9, 3)).collect())
        .havingCause()
        .isInstanceOf(IllegalArgumentException.class)
        .withMessage(
            "requirement failed: Beginning offset 9 is after the ending offset 3 for topic "
                + topic
                + " partition 0. You either provided an invalid fromOffset, or the Kafka topic has"
                + " been damaged");
  }

  @Test
  void offsetsThatAreNotThereFailWithKafkasOwnError() {
    assertThatExceptionOfType(SparkException.class)
        .isThrownBy(() -> rdd(OffsetRange.create(topic, 0, 70, 71)).collect())
        .havingCause()
        .isInstanceOf(OffsetOutOfRangeException.class);
  }

  @Test
  void aRecordThatDoesNotComeInTimeFailsTheTask() {
    context.stop();
    open(new SparkConf().set("spark.streaming.kafka.consumer.poll.ms", "200"));

    assertThatExceptionOfType(SparkException.class)
        .isThrownBy(() -> rdd(OffsetRange.create(topic, 0, 49, 51)).collect())
        .havingCause()
        .isInstanceOf(IllegalArgumentException.class)
        .withMessage(
            "requirement failed: Failed to get records for spark-executor-rdd "
                + topic
                + "-0 50 after polling for 200");
  }

  @Test
  void withoutADriverConsumerNobodyKnowsTheBrokers() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                KafkaUtils.createRDD(
                    context,
                    Broker.params("rdd"),
                    new OffsetRange[0],
                    LocationStrategies.PreferBrokers()))
        .withMessage(
            "If you want to prefer brokers, you must provide a mapping using PreferFixed A single"
                + " KafkaRDD does not have a driver consumer and cannot look up brokers for you.");
  }

  @Test
  void compactedTopicsHaveGaps() {
    context.stop();
    open(new SparkConf().set("spark.streaming.kafka.allowNonConsecutiveOffsets", "true"));
    String transactions = Broker.topic(1);
    try (RecordWriter records = Broker.kafka().transactionalRecords(transactions)) {
      records.send(0, "k", "a").send(0, "k", "b").commit();
      records.send(0, "k", "never").abort();
      records.send(0, "k", "c").commit();
    }
    Map<String, Object> params = Broker.params("gaps");
    params.put("isolation.level", "read_committed");
    OffsetRange[] ranges = {
      OffsetRange.create(transactions, 0, 0, 3), // a, b, and the marker behind them
      OffsetRange.create(transactions, 0, 3, 5), // nothing but what was never committed
      OffsetRange.create(transactions, 0, 5, 7)
    };

    JavaRDD<ConsumerRecord<String, String>> rdd =
        KafkaUtils.createRDD(context, params, ranges, LocationStrategies.PreferConsistent());

    assertThat(rdd.map(ConsumerRecord::value).glom().collect())
        .containsExactly(List.of("a", "b"), List.of(), List.of("c"));
    assertThat(rdd.count()).isEqualTo(3);
    assertThat(rdd.take(3)).hasSize(3);
    assertThat(rdd.mapToPair(record -> new Tuple2<>(record.key(), 1)).countByKey())
        .containsEntry("k", 3L);
  }
}
