// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.kafka.legacy;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.spark.SparkException;
import org.dstreambeam.compute.Rethrow;
import org.dstreambeam.kafka.Closing;
import org.jspecify.annotations.Nullable;

/**
 * What the brokers say of topics and groups, over a connection that is open from the constructor to
 * {@link #close}. Nothing is read from topics, and none is created.
 */
public final class ClusterMetadata implements AutoCloseable {

  /** As a time: behind the newest message. */
  public static final long LATEST = -1;

  /** As a time: the oldest message. */
  public static final long EARLIEST = -2;

  private final String brokers;
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final Map<String, Map<TopicPartition, Node>> leaders = new HashMap<>();

  private ClusterMetadata(Map<String, Object> params) {
    this.brokers = String.valueOf(params.get(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG));
    try {
      this.consumer = new KafkaConsumer<>(params);
    } catch (KafkaException e) {
      throw Rethrow.as(failure(e.getCause() == null ? e : e.getCause()));
    }
  }

  /**
   * Connects.
   *
   * @param params the program's
   * @throws SparkException undeclared, if there are no brokers among them
   */
  public static ClusterMetadata of(Map<String, String> params) {
    return new ClusterMetadata(OldParams.withoutGroup(params));
  }

  /** As {@link #of}; the offsets of this group are known. */
  public static ClusterMetadata ofGroup(Map<String, String> params, String group) {
    Map<String, Object> withGroup = OldParams.withoutGroup(params);
    withGroup.put(OldParams.GROUP, group);
    return new ClusterMetadata(withGroup);
  }

  /** What can be asked. */
  @FunctionalInterface
  public interface Question<T> {
    T ask(ClusterMetadata cluster) throws SparkException;
  }

  /**
   * Asks, and closes the connection.
   *
   * @throws SparkException if there is no answer
   */
  public <T> T ask(Question<T> question) throws SparkException {
    try (this) {
      return question.ask(this);
    } catch (KafkaException e) {
      throw failure(e);
    }
  }

  private SparkException failure(Throwable cause) {
    return new SparkException("Kafka at " + brokers + ": " + cause.getMessage(), cause);
  }

  /**
   * The partitions of topics, by topic and number.
   *
   * @throws SparkException if a topic does not exist
   */
  public Set<TopicPartition> partitions(Collection<String> topics) throws SparkException {
    Set<TopicPartition> partitions = new TreeSet<>(Partitions.ORDER);
    for (String topic : topics) {
      Set<TopicPartition> ofTopic = leadersOf(topic).keySet();
      if (ofTopic.isEmpty()) {
        throw new SparkException(
            "Error getting partition metadata for '" + topic + "'. Does the topic exist?");
      }
      partitions.addAll(ofTopic);
    }
    return partitions;
  }

  /**
   * Who leads them.
   *
   * @throws SparkException if one of them does not exist, or has no leader at the moment
   */
  public Map<TopicPartition, Node> leaders(Collection<TopicPartition> partitions)
      throws SparkException {
    Map<TopicPartition, Node> found = new LinkedHashMap<>();
    for (TopicPartition partition : partitions) {
      Node leader = leadersOf(partition.topic()).get(partition);
      if (leader != null) {
        found.put(partition, leader);
      }
    }
    checkComplete("Couldn't find leaders for ", partitions, found.keySet());
    return found;
  }

  /** With {@link Node#noNode()} for one without a leader. */
  private Map<TopicPartition, Node> leadersOf(String topic) {
    return leaders.computeIfAbsent(topic, this::askForLeaders);
  }

  private Map<TopicPartition, Node> askForLeaders(String topic) {
    Map<TopicPartition, Node> found = new HashMap<>();
    List<PartitionInfo> partitions = consumer.partitionsFor(topic);
    if (partitions != null) { // which older clients say of a topic that does not exist
      for (PartitionInfo partition : partitions) {
        found.put(
            new TopicPartition(topic, partition.partition()),
            partition.leader() == null ? Node.noNode() : partition.leader());
      }
    }
    return found;
  }

  /**
   * The offset of the first message that was written at a time or later.
   *
   * @param time in ms since the epoch, {@link #LATEST} or {@link #EARLIEST}
   * @throws SparkException if a partition does not exist
   */
  public Map<TopicPartition, Long> offsets(Collection<TopicPartition> partitions, long time)
      throws SparkException {
    Set<TopicPartition> there = new HashSet<>();
    for (TopicPartition partition : partitions) {
      if (leadersOf(partition.topic()).containsKey(partition)) {
        there.add(partition);
      }
    }
    checkComplete("Couldn't find leader offsets for ", partitions, there);
    if (there.isEmpty()) {
      return Map.of();
    }
    if (time == EARLIEST) {
      return consumer.beginningOffsets(there);
    }
    Map<TopicPartition, Long> offsets = new HashMap<>(consumer.endOffsets(there));
    if (time != LATEST) {
      Map<TopicPartition, Long> times =
          there.stream().collect(Collectors.toMap(Function.identity(), partition -> time));
      consumer
          .offsetsForTimes(times)
          .forEach((partition, found) -> putIfFound(offsets, partition, found));
    }
    return offsets;
  }

  private static void putIfFound(
      Map<TopicPartition, Long> offsets,
      TopicPartition partition,
      @Nullable OffsetAndTimestamp found) {
    if (found != null) {
      offsets.put(partition, found.offset());
    }
  }

  /**
   * What the group has committed.
   *
   * @throws SparkException if there is a partition of which it has committed nothing
   */
  public Map<TopicPartition, Long> committed(Set<TopicPartition> partitions) throws SparkException {
    Map<TopicPartition, Long> offsets = new HashMap<>();
    consumer
        .committed(partitions)
        .forEach(
            (partition, committed) -> {
              if (committed != null) {
                offsets.put(partition, committed.offset());
              }
            });
    checkComplete("Couldn't find consumer offsets for ", partitions, offsets.keySet());
    return offsets;
  }

  /** Commits for the group; fails while consumers are in it. */
  public void commit(Map<TopicPartition, Long> offsets) {
    Map<TopicPartition, OffsetAndMetadata> committed = new HashMap<>();
    offsets.forEach((partition, offset) -> committed.put(partition, new OffsetAndMetadata(offset)));
    consumer.commitSync(committed);
  }

  private static void checkComplete(
      String message, Collection<TopicPartition> asked, Set<TopicPartition> found)
      throws SparkException {
    Set<TopicPartition> missing = new TreeSet<>(Partitions.ORDER);
    missing.addAll(asked);
    missing.removeAll(found);
    if (!missing.isEmpty()) {
      throw new SparkException(message + Partitions.text(missing));
    }
  }

  @Override
  public void close() {
    Closing.quietly(consumer);
  }
}
