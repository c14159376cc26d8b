// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.kafka;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.streaming.Durations;
import org.apache.spark.streaming.Time;
import org.apache.spark.streaming.api.java.JavaInputDStream;
import org.apache.spark.streaming.api.java.JavaStreamingContext;
import org.apache.spark.streaming.kafka010.CanCommitOffsets;
import org.apache.spark.streaming.kafka010.ConsumerStrategies;
import org.apache.spark.streaming.kafka010.HasOffsetRanges;
import org.apache.spark.streaming.kafka010.KafkaUtils;
import org.apache.spark.streaming.kafka010.LocationStrategies;
import org.apache.spark.streaming.kafka010.OffsetRange;
import scala.Tuple2;

/**
 * Writes to {@link TallyOutput} which offsets each batch has, and how many records and what sum for
 * each key. To be killed and started again.
 */
final class TallyProgram {

  static final String GROUP = "tally";

  private static final long BATCH_MILLIS = 200;

  private TallyProgram() {}

  /**
   * Arguments: the directory of checkpoints, that of the output, master, bootstrap servers, topic,
   * records per second and partition.
   */
  public static void main(String[] args) throws InterruptedException {
    JavaStreamingContext context =
        JavaStreamingContext.getOrCreate(args[0], () -> newContext(args));
    context.start();
    context.awaitTermination();
  }

  private static JavaStreamingContext newContext(String[] args) {
    SparkConf conf =
        new SparkConf()
            .setMaster(args[2])
            .setAppName("tally")
            .set("spark.dstreambeam.runner", "flink")
            .set("spark.dstreambeam.checkpoint.interval", "300ms")
            .set("spark.streaming.kafka.maxRatePerPartition", args[5]);
    JavaStreamingContext context =
        new JavaStreamingContext(conf, Durations.milliseconds(BATCH_MILLIS));
    context.checkpoint(args[0]);
    JavaInputDStream<ConsumerRecord<String, String>> stream =
        KafkaUtils.createDirectStream(
            context,
            LocationStrategies.PreferConsistent(),
            ConsumerStrategies.<String, String>Subscribe(List.of(args[4]), params(args[3])));
    String out = args[1];
    stream.foreachRDD(
        (rdd, time) -> {
          OffsetRange[] ranges = ((HasOffsetRanges) rdd.rdd()).offsetRanges();
          write(rdd, time, ranges, out);
          ((CanCommitOffsets) stream.inputDStream()).commitAsync(ranges);
        });
    return context;
  }

  /** The group forgets a member that was killed soon; one that is slow to answer is not lost. */
  private static Map<String, Object> params(String servers) {
    Map<String, Object> params = new HashMap<>();
    params.put("bootstrap.servers", servers);
    params.put("group.id", GROUP);
    params.put("key.deserializer", StringDeserializer.class);
    params.put("value.deserializer", StringDeserializer.class);
    params.put("auto.offset.reset", "earliest");
    params.put("enable.auto.commit", false);
    params.put("session.timeout.ms", 2_000);
    params.put("heartbeat.interval.ms", 300);
    params.put("metadata.max.age.ms", 1_000);
    params.put("reconnect.backoff.max.ms", 200);
    return params;
  }

  private static void write(
      JavaRDD<ConsumerRecord<String, String>> rdd, Time time, OffsetRange[] ranges, String out)
      throws IOException {
    List<Tuple2<String, Tally>> tallies =
        rdd.mapToPair(record -> new Tuple2<>(record.key(), Tally.of(record.value())))
            .reduceByKey(Tally::plus)
            .collect();
    new TallyOutput(Path.of(out)).write(time.milliseconds(), ranges, tallies);
  }
}
