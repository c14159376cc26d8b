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

/** {@link KafkaUtils}'s functions as compiled Scala programs call them. */
public final class KafkaUtils$ {

  public static final KafkaUtils$ MODULE$ = new KafkaUtils$();

  private KafkaUtils$() {}

  public <K, V> RDD<ConsumerRecord<K, V>> createRDD(
      SparkContext sc,
      Map<String, Object> kafkaParams,
      OffsetRange[] offsetRanges,
      LocationStrategy locationStrategy) {
    return KafkaUtils.createRDD(sc, kafkaParams, offsetRanges, locationStrategy);
  }

  public <K, V> JavaRDD<ConsumerRecord<K, V>> createRDD(
      JavaSparkContext jsc,
      Map<String, Object> kafkaParams,
      OffsetRange[] offsetRanges,
      LocationStrategy locationStrategy) {
    return KafkaUtils.createRDD(jsc, kafkaParams, offsetRanges, locationStrategy);
  }

  public <K, V> InputDStream<ConsumerRecord<K, V>> createDirectStream(
      StreamingContext ssc,
      LocationStrategy locationStrategy,
      ConsumerStrategy<K, V> consumerStrategy) {
    return KafkaUtils.createDirectStream(ssc, locationStrategy, consumerStrategy);
  }

  public <K, V> InputDStream<ConsumerRecord<K, V>> createDirectStream(
      StreamingContext ssc,
      LocationStrategy locationStrategy,
      ConsumerStrategy<K, V> consumerStrategy,
      PerPartitionConfig perPartitionConfig) {
    return KafkaUtils.createDirectStream(
        ssc, locationStrategy, consumerStrategy, perPartitionConfig);
  }

  public <K, V> JavaInputDStream<ConsumerRecord<K, V>> createDirectStream(
      JavaStreamingContext jssc,
      LocationStrategy locationStrategy,
      ConsumerStrategy<K, V> consumerStrategy) {
    return KafkaUtils.createDirectStream(jssc, locationStrategy, consumerStrategy);
  }

  public <K, V> JavaInputDStream<ConsumerRecord<K, V>> createDirectStream(
      JavaStreamingContext jssc,
      LocationStrategy locationStrategy,
      ConsumerStrategy<K, V> consumerStrategy,
      PerPartitionConfig perPartitionConfig) {
    return KafkaUtils.createDirectStream(
        jssc, locationStrategy, consumerStrategy, perPartitionConfig);
  }
}
