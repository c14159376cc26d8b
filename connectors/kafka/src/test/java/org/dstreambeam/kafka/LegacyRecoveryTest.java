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
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * Streams of the 0-8 API on Flink, embedded and on a cluster: records of the direct stream are in
 * one batch, those of the receiver with its write-ahead log in one at least, batches that are
 * repeated are the same.
 *
 * <p>{@code -Ddstreambeam.kill.runs=5} and {@code -Ddstreambeam.kill.seed=7} as for {@link
 * ProgramRecoveryTest}; TaskManagers are killed in such runs only.
 */
@Timeout(3600)
class LegacyRecoveryTest {

  private static final int RUNS = Integer.getInteger("dstreambeam.kill.runs", 0);
  private static final long SEED = Long.getLong("dstreambeam.kill.seed", 1);
  private static final int RECORDS = RUNS == 0 ? 60_000 : 1_000_000;
  private static final String MASTER = "local[2]";

  private static LocalKafka kafka;

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  private Path directory;

  @BeforeAll
  static void startBroker() {
    kafka = LocalKafka.builder().property("group.min.session.timeout.ms", "1000").start();
  }

  @AfterAll
  static void stopBroker() {
    kafka.close();
  }

  @Test
  void aProgramThatIsKilledGoesOnFromItsCheckpoint() throws Exception {
    int kills = RUNS == 0 ? 1 : 5;
    for (int i = 0; i < Math.max(1, RUNS); i++) {
      Random random = new Random(SEED + i);
      TallyRun run = run(i, "program-" + i, MASTER, random);
      try {
        for (int kill = 1; kill <= kills; kill++) {
          run.awaitMoment(kill > 1);
          run.killAndRestart(MASTER);
        }
        check("kills of the program", kills, i, run);
      } finally {
        run.end();
      }
    }
  }

  @Test
  void aProgramRunsOnACluster() throws Exception {
    int kills = RUNS == 0 ? 0 : 4;
    for (int i = 0; i < Math.max(1, RUNS); i++) {
      Random random = new Random(SEED + i);
      try (LocalFlinkCluster cluster =
          LocalFlinkCluster.builder()
              .taskManagers(2)
              .slots(2)
              .jvmOptions("-XX:TieredStopAtLevel=1")
              .start()) {
        TallyRun run = run(i, "cluster-" + i, "flink://" + cluster.master(), random);
        try {
          for (int kill = 1; kill <= kills; kill++) {
            run.awaitMoment(kill > 1);
            List<ClusterProcess> taskManagers = cluster.taskManagers();
            taskManagers.get(random.nextInt(taskManagers.size())).kill();
            ClusterProcess unused = cluster.startTaskManager();
          }
          check("kills of TaskManagers", kills, i, run);
        } finally {
          run.end();
        }
      }
    }
  }

  private TallyRun run(int number, String name, String master, Random random) throws Exception {
    TallyTopic topic = TallyTopic.written(kafka, name, 1, RECORDS);
    Path place = Files.createDirectory(directory.resolve("run-" + number));
    return new TallyRun(place, kafka, topic, TallyApi.LEGACY, master, random);
  }

  private static void check(String what, int kills, int number, TallyRun run) throws Exception {
    TallyOutput.Findings direct = run.finish();
    TallyOutput.Findings received = run.received();
    assertThat(direct.complaints()).as("direct, seed %d", SEED + number).isEmpty();
    assertThat(direct.records()).isEqualTo(RECORDS);
    assertThat(received.complaints()).as("received, seed %d", SEED + number).isEmpty();
    // What was stored and not yet committed: a block of each consumer, a fifth of a second long.
    assertThat(received.doubled())
        .isLessThanOrEqualTo((long) kills * TallyTopic.RECORDS_PER_SECOND);
    System.out.printf(
        "0-8, %d %s, seed %d: direct %d batches, %d repeated alike; received %d batches, %d repeated alike, %d doubled%n",
        kills,
        what,
        SEED + number,
        direct.batches(),
        direct.repeated(),
        received.batches(),
        received.repeated(),
        received.doubled());
  }
}
