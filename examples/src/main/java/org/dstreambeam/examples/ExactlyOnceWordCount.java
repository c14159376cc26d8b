// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.examples;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.streaming.Durations;
import org.apache.spark.streaming.api.java.JavaStreamingContext;
import org.apache.spark.streaming.kafka010.ConsumerStrategies;
import org.apache.spark.streaming.kafka010.HasOffsetRanges;
import org.apache.spark.streaming.kafka010.KafkaUtils;
import org.apache.spark.streaming.kafka010.LocationStrategies;
import org.apache.spark.streaming.kafka010.OffsetRange;
import scala.Tuple2;

/**
 * Counts the words of topics of Kafka in a database, each record once, whatever happens: the
 * offsets up to which records are counted are stored in the transaction that stores the counts, and
 * the program goes on at these when it is started again. It needs no checkpoint directory.
 *
 * <p>Usage: {@code ExactlyOnceWordCount <brokers> <group> <topics> <JDBC URL>}; the tables are
 * created if they are not there.
 */
public final class ExactlyOnceWordCount {

  private static final Pattern SPACE = Pattern.compile(" ");

  private ExactlyOnceWordCount() {}

  public static void main(String[] args) throws Exception {
    if (args.length != 4) {
      System.err.println("Usage: ExactlyOnceWordCount <brokers> <group> <topics> <JDBC URL>");
      System.exit(1);
    }
    String url = args[3];
    List<String> topics = Arrays.asList(args[2].split(",", -1));

    SparkConf conf = new SparkConf().setAppName("ExactlyOnceWordCount").setMaster("local[2]");
    JavaStreamingContext context = new JavaStreamingContext(conf, Durations.seconds(1));

    Map<String, Object> kafkaParams = new HashMap<>();
    kafkaParams.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, args[0]);
    kafkaParams.put(ConsumerConfig.GROUP_ID_CONFIG, args[1]);
    kafkaParams.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, StringDeserializer.class);
    kafkaParams.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, StringDeserializer.class);
    kafkaParams.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    kafkaParams.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);

    try (Connection database = DriverManager.getConnection(url)) {
      WordStore.createTables(database);
      KafkaUtils.createDirectStream(
              context,
              LocationStrategies.PreferConsistent(),
              ConsumerStrategies.<String, String>Subscribe(
                  topics, kafkaParams, WordStore.offsets(database)))
          .foreachRDD(rdd -> store(rdd, url));
    }

    context.start();
    context.awaitTermination();
  }

  /** Who takes the ranges has to do so before anything else is made of the RDD. */
  private static void store(JavaRDD<ConsumerRecord<String, String>> records, String url)
      throws SQLException {
    OffsetRange[] ranges = ((HasOffsetRanges) records.rdd()).offsetRanges();
    List<Tuple2<String, Integer>> counts =
        records
            .flatMap(record -> Arrays.asList(SPACE.split(record.value())).iterator())
            .mapToPair(word -> new Tuple2<>(word, 1))
            .reduceByKey((a, b) -> a + b)
            .collect();
    try (Connection database = DriverManager.getConnection(url)) {
      database.setAutoCommit(false);
      for (OffsetRange range : ranges) {
        WordStore.moveOffset(database, range);
      }
      for (Tuple2<String, Integer> count : counts) {
        WordStore.add(database, count._1, count._2);
      }
      database.commit(); // closed without it, all that was done is undone
    }
  }
}
