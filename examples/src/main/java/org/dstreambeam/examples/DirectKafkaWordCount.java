// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.examples;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.spark.SparkConf;
import org.apache.spark.streaming.Durations;
import org.apache.spark.streaming.api.java.JavaInputDStream;
import org.apache.spark.streaming.api.java.JavaPairDStream;
import org.apache.spark.streaming.api.java.JavaStreamingContext;
import org.apache.spark.streaming.kafka010.ConsumerStrategies;
import org.apache.spark.streaming.kafka010.KafkaUtils;
import org.apache.spark.streaming.kafka010.LocationStrategies;
import scala.Tuple2;

/**
 * Counts the words of each second's records in topics of Kafka, from the first record on.
 *
 * <p>Usage: {@code DirectKafkaWordCount <brokers> <group> <topics>}, the brokers as {@code
 * host:port} and, like the topics, with commas between them.
 */
public final class DirectKafkaWordCount {

  private static final Pattern SPACE = Pattern.compile(" ");

  private DirectKafkaWordCount() {}

  public static void main(String[] args) throws InterruptedException {
    if (args.length != 3) {
      System.err.println("Usage: DirectKafkaWordCount <brokers> <group> <topics>");
      System.exit(1);
    }

    SparkConf conf = new SparkConf().setAppName("DirectKafkaWordCount").setMaster("local[2]");
    JavaStreamingContext context = new JavaStreamingContext(conf, Durations.seconds(1));

    Map<String, Object> kafkaParams = new HashMap<>();
    kafkaParams.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, args[0]);
    kafkaParams.put(ConsumerConfig.GROUP_ID_CONFIG, args[1]);
    kafkaParams.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, StringDeserializer.class);
    kafkaParams.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, StringDeserializer.class);
    kafkaParams.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    kafkaParams.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    List<String> topics = Arrays.asList(args[2].split(",", -1));

    JavaInputDStream<ConsumerRecord<String, String>> records =
        KafkaUtils.createDirectStream(
            context,
            LocationStrategies.PreferConsistent(),
            ConsumerStrategies.Subscribe(topics, kafkaParams));
    JavaPairDStream<String, Integer> counts =
        records
            .flatMap(record -> Arrays.asList(SPACE.split(record.value())).iterator())
            .mapToPair(word -> new Tuple2<>(word, 1))
            .reduceByKey((a, b) -> a + b);
    counts.print();

    context.start();
    context.awaitTermination();
  }
}
