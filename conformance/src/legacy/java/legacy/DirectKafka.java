// SPDX-License-Identifier: Apache-2.0
package legacy;

import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetCommitCallback;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.streaming.Durations;
import org.apache.spark.streaming.api.java.JavaDStream;
import org.apache.spark.streaming.api.java.JavaInputDStream;
import org.apache.spark.streaming.api.java.JavaPairDStream;
import org.apache.spark.streaming.api.java.JavaStreamingContext;
import org.apache.spark.streaming.kafka010.CanCommitOffsets;
import org.apache.spark.streaming.kafka010.ConsumerStrategies;
import org.apache.spark.streaming.kafka010.HasOffsetRanges;
import org.apache.spark.streaming.kafka010.KafkaUtils;
import org.apache.spark.streaming.kafka010.LocationStrategies;
import org.apache.spark.streaming.kafka010.OffsetRange;
import scala.Tuple2;

/**
 * Reads a topic of two partitions, in batches of two records of each: as a stream that commits what
 * it has counted, as one of given offsets, and as an RDD: {@code DirectKafka <brokers> <group>
 * <topic>}.
 */
public final class DirectKafka {

  private DirectKafka() {}

  public static void main(String[] args) throws Exception {
    String topic = args[2];
    Map<String, Object> params = params(args[0], args[1]);
    SparkConf conf =
        new SparkConf()
            .setAppName("DirectKafka")
            .set("spark.streaming.kafka.maxRatePerPartition", "5");
    JavaStreamingContext jssc = new JavaStreamingContext(conf, Durations.milliseconds(400));

    System.out.println("== createRDD");
    readRanges(jssc.sparkContext(), params, topic);

    System.out.println("== createDirectStream");
    JavaInputDStream<ConsumerRecord<String, String>> records =
        KafkaUtils.createDirectStream(
            jssc,
            LocationStrategies.PreferConsistent(),
            ConsumerStrategies.Subscribe(Collections.singletonList(topic), params));
    JavaPairDStream<String, Integer> counts =
        records
            .map(ConsumerRecord::value)
            .flatMap(line -> Arrays.asList(line.split(" ")).iterator())
            .mapToPair(word -> new Tuple2<>(word, 1))
            .reduceByKey((a, b) -> a + b);
    counts.print(20);

    readFrom(jssc, params, new TopicPartition(topic, 1), 2).map(DirectKafka::show).print();

    BlockingQueue<Map<Integer, Long>> commits = commit(records);

    Ending ending = Ending.afterBatches(counts.toJavaDStream(), 6);
    jssc.start();
    ending.await();
    Map<Integer, Long> committed = awaitAll(commits, 8);
    jssc.stop();
    System.out.println("== committed");
    System.out.println(committed);
  }

  private static Map<String, Object> params(String brokers, String group) {
    Map<String, Object> params = new HashMap<>();
    params.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, brokers);
    params.put(ConsumerConfig.GROUP_ID_CONFIG, group);
    params.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, StringDeserializer.class);
    params.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, StringDeserializer.class);
    params.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    params.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    return params;
  }

  private static void readRanges(JavaSparkContext sc, Map<String, Object> params, String topic) {
    OffsetRange[] ranges = {
      OffsetRange.create(topic, 1, 1, 3),
      OffsetRange.create(new TopicPartition(topic, 0), 0, 2),
      OffsetRange.create(topic, 0, 3, 3)
    };
    JavaRDD<ConsumerRecord<String, String>> rdd =
        KafkaUtils.createRDD(sc, params, ranges, LocationStrategies.PreferConsistent());
    System.out.println(show(((HasOffsetRanges) rdd.rdd()).offsetRanges()));
    System.out.println(rdd.count() + " in " + rdd.getNumPartitions() + " partitions");
    System.out.println(rdd.map(DirectKafka::show).glom().collect());
  }

  private static JavaDStream<ConsumerRecord<String, String>> readFrom(
      JavaStreamingContext jssc,
      Map<String, Object> params,
      TopicPartition partition,
      long offset) {
    Map<String, Object> own = new HashMap<>(params);
    own.put(ConsumerConfig.GROUP_ID_CONFIG, params.get(ConsumerConfig.GROUP_ID_CONFIG) + "-from");
    return KafkaUtils.createDirectStream(
        jssc,
        LocationStrategies.PreferConsistent(),
        ConsumerStrategies.<String, String>Assign(
            Collections.singletonList(partition),
            own,
            Collections.singletonMap(partition, offset)));
  }

  private static String show(ConsumerRecord<String, String> record) {
    return record.partition() + "@" + record.offset() + " " + record.key() + "=" + record.value();
  }

  /** Shows the offsets of each batch and has them committed; gives what then is. */
  private static BlockingQueue<Map<Integer, Long>> commit(
      JavaInputDStream<ConsumerRecord<String, String>> records) {
    BlockingQueue<Map<Integer, Long>> commits = new LinkedBlockingQueue<>();
    OffsetCommitCallback callback =
        (offsets, exception) -> {
          Map<Integer, Long> committed = new TreeMap<>();
          offsets.forEach((at, offset) -> committed.put(at.partition(), offset.offset()));
          commits.add(committed);
        };
    records.foreachRDD(
        rdd -> {
          OffsetRange[] ranges = ((HasOffsetRanges) rdd.rdd()).offsetRanges();
          System.out.println(show(ranges));
          ((CanCommitOffsets) records.inputDStream()).commitAsync(ranges, callback);
        });
    return commits;
  }

  /** The batches go on: offsets are sent with later ones. */
  private static Map<Integer, Long> awaitAll(
      BlockingQueue<Map<Integer, Long>> commits, long records) throws InterruptedException {
    Map<Integer, Long> committed = new TreeMap<>();
    while (committed.values().stream().mapToLong(offset -> offset).sum() < records) {
      Map<Integer, Long> next = commits.poll(100, TimeUnit.SECONDS);
      committed.putAll(Objects.requireNonNull(next, "no commit for 100 s"));
    }
    return committed;
  }

  /** Without the topic; in what order the partitions of a stream are is open. */
  private static List<String> show(OffsetRange[] ranges) {
    return Arrays.stream(ranges)
        .map(range -> range.partition() + "@" + range.fromOffset() + "-" + range.untilOffset())
        .sorted()
        .collect(Collectors.toList());
  }
}
