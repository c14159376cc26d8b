// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.benchmarks.app;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.ToLongFunction;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

/** What Kafka's consumers can do, without an engine: each polls its partitions in a thread. */
final class PollLoop {

  private PollLoop() {}

  /**
   * Returns when all has been read.
   *
   * @param consumers that share the partitions evenly
   * @param work what becomes of the value of each record
   * @param perRecord what {@code work} gives for each
   */
  static void drain(Backlog backlog, int consumers, ToLongFunction<String> work, long perRecord)
      throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(consumers);
    List<Future<Boolean>> polling = new ArrayList<>();
    for (int consumer = 0; consumer < consumers; consumer++) {
      List<TopicPartition> own = new ArrayList<>();
      for (int partition = consumer; partition < backlog.partitions(); partition += consumers) {
        own.add(new TopicPartition(backlog.topic(), partition));
      }
      polling.add(threads.submit(() -> poll(backlog, own, work, perRecord)));
    }
    for (Future<Boolean> done : polling) {
      done.get();
    }
    threads.shutdown();
  }

  private static boolean poll(
      Backlog backlog,
      List<TopicPartition> partitions,
      ToLongFunction<String> work,
      long perRecord) {
    try (KafkaConsumer<String, String> consumer =
        new KafkaConsumer<>(consumerProperties(backlog))) {
      consumer.assign(partitions);
      while (backlog.drained().getCount() > 0) {
        long result = 0;
        for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(100))) {
          result += work.applyAsLong(record.value());
        }
        backlog.read(result / perRecord);
      }
      return true;
    }
  }

  /** With what is faster here than Kafka's own settings: a limit ought to be none of a setting. */
  private static Map<String, Object> consumerProperties(Backlog backlog) {
    Map<String, Object> properties = backlog.consumerProperties();
    properties.put(ConsumerConfig.RECEIVE_BUFFER_CONFIG, 1 << 20);
    properties.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, 4 << 20);
    properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 5_000);
    return properties;
  }
}
