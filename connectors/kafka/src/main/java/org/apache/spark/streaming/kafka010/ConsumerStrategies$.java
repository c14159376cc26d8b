// SPDX-License-Identifier: Apache-2.0
package org.apache.spark.streaming.kafka010;

import java.util.Collection;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.kafka.common.TopicPartition;

/** {@link ConsumerStrategies}'s functions as compiled Scala programs call them. */
public final class ConsumerStrategies$ {

  public static final ConsumerStrategies$ MODULE$ = new ConsumerStrategies$();

  private ConsumerStrategies$() {}

  /**
   * {@link ConsumerStrategies#Subscribe(scala.collection.Iterable, scala.collection.Map,
   * scala.collection.Map)}.
   */
  public <K, V> ConsumerStrategy<K, V> Subscribe(
      scala.collection.Iterable<String> topics,
      scala.collection.Map<String, Object> kafkaParams,
      scala.collection.Map<TopicPartition, Object> offsets) {
    return ConsumerStrategies.Subscribe(topics, kafkaParams, offsets);
  }

  /** {@link ConsumerStrategies#Subscribe(scala.collection.Iterable, scala.collection.Map)}. */
  public <K, V> ConsumerStrategy<K, V> Subscribe(
      scala.collection.Iterable<String> topics, scala.collection.Map<String, Object> kafkaParams) {
    return ConsumerStrategies.Subscribe(topics, kafkaParams);
  }

  /** {@link ConsumerStrategies#Subscribe(Collection, Map, Map)}. */
  public <K, V> ConsumerStrategy<K, V> Subscribe(
      Collection<String> topics,
      Map<String, Object> kafkaParams,
      Map<TopicPartition, Long> offsets) {
    return ConsumerStrategies.Subscribe(topics, kafkaParams, offsets);
  }

  /** {@link ConsumerStrategies#Subscribe(Collection, Map)}. */
  public <K, V> ConsumerStrategy<K, V> Subscribe(
      Collection<String> topics, Map<String, Object> kafkaParams) {
    return ConsumerStrategies.Subscribe(topics, kafkaParams);
  }

  /**
   * {@link ConsumerStrategies#SubscribePattern(Pattern, scala.collection.Map,
   * scala.collection.Map)}.
   */
  public <K, V> ConsumerStrategy<K, V> SubscribePattern(
      Pattern pattern,
      scala.collection.Map<String, Object> kafkaParams,
      scala.collection.Map<TopicPartition, Object> offsets) {
    return ConsumerStrategies.SubscribePattern(pattern, kafkaParams, offsets);
  }

  /** {@link ConsumerStrategies#SubscribePattern(Pattern, scala.collection.Map)}. */
  public <K, V> ConsumerStrategy<K, V> SubscribePattern(
      Pattern pattern, scala.collection.Map<String, Object> kafkaParams) {
    return ConsumerStrategies.SubscribePattern(pattern, kafkaParams);
  }

  /** {@link ConsumerStrategies#SubscribePattern(Pattern, Map, Map)}. */
  public <K, V> ConsumerStrategy<K, V> SubscribePattern(
      Pattern pattern, Map<String, Object> kafkaParams, Map<TopicPartition, Long> offsets) {
    return ConsumerStrategies.SubscribePattern(pattern, kafkaParams, offsets);
  }

  /** {@link ConsumerStrategies#SubscribePattern(Pattern, Map)}. */
  public <K, V> ConsumerStrategy<K, V> SubscribePattern(
      Pattern pattern, Map<String, Object> kafkaParams) {
    return ConsumerStrategies.SubscribePattern(pattern, kafkaParams);
  }

  /**
   * {@link ConsumerStrategies#Assign(scala.collection.Iterable, scala.collection.Map,
   * scala.collection.Map)}.
   */
  public <K, V> ConsumerStrategy<K, V> Assign(
      scala.collection.Iterable<TopicPartition> topicPartitions,
      scala.collection.Map<String, Object> kafkaParams,
      scala.collection.Map<TopicPartition, Object> offsets) {
    return ConsumerStrategies.Assign(topicPartitions, kafkaParams, offsets);
  }

  /** {@link ConsumerStrategies#Assign(scala.collection.Iterable, scala.collection.Map)}. */
  public <K, V> ConsumerStrategy<K, V> Assign(
      scala.collection.Iterable<TopicPartition> topicPartitions,
      scala.collection.Map<String, Object> kafkaParams) {
    return ConsumerStrategies.Assign(topicPartitions, kafkaParams);
  }

  /** {@link ConsumerStrategies#Assign(Collection, Map, Map)}. */
  public <K, V> ConsumerStrategy<K, V> Assign(
      Collection<TopicPartition> topicPartitions,
      Map<String, Object> kafkaParams,
      Map<TopicPartition, Long> offsets) {
    return ConsumerStrategies.Assign(topicPartitions, kafkaParams, offsets);
  }

  /** {@link ConsumerStrategies#Assign(Collection, Map)}. */
  public <K, V> ConsumerStrategy<K, V> Assign(
      Collection<TopicPartition> topicPartitions, Map<String, Object> kafkaParams) {
    return ConsumerStrategies.Assign(topicPartitions, kafkaParams);
  }
}
