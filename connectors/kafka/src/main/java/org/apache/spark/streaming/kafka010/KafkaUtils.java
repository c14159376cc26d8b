// SPDX-License-Identifier: Apache-2.0
package org.apache.spark.streaming.kafka010;

import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.rdd.RDD;
import org.apache.spark.streaming.StreamingContext;
import org.apache.spark.streaming.api.java.JavaInputDStream;
import org.apache.spark.streaming.api.java.JavaStreamingContext;
import org.apache.spark.streaming.dstream.InputDStream;
import org.dstreambeam.kafka.ExecutorParams;
import org.dstreambeam.rdd.ClassTags;

/**
 * Streams and RDDs over topics of Kafka.
 *
 * <p>Records are read by consumers of their own, one per partition, in the tasks that need them,
 * with the program's parameters but for {@code group.id}, which gets the prefix {@code
 * spark-executor-}, {@code enable.auto.commit} (false), {@code auto.offset.reset} (none) and a
 * {@code receive.buffer.bytes} of 64 KB at least.
 */
public final class KafkaUtils {

  private KafkaUtils() {}

  /**
   * A stream that has one partition per partition of its topics. A batch consists of what is in
   * them when its interval ends, within the limits of the configuration.
   *
   * @param locationStrategy without effect
   */
  public static <K, V> InputDStream<ConsumerRecord<K, V>> createDirectStream(
      StreamingContext ssc,
      LocationStrategy locationStrategy,
      ConsumerStrategy<K, V> consumerStrategy) {
    return createDirectStream(
        ssc,
        locationStrategy,
        consumerStrategy,
        new DefaultPerPartitionConfig(ssc.sparkContext().getConf()));
  }

  /** As the other, with limits per partition. */
  public static <K, V> InputDStream<ConsumerRecord<K, V>> createDirectStream(
      StreamingContext ssc,
      LocationStrategy locationStrategy,
      ConsumerStrategy<K, V> consumerStrategy,
      PerPartitionConfig perPartitionConfig) {
    return new DirectKafkaInputDStream<>(
        ssc, locationStrategy, consumerStrategy, perPartitionConfig);
  }

  /**
   * {@link #createDirectStream(StreamingContext, LocationStrategy, ConsumerStrategy)}, for Java.
   */
  public static <K, V> JavaInputDStream<ConsumerRecord<K, V>> createDirectStream(
      JavaStreamingContext jssc,
      LocationStrategy locationStrategy,
      ConsumerStrategy<K, V> consumerStrategy) {
    return new JavaInputDStream<>(
        createDirectStream(jssc.ssc(), locationStrategy, consumerStrategy), ClassTags.any());
  }

  /** As the other, with limits per partition. */
  public static <K, V> JavaInputDStream<ConsumerRecord<K, V>> createDirectStream(
      JavaStreamingContext jssc,
      LocationStrategy locationStrategy,
      ConsumerStrategy<K, V> consumerStrategy,
      PerPartitionConfig perPartitionConfig) {
    return new JavaInputDStream<>(
        createDirectStream(jssc.ssc(), locationStrategy, consumerStrategy, perPartitionConfig),
        ClassTags.any());
  }

  /**
   * The records of these ranges, a partition each.
   *
   * @param locationStrategy without effect
   * @throws IllegalArgumentException if it is {@code PreferBrokers}, as on Spark
   */
  public static <K, V> RDD<ConsumerRecord<K, V>> createRDD(
      SparkContext sc,
      Map<String, Object> kafkaParams,
      OffsetRange[] offsetRanges,
      LocationStrategy locationStrategy) {
    if (locationStrategy instanceof PreferBrokers) {
      // The gap in the middle is Spark's: two sentences that it puts together.
      throw new IllegalArgumentException(
          "If you want to prefer brokers, you must provide a mapping using PreferFixed A single"
              + " KafkaRDD does not have a driver consumer and cannot look up brokers for you.");
    }
    return new KafkaRDD<>(
        sc,
        ExecutorParams.of(kafkaParams),
        offsetRanges.clone(),
        locationStrategy instanceof PreferFixed fixed ? fixed.hostMap() : Map.of(),
        true);
  }

  /** {@link #createRDD(SparkContext, Map, OffsetRange[], LocationStrategy)}, for Java. */
  public static <K, V> JavaRDD<ConsumerRecord<K, V>> createRDD(
      JavaSparkContext jsc,
      Map<String, Object> kafkaParams,
      OffsetRange[] offsetRanges,
      LocationStrategy locationStrategy) {
    return new JavaRDD<>(
        KafkaUtils.<K, V>createRDD(jsc.sc(), kafkaParams, offsetRanges, locationStrategy),
        ClassTags.any());
  }
}
