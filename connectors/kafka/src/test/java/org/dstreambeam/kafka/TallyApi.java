// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.kafka;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import kafka.serializer.StringDecoder;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.storage.StorageLevel;
import org.apache.spark.streaming.Time;
import org.apache.spark.streaming.api.java.JavaInputDStream;
import org.apache.spark.streaming.api.java.JavaStreamingContext;
import org.apache.spark.streaming.kafka010.CanCommitOffsets;
import org.apache.spark.streaming.kafka010.ConsumerStrategies;
import org.apache.spark.streaming.kafka010.HasOffsetRanges;
import org.apache.spark.streaming.kafka010.KafkaUtils;
import org.apache.spark.streaming.kafka010.LocationStrategies;
import org.apache.spark.streaming.kafka010.OffsetRange;
import org.dstreambeam.kafka.TallyOutput.Span;
import scala.Tuple2;

/** What a {@link TallyProgram} reads its topic with. */
enum TallyApi {

  /** The direct stream of the 0-10 API, which commits what it has written. */
  DIRECT {
    @Override
    List<String> outputs() {
      return List.of(OF_DIRECT);
    }

    @Override
    void declare(JavaStreamingContext context, String servers, String topic, String out) {
      Map<String, Object> params = new HashMap<>(groupParams());
      params.put("bootstrap.servers", servers);
      params.put("key.deserializer", StringDeserializer.class);
      params.put("value.deserializer", StringDeserializer.class);
      params.put("auto.offset.reset", "earliest");
      params.put("enable.auto.commit", false);
      JavaInputDStream<ConsumerRecord<String, String>> stream =
          KafkaUtils.createDirectStream(
              context,
              LocationStrategies.PreferConsistent(),
              ConsumerStrategies.<String, String>Subscribe(List.of(topic), params));
      stream.foreachRDD(
          (rdd, time) -> {
            OffsetRange[] ranges = ((HasOffsetRanges) rdd.rdd()).offsetRanges();
            write(
                rdd.mapToPair(record -> new Tuple2<>(record.key(), record.value())),
                time,
                Arrays.stream(ranges)
                    .map(range -> span(range.partition(), range.fromOffset(), range.untilOffset()))
                    .toList(),
                Path.of(out, OF_DIRECT));
            ((CanCommitOffsets) stream.inputDStream()).commitAsync(ranges);
          });
    }
  },

  /** Both streams of the 0-8 API, each of which reads the whole topic. */
  LEGACY {
    @Override
    List<String> outputs() {
      return List.of(OF_DIRECT, OF_RECEIVER);
    }

    @Override
    void configure(SparkConf conf, String servers, long ratePerPartition) {
      conf.set("spark.dstreambeam.kafka.brokers", servers)
          .set("spark.streaming.receiver.writeAheadLog.enable", "true")
          .set(
              "spark.streaming.receiver.maxRate",
              String.valueOf(ratePerPartition * TallyTopic.PARTITIONS));
    }

    @Override
    void declare(JavaStreamingContext context, String servers, String topic, String out) {
      declareDirect(context, servers, topic, Path.of(out, OF_DIRECT).toString());
      declareReceiver(context, topic, Path.of(out, OF_RECEIVER).toString());
    }
  };

  static final String OF_DIRECT = "direct";
  static final String OF_RECEIVER = "received";

  private static final int CONSUMERS = 2;

  /** The names of the outputs of a program. */
  abstract List<String> outputs();

  void configure(SparkConf conf, String servers, long ratePerPartition) {}

  /**
   * Declares streams and outputs.
   *
   * @param out the directory in which each output has its own
   */
  abstract void declare(JavaStreamingContext context, String servers, String topic, String out);

  /** The group forgets a member that was killed soon; one that is slow to answer is not lost. */
  private static Map<String, String> groupParams() {
    Map<String, String> params = new HashMap<>();
    params.put("group.id", TallyProgram.GROUP);
    params.put("session.timeout.ms", "2000");
    params.put("heartbeat.interval.ms", "300");
    params.put("metadata.max.age.ms", "1000");
    params.put("reconnect.backoff.max.ms", "200");
    return params;
  }

  private static void declareDirect(
      JavaStreamingContext context, String servers, String topic, String out) {
    org.apache.spark.streaming.kafka.KafkaUtils.createDirectStream(
            context,
            String.class,
            String.class,
            StringDecoder.class,
            StringDecoder.class,
            Map.of("metadata.broker.list", servers, "auto.offset.reset", "smallest"),
            Set.of(topic))
        .foreachRDD(
            (rdd, time) -> {
              var ranges =
                  ((org.apache.spark.streaming.kafka.HasOffsetRanges) rdd.rdd()).offsetRanges();
              write(
                  rdd,
                  time,
                  Arrays.stream(ranges)
                      .map(
                          range -> span(range.partition(), range.fromOffset(), range.untilOffset()))
                      .toList(),
                  Path.of(out));
            });
  }

  private static void declareReceiver(JavaStreamingContext context, String topic, String out) {
    Map<String, String> params = groupParams();
    params.put("zookeeper.connect", "zookeeper:2181/kafka");
    params.put("auto.offset.reset", "smallest");
    org.apache.spark.streaming.kafka.KafkaUtils.createStream(
            context,
            String.class,
            String.class,
            StringDecoder.class,
            StringDecoder.class,
            params,
            Map.of(topic, CONSUMERS),
            StorageLevel.MEMORY_ONLY())
        .foreachRDD(
            (rdd, time) ->
                write(rdd, time, TallyTopic.spans(rdd.values().collect()), Path.of(out)));
  }

  private static Span span(int partition, long from, long until) {
    return new Span(partition, from, until);
  }

  private static void write(
      JavaPairRDD<String, String> rdd, Time time, List<Span> spans, Path directory)
      throws IOException {
    List<Tuple2<String, Tally>> tallies =
        rdd.mapValues(Tally::of).reduceByKey(Tally::plus).collect();
    new TallyOutput(directory).write(time.milliseconds(), spans, tallies);
  }
}
