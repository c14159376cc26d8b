// SPDX-License-Identifier: Apache-2.0
package org.apache.spark.streaming.kafka010;

import java.util.Collection;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.kafka.common.TopicPartition;
import scala.collection.JavaConverters;

/**
 * The strategies there are.
 *
 * <p>{@code kafkaParams} are those of a {@code KafkaConsumer}: {@code bootstrap.servers}, {@code
 * group.id}, {@code key.deserializer} and so on. {@code offsets} say where partitions begin when
 * the program is new; others begin where the group's commits and {@code auto.offset.reset} say.
 */
public final class ConsumerStrategies {

  private ConsumerStrategies() {}

  /** The topics of these names, as one consumer of the group. */
  public static <K, V> ConsumerStrategy<K, V> Subscribe(
      scala.collection.Iterable<String> topics,
      scala.collection.Map<String, Object> kafkaParams,
      scala.collection.Map<TopicPartition, Object> offsets) {
    return new Subscribe<>(
        JavaConverters.asJavaCollection(topics),
        JavaConverters.mapAsJavaMap(kafkaParams),
        offsets(offsets));
  }

  /** The topics of these names, as one consumer of the group. */
  public static <K, V> ConsumerStrategy<K, V> Subscribe(
      scala.collection.Iterable<String> topics, scala.collection.Map<String, Object> kafkaParams) {
    return new Subscribe<>(
        JavaConverters.asJavaCollection(topics),
        JavaConverters.mapAsJavaMap(kafkaParams),
        Map.of());
  }

  /** The topics of these names, as one consumer of the group. */
  public static <K, V> ConsumerStrategy<K, V> Subscribe(
      Collection<String> topics,
      Map<String, Object> kafkaParams,
      Map<TopicPartition, Long> offsets) {
    return new Subscribe<>(topics, kafkaParams, offsets);
  }

  /** The topics of these names, as one consumer of the group. */
  public static <K, V> ConsumerStrategy<K, V> Subscribe(
      Collection<String> topics, Map<String, Object> kafkaParams) {
    return new Subscribe<>(topics, kafkaParams, Map.of());
  }

  /** All topics whose names match, also those that come later. */
  public static <K, V> ConsumerStrategy<K, V> SubscribePattern(
      Pattern pattern,
      scala.collection.Map<String, Object> kafkaParams,
      scala.collection.Map<TopicPartition, Object> offsets) {
    return new SubscribePattern<>(
        pattern, JavaConverters.mapAsJavaMap(kafkaParams), offsets(offsets));
  }

  /** All topics whose names match, also those that come later. */
  public static <K, V> ConsumerStrategy<K, V> SubscribePattern(
      Pattern pattern, scala.collection.Map<String, Object> kafkaParams) {
    return new SubscribePattern<>(pattern, JavaConverters.mapAsJavaMap(kafkaParams), Map.of());
  }

  /** All topics whose names match, also those that come later. */
  public static <K, V> ConsumerStrategy<K, V> SubscribePattern(
      Pattern pattern, Map<String, Object> kafkaParams, Map<TopicPartition, Long> offsets) {
    return new SubscribePattern<>(pattern, kafkaParams, offsets);
  }

  /** All topics whose names match, also those that come later. */
  public static <K, V> ConsumerStrategy<K, V> SubscribePattern(
      Pattern pattern, Map<String, Object> kafkaParams) {
    return new SubscribePattern<>(pattern, kafkaParams, Map.of());
  }

  /** These partitions, and no others. */
  public static <K, V> ConsumerStrategy<K, V> Assign(
      scala.collection.Iterable<TopicPartition> topicPartitions,
      scala.collection.Map<String, Object> kafkaParams,
      scala.collection.Map<TopicPartition, Object> offsets) {
    return new Assign<>(
        JavaConverters.asJavaCollection(topicPartitions),
        JavaConverters.mapAsJavaMap(kafkaParams),
        offsets(offsets));
  }

  /** These partitions, and no others. */
  public static <K, V> ConsumerStrategy<K, V> Assign(
      scala.collection.Iterable<TopicPartition> topicPartitions,
      scala.collection.Map<String, Object> kafkaParams) {
    return new Assign<>(
        JavaConverters.asJavaCollection(topicPartitions),
        JavaConverters.mapAsJavaMap(kafkaParams),
        Map.of());
  }

  /** These partitions, and no others. */
  public static <K, V> ConsumerStrategy<K, V> Assign(
      Collection<TopicPartition> topicPartitions,
      Map<String, Object> kafkaParams,
      Map<TopicPartition, Long> offsets) {
    return new Assign<>(topicPartitions, kafkaParams, offsets);
  }

  /** These partitions, and no others. */
  public static <K, V> ConsumerStrategy<K, V> Assign(
      Collection<TopicPartition> topicPartitions, Map<String, Object> kafkaParams) {
    return new Assign<>(topicPartitions, kafkaParams, Map.of());
  }

  @SuppressWarnings("unchecked") // Scala's numbers are objects where they are type arguments
  private static Map<TopicPartition, Long> offsets(
      scala.collection.Map<TopicPartition, Object> offsets) {
    return (Map<TopicPartition, Long>) (Map<?, ?>) JavaConverters.mapAsJavaMap(offsets);
  }
}
