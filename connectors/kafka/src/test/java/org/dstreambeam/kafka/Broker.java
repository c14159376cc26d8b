// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.kafka;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.dstreambeam.kafkabroker.LocalKafka;
import org.dstreambeam.kafkabroker.RecordWriter;

/** The one broker of this module's tests, which ends with their JVM. */
public final class Broker {

  private static final AtomicInteger TOPICS = new AtomicInteger();

  private Broker() {}

  private static final class Started {
    static final LocalKafka KAFKA =
        LocalKafka.builder().property("group.initial.rebalance.delay.ms", "0").start();
  }

  public static LocalKafka kafka() {
    return Started.KAFKA;
  }

  /** A topic that nobody else has, with so many partitions. */
  public static String topic(int partitions) {
    String name = "topic-" + TOPICS.incrementAndGet();
    kafka().createTopic(name, partitions);
    return name;
  }

  /** Writes {@code first} to {@code last} as values to a partition. */
  public static void write(String topic, int partition, int first, int last) {
    try (RecordWriter records = kafka().records(topic)) {
      for (int i = first; i <= last; i++) {
        records.send(partition, "k" + i, String.valueOf(i));
      }
      records.flush();
    }
  }

  /** Parameters of a program: strings, from the beginning, a group of its own. */
  static Map<String, Object> params(String group) {
    Map<String, Object> params = new HashMap<>(kafka().clientProperties());
    params.put("key.deserializer", StringDeserializer.class);
    params.put("value.deserializer", StringDeserializer.class);
    params.put("group.id", group);
    params.put("auto.offset.reset", "earliest");
    params.put("enable.auto.commit", false);
    return params;
  }
}
