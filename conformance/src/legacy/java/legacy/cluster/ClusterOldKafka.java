// SPDX-License-Identifier: Apache-2.0
package legacy.cluster;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import kafka.serializer.StringDecoder;
import org.apache.spark.SparkConf;
import org.apache.spark.TaskContext;
import org.apache.spark.storage.StorageLevel;
import org.apache.spark.streaming.Durations;
import org.apache.spark.streaming.api.java.JavaDStream;
import org.apache.spark.streaming.api.java.JavaPairInputDStream;
import org.apache.spark.streaming.api.java.JavaStreamingContext;
import org.apache.spark.streaming.kafka.HasOffsetRanges;
import org.apache.spark.streaming.kafka.KafkaUtils;
import org.apache.spark.streaming.kafka.OffsetRange;
import org.apache.spark.util.LongAccumulator;
import scala.Tuple2;

/**
 * {@link ClusterKafka} with the older API, without commits, which it did not have, and with a
 * receiver beside it: {@code ClusterOldKafka <brokers> <group> <topic>}. The receiver knows of a
 * ZooKeeper only.
 */
public final class ClusterOldKafka {
  private static final String QUORUM = "zookeeper-1:2181,zookeeper-2:2181/kafka";
  private static final long LIMIT_MILLIS = TimeUnit.SECONDS.toMillis(100);
  private static final long POLL_MILLIS = 20;

  private ClusterOldKafka() {}

  public static void main(String[] args) throws Exception {
    String topic = args[2];
    SparkConf conf =
        new SparkConf()
            .setAppName("ClusterOldKafka")
            .set("spark.default.parallelism", "2")
            .set("spark.streaming.kafka.maxRatePerPartition", "5");
    JavaStreamingContext jssc = new JavaStreamingContext(conf, Durations.milliseconds(400));

    JavaPairInputDStream<String, String> messages = read(jssc, args[0], topic);
    messages
        .map(Tuple2::_2)
        .flatMap(line -> Arrays.asList(line.split(" ")).iterator())
        .mapToPair(word -> new Tuple2<>(word, 1))
        .reduceByKey((a, b) -> a + b)
        .print(20);
    rangesWithKeys(messages).print();

    LongAccumulator counted = jssc.sparkContext().sc().longAccumulator("by their offsets");
    messages.foreachRDD(
        rdd -> {
          for (OffsetRange range : ((HasOffsetRanges) rdd.rdd()).offsetRanges()) {
            counted.add(range.count());
          }
        });
    LongAccumulator received = jssc.sparkContext().sc().longAccumulator("received");
    receive(jssc, args[1], topic).foreachRDD(rdd -> received.add(rdd.count()));

    LastBatch last = LastBatch.of(jssc, 6);
    jssc.start();
    last.await();
    long deadline = System.currentTimeMillis() + LIMIT_MILLIS;
    while (received.value() < 8 && System.currentTimeMillis() < deadline) {
      Thread.sleep(POLL_MILLIS);
    }
    jssc.stop();
    System.out.println("== in all");
    System.out.println(counted.value() + " by their offsets, " + received.value() + " received");
  }

  private static JavaPairInputDStream<String, String> read(
      JavaStreamingContext jssc, String brokers, String topic) {
    Map<String, String> params = new HashMap<>();
    params.put("metadata.broker.list", brokers);
    params.put("auto.offset.reset", "smallest");
    return KafkaUtils.createDirectStream(
        jssc,
        String.class,
        String.class,
        StringDecoder.class,
        StringDecoder.class,
        params,
        Collections.singleton(topic));
  }

  /** One line for each partition: a task knows its range by the number of its partition. */
  private static JavaDStream<String> rangesWithKeys(JavaPairInputDStream<String, String> messages) {
    return messages.transform(
        rdd -> {
          OffsetRange[] ranges = ((HasOffsetRanges) rdd.rdd()).offsetRanges();
          return rdd.mapPartitions(
                  partition -> {
                    OffsetRange range = ranges[TaskContext.get().partitionId()];
                    List<String> keys = new ArrayList<>();
                    partition.forEachRemaining(message -> keys.add(message._1()));
                    String offsets = range.fromOffset() + "-" + range.untilOffset();
                    return Collections.singletonList(range.partition() + "@" + offsets + " " + keys)
                        .iterator();
                  })
              .sortBy(line -> line, true, 1);
        });
  }

  private static JavaDStream<String> receive(
      JavaStreamingContext jssc, String group, String topic) {
    Map<String, String> params = new HashMap<>();
    params.put("zookeeper.connect", QUORUM);
    params.put("group.id", group);
    params.put("auto.offset.reset", "smallest");
    return KafkaUtils.createStream(
            jssc,
            String.class,
            String.class,
            StringDecoder.class,
            StringDecoder.class,
            params,
            Collections.singletonMap(topic, 2),
            StorageLevel.MEMORY_AND_DISK_SER())
        .map(Tuple2::_2);
  }
}
