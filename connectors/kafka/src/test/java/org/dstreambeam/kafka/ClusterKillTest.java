// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.dstreambeam.flinkcluster.ClusterProcess;
import org.dstreambeam.flinkcluster.LocalFlinkCluster;
import org.dstreambeam.kafkabroker.LocalKafka;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * TaskManagers of a program on a cluster are killed with SIGKILL, others take their places: each
 * record is in one batch, and batches that are repeated are the same.
 *
 * <p>{@code -Ddstreambeam.kill.runs=5} and {@code -Ddstreambeam.kill.seed=7} as for {@link
 * ProgramRecoveryTest}.
 */
@Timeout(3600)
class ClusterKillTest {

  private static final int RUNS = Integer.getInteger("dstreambeam.kill.runs", 0);
  private static final long SEED = Long.getLong("dstreambeam.kill.seed", 1);

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  private Path directory;

  @Test
  void noRecordIsLostOrInTwoBatches() throws Exception {
    int runs = Math.max(1, RUNS);
    int kills = RUNS == 0 ? 1 : 4;
    int records = RUNS == 0 ? 150_000 : 1_000_000;
    int batches = 0;
    int repeated = 0;
    try (LocalKafka kafka =
        LocalKafka.builder().property("group.min.session.timeout.ms", "1000").start()) {
      for (int i = 0; i < runs; i++) {
        TallyTopic topic = TallyTopic.written(kafka, "tally-" + i, 1, records);
        TallyOutput.Findings findings = run(i, kafka, topic, kills);
        assertThat(findings.complaints()).as("run with seed %d", SEED + i).isEmpty();
        assertThat(findings.records()).isEqualTo(records);
        // The outputs run in one TaskManager, the consumer that commits perhaps in the other.
        assertThat(committed(kafka, topic)).isBetween(1L, (long) records);
        batches += findings.batches();
        repeated += findings.repeated();
      }
    }
    System.out.printf(
        "kills of TaskManagers: %d in %d runs, %d batches, lost 0, doubled 0, %d repeated alike%n",
        runs * kills, runs, batches, repeated);
  }

  /** All partitions together. */
  private static long committed(LocalKafka kafka, TallyTopic topic) throws Exception {
    return kafka
        .admin()
        .listConsumerGroupOffsets(TallyProgram.GROUP)
        .partitionsToOffsetAndMetadata()
        .get()
        .entrySet()
        .stream()
        .filter(committed -> committed.getKey().topic().equals(topic.name()))
        .mapToLong(committed -> committed.getValue().offset())
        .sum();
  }

  private TallyOutput.Findings run(int number, LocalKafka kafka, TallyTopic topic, int kills)
      throws Exception {
    Path place = Files.createDirectory(directory.resolve("run-" + number));
    Random random = new Random(SEED + number);
    try (LocalFlinkCluster cluster =
        LocalFlinkCluster.builder()
            .taskManagers(2)
            .slots(2)
            .jvmOptions("-XX:TieredStopAtLevel=1")
            .start()) {
      TallyRun run =
          new TallyRun(place, kafka, topic, TallyApi.DIRECT, "flink://" + cluster.master(), random);
      try {
        for (int i = 1; i <= kills; i++) {
          run.awaitMoment(i > 1);
          List<ClusterProcess> taskManagers = cluster.taskManagers();
          taskManagers.get(random.nextInt(taskManagers.size())).kill();
          ClusterProcess unused = cluster.startTaskManager();
        }
        return run.finish();
      } finally {
        run.end();
      }
    }
  }
}
