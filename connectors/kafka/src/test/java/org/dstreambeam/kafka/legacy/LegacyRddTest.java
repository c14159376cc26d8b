// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.kafka.legacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import kafka.common.TopicAndPartition;
import kafka.message.MessageAndMetadata;
import kafka.serializer.Decoder;
import kafka.serializer.DefaultDecoder;
import kafka.serializer.StringDecoder;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkException;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.streaming.kafka.HasOffsetRanges;
import org.apache.spark.streaming.kafka.KafkaUtils;
import org.apache.spark.streaming.kafka.OffsetRange;
import org.dstreambeam.kafka.Broker;
import org.dstreambeam.kafkabroker.RecordWriter;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** RDDs over ranges of offsets. What waits in vain for a message waits for two minutes. */
@Timeout(60)
class LegacyRddTest {

  private static JavaSparkContext context;

  @BeforeAll
  static void create() {
    context =
        new JavaSparkContext(new SparkConf().setMaster("local[2]").setAppName("kafka 0-8 RDDs"));
  }

  @AfterAll
  static void stop() {
    context.stop();
  }

  private static Map<String, String> params() {
    return Map.of("bootstrap.servers", Broker.kafka().bootstrapServers());
  }

  private static JavaPairRDD<String, byte[]> pairs(OffsetRange... ranges) {
    return KafkaUtils.createRDD(
        context,
        String.class,
        byte[].class,
        StringDecoder.class,
        DefaultDecoder.class,
        params(),
        ranges);
  }

  private static <KD extends Decoder<String>> JavaRDD<String> offsets(
      Class<KD> keyDecoder, OffsetRange... ranges) {
    return KafkaUtils.createRDD(
        context,
        String.class,
        byte[].class,
        keyDecoder,
        DefaultDecoder.class,
        String.class,
        params(),
        ranges,
        Map.of(
            new TopicAndPartition(ranges[0].topic(), 0),
            org.apache.spark.streaming.kafka.Broker.create("elsewhere", 1)),
        (MessageAndMetadata<String, byte[]> message) -> message.key() + "@" + message.offset());
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  @Test
  void aRangeIsAPartition() {
    String topic = Broker.topic(2);
    Broker.write(topic, 0, 0, 9);
    Broker.write(topic, 1, 10, 19);
    OffsetRange[] ranges = {
      OffsetRange.create(topic, 1, 2, 5),
      OffsetRange.create(new TopicAndPartition(topic, 0), 4, 4),
      OffsetRange.create(topic, 0, 8, 10)
    };

    JavaPairRDD<String, byte[]> rdd = pairs(ranges);

    assertThat(((HasOffsetRanges) rdd.rdd()).offsetRanges()).containsExactly(ranges);
    assertThat(rdd.count()).isEqualTo(5);
    assertThat(rdd.isEmpty()).isFalse();
    assertThat(rdd.mapToPair(pair -> pair).mapValues(LegacyRddTest::text).glom().collect())
        .extracting(partition -> partition.stream().map(Object::toString).toList())
        .containsExactly(
            List.of("(k12,12)", "(k13,13)", "(k14,14)"), List.of(), List.of("(k8,8)", "(k9,9)"));
    assertThat(offsets(StringDecoder.class, ranges[2]).collect()).containsExactly("k8@8", "k9@9");
  }

  @Test
  void offsetsWithoutAMessageArePassedOver() {
    String topic = Broker.topic(1);
    try (RecordWriter records = Broker.kafka().transactionalRecords(topic)) {
      records.send(0, "a", null).commit(); // the mark of the commit has an offset, too
      records.send(0, null, "v").commit();
    }

    OffsetRange all = OffsetRange.create(topic, 0, 0, 4);

    assertThat(pairs(all).collect()).extracting(pair -> pair._1()).containsExactly("a", null);
    assertThat(pairs(all).collect())
        .extracting(pair -> pair._2() == null ? null : text(pair._2()))
        .containsExactly(null, "v");
    assertThat(pairs(all).count()).as("by arithmetic, as on Spark").isEqualTo(4);
  }

  @Test
  void rangesThatAreNotThereAreRefused() {
    String topic = Broker.topic(1);
    Broker.write(topic, 0, 1, 3);

    assertThatExceptionOfType(SparkException.class)
        .isThrownBy(() -> pairs(OffsetRange.create(topic, 0, 1, 4)))
        .withMessage(
            "Offsets not available on leader: OffsetRange(topic: '"
                + topic
                + "', partition: 0, range: [1 -> 4])");
    assertThatExceptionOfType(SparkException.class)
        .isThrownBy(() -> pairs(OffsetRange.create(topic, 7, 0, 1)))
        .withMessage(
            "org.apache.spark.SparkException: Couldn't find leaders for Set([" + topic + ",7])");
  }

  @Test
  void aDecoderNeedsItsConstructor() {
    String topic = Broker.topic(1);
    Broker.write(topic, 0, 1, 1);

    assertThatExceptionOfType(SparkException.class)
        .isThrownBy(
            () -> offsets(WithoutConstructor.class, OffsetRange.create(topic, 0, 0, 1)).collect())
        .withRootCauseInstanceOf(NoSuchMethodException.class)
        .withStackTraceContaining("kafka.utils.VerifiableProperties");
  }

  /** Not what is asked of a decoder. */
  public static final class WithoutConstructor implements Decoder<String> {

    @Override
    public String fromBytes(byte[] bytes) {
      throw new NoSuchElementException(Arrays.toString(bytes));
    }
  }
}
