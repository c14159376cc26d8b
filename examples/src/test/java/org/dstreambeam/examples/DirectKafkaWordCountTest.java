// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.spark.streaming.StreamingContext;
import org.dstreambeam.kafkabroker.LocalKafka;
import org.dstreambeam.kafkabroker.RecordWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class DirectKafkaWordCountTest {

  @Test
  void countsTheWordsOfAllItsTopicsFromTheFirstRecordOn() throws Exception {
    try (LocalKafka kafka = LocalKafka.builder().start();
        PrintedCounts printed = new PrintedCounts()) {
      write(kafka, "sea", "the sea", "and the sea");
      write(kafka, "land", "the land", "and so on");
      Map<String, Integer> before =
          Map.of("the", 3, "sea", 2, "and", 2, "land", 1, "so", 1, "on", 1);
      String[] arguments = {kafka.bootstrapServers(), "words", "sea,land"};

      CompletableFuture<Void> program = CompletableFuture.runAsync(() -> run(arguments));
      try {
        awaitTotal(printed, before, program);
        write(kafka, "land", "later");
        awaitTotal(printed, add(before, "later"), program);
      } finally {
        if (StreamingContext.getActive().isDefined()) {
          StreamingContext.getActive().get().stop(true, true);
        }
      }
      program.get();

      assertThat(printed.total()).isEqualTo(add(before, "later"));
      assertThat(printed.others()).isEmpty();
    }
  }

  private static void write(LocalKafka kafka, String topic, String... lines) {
    try (RecordWriter records = kafka.records(topic)) {
      List.of(lines).forEach(line -> records.send(0, null, line));
      records.flush();
    }
  }

  private static Map<String, Integer> add(Map<String, Integer> counts, String word) {
    Map<String, Integer> more = new HashMap<>(counts);
    more.merge(word, 1, Integer::sum);
    return more;
  }

  private static void awaitTotal(
      PrintedCounts printed, Map<String, Integer> expected, CompletableFuture<Void> program)
      throws InterruptedException {
    while (!printed.total().equals(expected) && !program.isDone()) {
      Thread.sleep(50);
    }
  }

  private static void run(String[] arguments) {
    try {
      DirectKafkaWordCount.main(arguments);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
