// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.kafka;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.dstreambeam.kafka.TallyOutput.Span;
import org.dstreambeam.kafkabroker.LocalKafka;
import org.dstreambeam.kafkabroker.RecordWriter;

/**
 * The numbers from 0 on, with {@link #KEYS} keys in turn.
 *
 * @param records how many
 */
record TallyTopic(String name, int records) {

  static final int PARTITIONS = 4;

  /** Not a multiple of the number of partitions: each key is in all. */
  private static final int KEYS = 97;

  /** What a second brings at most: a run takes some time, so that there is something to kill. */
  static final int RECORDS_PER_SECOND = 40_000;

  /** For {@code spark.streaming.kafka.maxRatePerPartition}. */
  static String ratePerPartition() {
    return String.valueOf(RECORDS_PER_SECOND / PARTITIONS);
  }

  static TallyTopic written(LocalKafka kafka, String name, int replication, int records) {
    kafka.createTopic(name, PARTITIONS, replication);
    try (RecordWriter writer = kafka.records(name)) {
      for (int i = 0; i < records; i++) {
        writer.send(i % PARTITIONS, key(i), String.valueOf(i));
      }
      writer.flush();
    }
    return new TallyTopic(name, records);
  }

  private static String key(int number) {
    return "key-" + number % KEYS;
  }

  Map<String, Tally> expected() {
    Map<String, Tally> tallies = new HashMap<>();
    for (int i = 0; i < records; i++) {
      tallies.merge(key(i), new Tally(1, i), Tally::plus);
    }
    return tallies;
  }

  /**
   * Which offsets these values have, as few spans as there may be. A value that is there twice is
   * in two of them.
   */
  static List<Span> spans(List<String> values) {
    List<Span> spans = new ArrayList<>();
    List<Long> numbers = values.stream().map(Long::valueOf).toList();
    for (int partition = 0; partition < PARTITIONS; partition++) {
      int of = partition;
      long[] offsets =
          numbers.stream()
              .filter(number -> number % PARTITIONS == of)
              .mapToLong(number -> number / PARTITIONS)
              .sorted()
              .toArray();
      for (int from = 0, i = 1; i <= offsets.length; i++) {
        if (i == offsets.length || offsets[i] != offsets[i - 1] + 1) {
          spans.add(new Span(partition, offsets[from], offsets[i - 1] + 1));
          from = i;
        }
      }
    }
    return spans;
  }
}
