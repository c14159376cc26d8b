// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.kafkabroker;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitionReassignment;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.ElectionType;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.ElectionNotNeededException;
import org.apache.kafka.common.errors.InvalidMetadataException;
import org.apache.kafka.common.errors.InvalidReplicationFactorException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/** Topics and their leaders, by way of Kafka's own client. Methods return when it is so. */
final class KafkaAdministration implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration NEWS = Duration.ofSeconds(2);
  private static final int NO_LEADER = -1;

  private final Admin admin;

  KafkaAdministration(Map<String, Object> clientProperties) {
    admin = Admin.create(clientProperties);
  }

  Admin admin() {
    return admin;
  }

  void awaitBrokers(int count) {
    await(count + " brokers", () -> get(admin.describeCluster().nodes()).size() == count);
  }

  void createTopic(String name, int partitions, int copies, Map<String, String> configs) {
    NewTopic topic = new NewTopic(name, partitions, (short) copies).configs(configs);
    // Too few take part while one is late to say that it is alive, on a busy machine.
    await(
        copies + " brokers for topic " + name,
        () ->
            isDone(
                admin.createTopics(List.of(topic)).all(), InvalidReplicationFactorException.class));
    awaitLeaders(name, partitions);
  }

  void addPartitions(String topic, int total) {
    get(admin.createPartitions(Map.of(topic, NewPartitions.increaseTo(total))).all());
    awaitLeaders(topic, total);
  }

  void deleteTopic(String name) {
    get(admin.deleteTopics(List.of(name)).all());
    await("the end of topic " + name, () -> describe(name).isEmpty());
  }

  /** The broker that leads a partition, or -1 while none does. */
  int leader(String topic, int partition) {
    return leader(describe(topic, partition));
  }

  void moveLeader(String topic, int partition, int toBroker) {
    TopicPartition moved = new TopicPartition(topic, partition);
    List<Integer> copies = describe(topic, partition).replicas().stream().map(Node::id).toList();
    List<Integer> preferred = withFirst(toBroker, copies);
    if (!preferred.equals(copies)) {
      get(
          admin
              .alterPartitionReassignments(
                  Map.of(moved, Optional.of(new NewPartitionReassignment(preferred))))
              .all());
    }
    await(
        "broker " + toBroker + " to have a copy of " + moved,
        () ->
            get(admin.listPartitionReassignments(Set.of(moved)).reassignments()).isEmpty()
                && describe(topic, partition).isr().stream()
                    .anyMatch(node -> node.id() == toBroker));
    await(
        "broker " + toBroker + " to lead " + moved,
        () -> {
          electPreferred(moved);
          return leader(topic, partition) == toBroker;
        });
  }

  /** As many brokers as before, unless the first was none of them and takes another's place. */
  private static List<Integer> withFirst(int first, List<Integer> copies) {
    List<Integer> ordered = new ArrayList<>(copies);
    if (!ordered.remove((Integer) first)) {
      ordered.remove(0);
    }
    ordered.add(0, first);
    return ordered;
  }

  private void electPreferred(TopicPartition partition) {
    get(admin.electLeaders(ElectionType.PREFERRED, Set.of(partition)).partitions())
        .getOrDefault(partition, Optional.empty())
        .filter(failure -> !(failure instanceof ElectionNotNeededException))
        .ifPresent(
            failure -> {
              throw new IllegalStateException("no election for " + partition, failure);
            });
  }

  private void awaitLeaders(String topic, int partitions) {
    await(
        "leaders of the " + partitions + " partitions of topic " + topic,
        () ->
            describe(topic)
                .filter(
                    description ->
                        description.partitions().size() == partitions
                            && description.partitions().stream()
                                .allMatch(partition -> leader(partition) != NO_LEADER))
                .isPresent());
    awaitEnds(topic, partitions);
  }

  /**
   * Leaders are told to all before they know themselves. One that does not yet may refuse the first
   * batch of an idempotent producer and take the second, and then never takes the first.
   */
  private void awaitEnds(String topic, int partitions) {
    Map<TopicPartition, OffsetSpec> latest =
        IntStream.range(0, partitions)
            .mapToObj(partition -> new TopicPartition(topic, partition))
            .collect(Collectors.toMap(partition -> partition, partition -> OffsetSpec.latest()));
    await(
        "the leaders of topic " + topic + " to answer",
        () -> isDone(admin.listOffsets(latest).all(), InvalidMetadataException.class));
  }

  /** False if it failed with this, which passes. */
  private static boolean isDone(KafkaFuture<?> future, Class<? extends ApiException> passing) {
    try {
      get(future);
      return true;
    } catch (IllegalStateException e) {
      if (passing.isInstance(e.getCause())) {
        return false;
      }
      throw e;
    }
  }

  /** Of several brokers the one that is asked may hear of a partition after the others. */
  private TopicPartitionInfo describe(String topic, int partition) {
    AtomicReference<@Nullable TopicPartitionInfo> found = new AtomicReference<>();
    Polling.until(NEWS, () -> found.updateAndGet(before -> find(topic, partition)) != null);
    TopicPartitionInfo info = found.get();
    if (info == null) {
      throw new IllegalArgumentException("no partition " + partition + " of " + topic);
    }
    return info;
  }

  private @Nullable TopicPartitionInfo find(String topic, int partition) {
    return describe(topic).stream()
        .flatMap(description -> description.partitions().stream())
        .filter(info -> info.partition() == partition)
        .findFirst()
        .orElse(null);
  }

  private Optional<TopicDescription> describe(String topic) {
    try {
      return Optional.ofNullable(
          get(admin.describeTopics(List.of(topic)).allTopicNames()).get(topic));
    } catch (IllegalStateException e) {
      if (e.getCause() instanceof UnknownTopicOrPartitionException) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private static int leader(TopicPartitionInfo partition) {
    Node leader = partition.leader();
    return leader == null ? NO_LEADER : leader.id();
  }

  private static <T> T get(KafkaFuture<T> future) {
    try {
      return future.get();
    } catch (ExecutionException e) {
      Throwable cause = Objects.requireNonNullElse(e.getCause(), e);
      throw new IllegalStateException("the Kafka brokers refuse: " + cause.getMessage(), cause);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for the Kafka brokers", e);
    }
  }

  private static void await(String what, BooleanSupplier condition) {
    if (!Polling.until(PATIENCE, condition)) {
      throw new IllegalStateException("waited " + PATIENCE.toSeconds() + " s in vain for " + what);
    }
  }

  @Override
  public void close() {
    admin.close(Duration.ZERO);
  }
}
