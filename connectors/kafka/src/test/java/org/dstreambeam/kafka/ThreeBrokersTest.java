// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.dstreambeam.kafkabroker.KafkaProcess;
import org.dstreambeam.kafkabroker.LocalKafka;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * Brokers are killed, stopped and started again, and leaders move, while a program reads: it goes
 * on, and each record is in one batch.
 *
 * <p>{@code -Ddstreambeam.kill.runs=5} and {@code -Ddstreambeam.kill.seed=7} as for {@link
 * ProgramRecoveryTest}.
 */
@Timeout(3600)
class ThreeBrokersTest {

  private static final int RUNS = Integer.getInteger("dstreambeam.kill.runs", 0);
  private static final long SEED = Long.getLong("dstreambeam.kill.seed", 1);
  private static final int BROKERS = 3;

  private enum Fault {
    LEADER_MOVES,
    BROKER_IS_KILLED,
    BROKER_IS_STOPPED
  }

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  private Path directory;

  @Test
  void noRecordIsLostOrInTwoBatches() throws Exception {
    int runs = Math.max(1, RUNS);
    int rounds = RUNS == 0 ? 1 : 2;
    int records = RUNS == 0 ? 150_000 : 1_000_000;
    int batches = 0;
    for (int i = 0; i < runs; i++) {
      try (LocalKafka kafka = LocalKafka.builder().brokers(BROKERS).start()) {
        TallyTopic topic = TallyTopic.written(kafka, "tally", BROKERS, records);
        TallyOutput.Findings findings = run(i, kafka, topic, rounds);
        assertThat(findings.complaints()).as("run with seed %d", SEED + i).isEmpty();
        assertThat(findings.records()).isEqualTo(records);
        batches += findings.batches();
      }
    }
    System.out.printf(
        "faults of brokers: %d in %d runs, %d batches, lost 0, doubled 0%n",
        runs * rounds * Fault.values().length, runs, batches);
  }

  private TallyOutput.Findings run(int number, LocalKafka kafka, TallyTopic topic, int rounds)
      throws Exception {
    Path place = Files.createDirectory(directory.resolve("run-" + number));
    Random random = new Random(SEED + number);
    TallyRun run = new TallyRun(place, kafka, topic, TallyApi.DIRECT, "local[2]", random);
    try {
      for (int round = 0; round < rounds; round++) {
        for (Fault fault : Fault.values()) {
          run.awaitMoment(false);
          perform(fault, kafka, topic, random);
        }
      }
      return run.finish();
    } finally {
      run.end();
    }
  }

  private static void perform(Fault fault, LocalKafka kafka, TallyTopic topic, Random random) {
    int partition = random.nextInt(TallyTopic.PARTITIONS);
    int leader = kafka.leader(topic.name(), partition);
    if (fault == Fault.LEADER_MOVES) {
      List<Integer> others =
          kafka.brokers().stream().map(KafkaProcess::id).filter(id -> id != leader).toList();
      kafka.moveLeader(topic.name(), partition, others.get(random.nextInt(others.size())));
      return;
    }
    KafkaProcess broker = kafka.broker(leader);
    if (fault == Fault.BROKER_IS_KILLED) {
      broker.kill();
    } else {
      broker.stop();
    }
    KafkaProcess unused = kafka.startBroker(leader);
  }
}
