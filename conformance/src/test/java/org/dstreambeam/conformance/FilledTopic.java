// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.conformance;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.dstreambeam.kafkabroker.LocalKafka;
import org.dstreambeam.kafkabroker.RecordWriter;

/** A topic of Kafka with all its records, and a consumer group, for one run of a program. */
final class FilledTopic {

  /** The broker of all runs in this JVM: from the first that has a topic to the end of the JVM. */
  private static final class SharedBroker {
    static final LocalKafka KAFKA = LocalKafka.builder().start();
  }

  private static final AtomicInteger ORDINAL = new AtomicInteger();

  private final String name = "topic-" + ORDINAL.incrementAndGet();
  private final String group = "group-of-" + name;

  private FilledTopic() {}

  /**
   * A new topic, which can be read when this returns; the keys are {@code k} and the offset.
   *
   * @param partitions the values in each partition
   */
  static FilledTopic of(List<List<String>> partitions) {
    FilledTopic topic = new FilledTopic();
    SharedBroker.KAFKA.createTopic(topic.name, partitions.size());
    try (RecordWriter records = SharedBroker.KAFKA.records(topic.name)) {
      for (int partition = 0; partition < partitions.size(); partition++) {
        List<String> values = partitions.get(partition);
        for (int offset = 0; offset < values.size(); offset++) {
          records.send(partition, "k" + offset, values.get(offset));
        }
      }
      records.flush();
    }
    return topic;
  }

  static String brokers() {
    return SharedBroker.KAFKA.bootstrapServers();
  }

  /** What programs take: {@code <brokers> <group> <topic>}. */
  List<String> arguments() {
    return List.of(brokers(), group, name);
  }
}
