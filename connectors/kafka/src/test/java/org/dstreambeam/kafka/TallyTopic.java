// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.kafka;

import java.util.HashMap;
import java.util.Map;
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
}
