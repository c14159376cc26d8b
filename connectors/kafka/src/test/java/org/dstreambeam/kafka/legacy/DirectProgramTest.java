// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.kafka.legacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import kafka.common.TopicAndPartition;
import kafka.message.MessageAndMetadata;
import kafka.serializer.Decoder;
import kafka.serializer.StringDecoder;
import kafka.utils.VerifiableProperties;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkException;
import org.apache.spark.streaming.Durations;
import org.apache.spark.streaming.api.java.JavaInputDStream;
import org.apache.spark.streaming.api.java.JavaPairInputDStream;
import org.apache.spark.streaming.api.java.JavaStreamingContext;
import org.apache.spark.streaming.kafka.HasOffsetRanges;
import org.apache.spark.streaming.kafka.KafkaUtils;
import org.apache.spark.streaming.kafka.OffsetRange;
import org.dstreambeam.kafka.Broker;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import scala.Tuple2;

/** Programs with a direct stream of the 0-8 API, on the DirectRunner and a broker. */
class DirectProgramTest {

  private final SparkConf conf = new SparkConf().setMaster("local[2]").setAppName("kafka 0-8");
  private final List<OffsetRange> ranges = Collections.synchronizedList(new ArrayList<>());
  private JavaStreamingContext context;

  @AfterEach
  void stop() {
    context.stop(true, false);
  }

  @BeforeEach
  void create() {
    context = new JavaStreamingContext(conf, Durations.milliseconds(200));
  }

  private static Map<String, String> params(String reset) {
    Map<String, String> params = new HashMap<>();
    params.put("metadata.broker.list", Broker.kafka().bootstrapServers());
    params.put("auto.offset.reset", reset);
    params.put("group.id", "of-no-use");
    return params;
  }

  private JavaPairInputDStream<String, Integer> stream(String topic, String reset) {
    return KafkaUtils.createDirectStream(
        context,
        String.class,
        Integer.class,
        StringDecoder.class,
        IntegerDecoder.class,
        params(reset),
        Set.of(topic));
  }

  @Test
  void batchesHaveEachMessageOnceDecodedAndKnowTheirOffsets() throws Exception {
    String topic = Broker.topic(2);
    Broker.write(topic, 0, 1, 100);
    List<Tuple2<String, Integer>> pairs = Collections.synchronizedList(new ArrayList<>());
    CountDownLatch all = new CountDownLatch(150);
    JavaPairInputDStream<String, Integer> stream = stream(topic, "smallest");
    stream.foreachRDD(rdd -> ranges.addAll(List.of(((HasOffsetRanges) rdd.rdd()).offsetRanges())));
    stream.foreachRDD(
        rdd ->
            rdd.collect()
                .forEach(
                    pair -> {
                      pairs.add(pair);
                      all.countDown();
                    }));

    context.start();
    Broker.write(topic, 1, 101, 150);
    Broker.kafka().addPartitions(topic, 3);
    Broker.write(topic, 2, 151, 160);

    assertThat(all.await(20, TimeUnit.SECONDS)).isTrue();
    context.stop(true, true);
    assertThat(pairs)
        .as("those of partition 2, which was not there at first, are not among them")
        .containsExactlyInAnyOrderElementsOf(
            IntStream.rangeClosed(1, 150).mapToObj(i -> new Tuple2<>("k" + i, i)).toList());
    assertThat(ranges.subList(0, 2))
        .extracting(OffsetRange::topicAndPartition)
        .containsExactly(new TopicAndPartition(topic, 0), new TopicAndPartition(topic, 1));
    assertThat(ranges.stream().mapToLong(OffsetRange::count).sum()).isEqualTo(150);
  }

  @Test
  void withLargestTheMessagesSinceTheDeclarationAreRead() throws Exception {
    String topic = Broker.topic(1);
    Broker.write(topic, 0, 1, 5);
    List<Integer> values = Collections.synchronizedList(new ArrayList<>());
    CountDownLatch all = new CountDownLatch(3);
    stream(topic, "largest")
        .map(Tuple2::_2)
        .foreachRDD(
            rdd -> {
              for (Integer value : rdd.collect()) {
                values.add(value);
                all.countDown();
              }
            });
    Broker.write(topic, 0, 6, 8);

    context.start();

    assertThat(all.await(20, TimeUnit.SECONDS)).isTrue();
    assertThat(values).containsExactly(6, 7, 8);
  }

  @Test
  void aHandlerMakesRecordsFromTheGivenOffsetsOnWithinTheRateLimit() throws Exception {
    context.stop(true, false);
    conf.set("spark.streaming.kafka.maxRatePerPartition", "50");
    create();
    String topic = Broker.topic(1);
    Broker.write(topic, 0, 1, 40);
    List<String> records = Collections.synchronizedList(new ArrayList<>());
    CountDownLatch all = new CountDownLatch(30);
    JavaInputDStream<String> stream =
        KafkaUtils.createDirectStream(
            context,
            String.class,
            String.class,
            StringDecoder.class,
            StringDecoder.class,
            String.class,
            params("smallest"),
            Map.of(new TopicAndPartition(topic, 0), 10L),
            DirectProgramTest::describe);
    stream
        .transform(
            rdd -> {
              ranges.addAll(List.of(((HasOffsetRanges) rdd.rdd()).offsetRanges()));
              return rdd;
            })
        .foreachRDD(
            rdd ->
                rdd.collect()
                    .forEach(
                        record -> {
                          records.add(record);
                          all.countDown();
                        }));

    context.start();

    assertThat(all.await(20, TimeUnit.SECONDS)).isTrue();
    assertThat(records)
        .hasSize(30)
        .startsWith(topic + " 0 10 k11 11")
        .endsWith(topic + " 0 39 k40 40");
    assertThat(ranges.subList(0, 3))
        .containsExactly(
            OffsetRange.create(topic, 0, 10, 20),
            OffsetRange.create(topic, 0, 20, 30),
            OffsetRange.create(topic, 0, 30, 40));
  }

  private static String describe(MessageAndMetadata<String, String> message) {
    return message.topic()
        + " "
        + message.partition()
        + " "
        + message.offset()
        + " "
        + message.key()
        + " "
        + message.message();
  }

  @Test
  void whatIsWrongIsSaidAtTheDeclaration() {
    assertThatExceptionOfType(SparkException.class)
        .isThrownBy(() -> stream("no-such-topic", "largest"))
        .withMessage(
            "org.apache.spark.SparkException: Error getting partition metadata for 'no-such-topic'."
                + " Does the topic exist?");
    assertThatExceptionOfType(SparkException.class)
        .isThrownBy(
            () ->
                KafkaUtils.createDirectStream(
                    context,
                    String.class,
                    String.class,
                    StringDecoder.class,
                    StringDecoder.class,
                    Map.of("zookeeper.connect", "zk:2181"),
                    Set.of("t")))
        .withMessage("Must specify metadata.broker.list or bootstrap.servers");
  }

  /** A decoder of the program's own. */
  public static final class IntegerDecoder implements Decoder<Integer> {

    public IntegerDecoder(VerifiableProperties properties) {
      assertThat(properties.getString("group.id")).isEqualTo("of-no-use");
    }

    @Override
    public Integer fromBytes(byte[] bytes) {
      return Integer.valueOf(new String(bytes, StandardCharsets.UTF_8));
    }
  }
}
