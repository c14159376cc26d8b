// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.conformance.behaviour;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.spark.streaming.kafka010.ConsumerStrategies;
import org.apache.spark.streaming.kafka010.ConsumerStrategy;
import org.dstreambeam.kafkabroker.LocalKafka;
import org.dstreambeam.kafkabroker.RecordWriter;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/** Topics of a broker that all suites share, and a consumer group for each test. */
@ExtendWith(KafkaFixture.SharedBroker.class)
abstract class KafkaFixture {

  /** Starts one for the first suite that reads topics; it is there to the end of the run. */
  static final class SharedBroker implements BeforeAllCallback {
    @Override
    public void beforeAll(ExtensionContext context) {
      kafka =
          context
              .getRoot()
              .getStore(Namespace.create(SharedBroker.class))
              .getOrComputeIfAbsent(
                  LocalKafka.class,
                  key ->
                      LocalKafka.builder()
                          .property("auto.create.topics.enable", "false")
                          .property("log.cleaner.backoff.ms", "100")
                          .start(),
                  LocalKafka.class);
    }
  }

  private static final AtomicInteger ORDINAL = new AtomicInteger();
  private static final String RUN = Long.toString(System.nanoTime(), Character.MAX_RADIX);

  private static LocalKafka kafka;
  private static Producer<String, String> producer;

  /** The consumer group of this test. */
  final String group = unique("group");

  @BeforeAll
  static void connect() {
    producer = producer(Map.of());
  }

  @AfterAll
  static void disconnect() {
    producer.close();
  }

  static String servers() {
    return kafka.bootstrapServers();
  }

  static Admin admin() {
    return kafka.admin();
  }

  /** A producer of texts with these settings beside the address. */
  static Producer<String, String> producer(Map<String, Object> settings) {
    Map<String, Object> all = new HashMap<>(settings);
    all.put("bootstrap.servers", servers());
    return new KafkaProducer<>(all, new StringSerializer(), new StringSerializer());
  }

  private static String unique(String name) {
    return name + "-" + RUN + "-" + ORDINAL.incrementAndGet();
  }

  /** A new topic; rows show {@code name} for it, which has no {@code '-'}. */
  static String topic(String name, int partitions) {
    return topic(name, partitions, Map.of());
  }

  static String topic(String name, int partitions, Map<String, String> settings) {
    String topic = unique(name);
    create(topic, partitions, settings);
    return topic;
  }

  /** A topic of that very name. */
  static void create(String topic, int partitions, Map<String, String> settings) {
    kafka.createTopic(topic, partitions, 1, settings);
  }

  /** Until the topic has that many. */
  static void addPartitions(String topic, int partitions) {
    kafka.addPartitions(topic, partitions);
  }

  static void delete(String topic) {
    kafka.deleteTopic(topic);
  }

  /** What was before that offset is no longer there. */
  static void deleteRecords(String topic, int partition, long before) throws Exception {
    admin()
        .deleteRecords(Map.of(partition(topic, partition), RecordsToDelete.beforeOffset(before)))
        .all()
        .get();
  }

  /** As if the group had read up to there; it must have no member. */
  void commit(String topic, int partition, long offset) throws Exception {
    admin()
        .alterConsumerGroupOffsets(
            group, Map.of(partition(topic, partition), new OffsetAndMetadata(offset)))
        .all()
        .get();
  }

  /** Returns when the records can be read. */
  static void send(String topic, int partition, String... values) throws Exception {
    List<Future<RecordMetadata>> sent = new ArrayList<>();
    for (String value : values) {
      sent.add(producer.send(new ProducerRecord<>(topic, partition, null, value)));
    }
    for (Future<RecordMetadata> record : sent) {
      record.get();
    }
  }

  static void send(ProducerRecord<String, String> message) throws Exception {
    producer.send(message).get();
  }

  /** Records of one transaction, which ends with a marker: an offset without a record. */
  static void transaction(String topic, boolean isToCommit, String... values) throws Exception {
    try (RecordWriter records = kafka.transactionalRecords(topic)) {
      for (String value : values) {
        records.send(0, null, value);
      }
      if (isToCommit) {
        records.commit();
      } else {
        records.abort();
      }
    }
    awaitMarkers(topic);
  }

  /** That a transaction has ended does not mean that its marker is in the log. */
  static void awaitMarkers(String topic) throws Exception {
    while (end(topic, IsolationLevel.READ_COMMITTED)
        < end(topic, IsolationLevel.READ_UNCOMMITTED)) {
      Thread.onSpinWait();
    }
  }

  private static long end(String topic, IsolationLevel isolation) throws Exception {
    Map<TopicPartition, OffsetSpec> latest = Map.of(partition(topic, 0), OffsetSpec.latest());
    return admin()
        .listOffsets(latest, new ListOffsetsOptions(isolation))
        .partitionResult(partition(topic, 0))
        .get()
        .offset();
  }

  /** Its transactions begin with a record and end when the test says so. */
  static RecordWriter openTransaction(String topic) {
    return kafka.transactionalRecords(topic);
  }

  static String[] numbers(int count) {
    return IntStream.range(0, count).mapToObj(Integer::toString).toArray(String[]::new);
  }

  /** What programs set: a group, texts, from the beginning, no commits but the program's. */
  Map<String, Object> params() {
    return params(Map.of("bootstrap.servers", servers()), group);
  }

  /**
   * {@link #params()} for another broker.
   *
   * @param client what it takes to come in there
   */
  static Map<String, Object> params(Map<String, Object> client, String group) {
    Map<String, Object> params = new HashMap<>(client);
    params.put("key.deserializer", StringDeserializer.class);
    params.put("value.deserializer", StringDeserializer.class);
    params.put("group.id", group);
    params.put("auto.offset.reset", "earliest");
    params.put("enable.auto.commit", false);
    // Who goes back to what was read waits for the answer to his last question first.
    params.put("fetch.max.wait.ms", 10);
    return params;
  }

  /** {@link #params()} with another value of one of them; null takes it away. */
  Map<String, Object> params(String name, Object value) {
    Map<String, Object> params = params();
    if (value == null) {
      params.remove(name);
    } else {
      params.put(name, value);
    }
    return params;
  }

  ConsumerStrategy<String, String> subscribe(String... topics) {
    return ConsumerStrategies.Subscribe(Arrays.asList(topics), params());
  }

  static TopicPartition partition(String topic, int partition) {
    return new TopicPartition(topic, partition);
  }

  /** What is committed for the group of this test: {@code {t0=5, t1=7}}. */
  Map<String, Long> committed() throws Exception {
    return committed(admin(), group);
  }

  static Map<String, Long> committed(Admin admin, String group) throws Exception {
    Map<String, Long> committed = new TreeMap<>();
    admin
        .listConsumerGroupOffsets(group)
        .partitionsToOffsetAndMetadata()
        .get()
        .forEach(
            (partition, offset) -> committed.put(KafkaProgram.name(partition), offset.offset()));
    return committed;
  }

  /** Groups that the broker knows, of this test: whatever has its name in it. */
  Set<String> groups() throws Exception {
    Set<String> groups = new TreeSet<>();
    admin().listConsumerGroups().all().get().stream()
        .map(listing -> listing.groupId())
        .filter(name -> name.contains(group))
        .forEach(groups::add);
    return groups;
  }
}
