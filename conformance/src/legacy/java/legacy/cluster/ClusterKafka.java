// SPDX-License-Identifier: Apache-2.0
package legacy.cluster;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.spark.SparkConf;
import org.apache.spark.TaskContext;
import org.apache.spark.streaming.Durations;
import org.apache.spark.streaming.api.java.JavaDStream;
import org.apache.spark.streaming.api.java.JavaInputDStream;
import org.apache.spark.streaming.api.java.JavaStreamingContext;
import org.apache.spark.streaming.kafka010.CanCommitOffsets;
import org.apache.spark.streaming.kafka010.ConsumerStrategies;
import org.apache.spark.streaming.kafka010.HasOffsetRanges;
import org.apache.spark.streaming.kafka010.KafkaUtils;
import org.apache.spark.streaming.kafka010.LocationStrategies;
import org.apache.spark.streaming.kafka010.OffsetRange;
import org.apache.spark.util.LongAccumulator;
import scala.Tuple2;

/**
 * A direct stream, in batches of two records of each partition, whose offset ranges travel with the
 * records and are committed: {@code ClusterKafka <brokers> <group> <topic>}.
 */
public final class ClusterKafka {

  private static final long LIMIT_MILLIS = TimeUnit.SECONDS.toMillis(100);
  private static final long POLL_MILLIS = 50;

  private ClusterKafka() {}

  public static void main(String[] args) throws Exception {
    Map<String, Object> params = params(args[0], args[1]);
    SparkConf conf =
        new SparkConf()
            .setAppName("ClusterKafka")
            .set("spark.default.parallelism", "2")
            .set("spark.streaming.kafka.maxRatePerPartition", "5");
    JavaStreamingContext jssc = new JavaStreamingContext(conf, Durations.milliseconds(400));

    JavaInputDStream<ConsumerRecord<String, String>> records = read(jssc, params, args[2]);
    records
        .map(ConsumerRecord::value)
        .flatMap(line -> Arrays.asList(line.split(" ")).iterator())
        .mapToPair(word -> new Tuple2<>(word, 1))
        .reduceByKey((a, b) -> a + b)
        .print(20);
    rangesWithKeys(records).print();

    LongAccumulator counted = jssc.sparkContext().sc().longAccumulator("by their offsets");
    LongAccumulator read = jssc.sparkContext().sc().longAccumulator("by reading");
    records.foreachRDD(
        rdd -> {
          OffsetRange[] ranges = ((HasOffsetRanges) rdd.rdd()).offsetRanges();
          for (OffsetRange range : ranges) {
            counted.add(range.count());
          }
          rdd.foreach(record -> read.add(1));
          ((CanCommitOffsets) records.inputDStream()).commitAsync(ranges);
        });

    LastBatch last = LastBatch.of(jssc, 6);
    jssc.start();
    last.await();
    Map<Integer, Long> committed = awaitAll(params, args[2], 8);
    jssc.stop();
    System.out.println("== in all");
    System.out.println(counted.value() + " by their offsets, " + read.value() + " by reading");
    System.out.println("committed: " + committed);
  }

  private static Map<String, Object> params(String brokers, String group) {
    Map<String, Object> params = new HashMap<>();
    params.put("bootstrap.servers", brokers);
    params.put("group.id", group);
    params.put("key.deserializer", StringDeserializer.class);
    params.put("value.deserializer", StringDeserializer.class);
    params.put("auto.offset.reset", "earliest");
    params.put("enable.auto.commit", false);
    return params;
  }

  private static JavaInputDStream<ConsumerRecord<String, String>> read(
      JavaStreamingContext jssc, Map<String, Object> params, String topic) {
    return KafkaUtils.createDirectStream(
        jssc,
        LocationStrategies.PreferConsistent(),
        ConsumerStrategies.Subscribe(Collections.singletonList(topic), params));
  }

  /** One line for each partition: a task knows its range by the number of its partition. */
  private static JavaDStream<String> rangesWithKeys(
      JavaInputDStream<ConsumerRecord<String, String>> records) {
    return records.transform(
        rdd -> {
          OffsetRange[] ranges = ((HasOffsetRanges) rdd.rdd()).offsetRanges();
          return rdd.mapPartitions(
                  partition -> {
                    OffsetRange range = ranges[TaskContext.get().partitionId()];
                    List<String> keys = new ArrayList<>();
                    partition.forEachRemaining(record -> keys.add(record.key()));
                    String offsets = range.fromOffset() + "-" + range.untilOffset();
                    return Collections.singletonList(range.partition() + "@" + offsets + " " + keys)
                        .iterator();
                  })
              .sortBy(line -> line, true, 1);
        });
  }

  /** What the group has committed. The batches go on: offsets are sent with later ones. */
  private static Map<Integer, Long> awaitAll(Map<String, Object> params, String topic, long records)
      throws InterruptedException {
    Set<TopicPartition> partitions =
        new HashSet<>(Arrays.asList(new TopicPartition(topic, 0), new TopicPartition(topic, 1)));
    Map<Integer, Long> committed = new TreeMap<>();
    try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(params)) {
      long deadline = System.currentTimeMillis() + LIMIT_MILLIS;
      while (committed.values().stream().mapToLong(offset -> offset).sum() < records) {
        if (System.currentTimeMillis() > deadline) {
          throw new IllegalStateException("Committed within " + LIMIT_MILLIS + " ms: " + committed);
        }
        Thread.sleep(POLL_MILLIS);
        consumer
            .committed(partitions)
            .forEach(
                (partition, offset) -> {
                  if (offset != null) {
                    committed.put(partition.partition(), offset.offset());
                  }
                });
      }
    }
    return committed;
  }
}
