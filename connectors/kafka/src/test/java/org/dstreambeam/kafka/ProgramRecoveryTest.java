// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.dstreambeam.kafkabroker.LocalKafka;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * A program on embedded Flink is killed with SIGKILL and goes on from its checkpoint: each record
 * is in one batch, and batches that are repeated are the same.
 *
 * <p>{@code -Ddstreambeam.kill.runs=5} makes five long runs, of 1,000,000 records and five kills
 * each; {@code -Ddstreambeam.kill.seed=7} those of another seed.
 */
@Timeout(3600)
class ProgramRecoveryTest {

  private static final int RUNS = Integer.getInteger("dstreambeam.kill.runs", 0);
  private static final long SEED = Long.getLong("dstreambeam.kill.seed", 1);

  /** Of the starts of a run, in turn. */
  private static final List<String> MASTERS = List.of("local[2]", "local[4]", "local[1]");

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  private Path directory;

  @Test
  void noRecordIsLostOrInTwoBatches() throws Exception {
    int runs = Math.max(1, RUNS);
    int kills = RUNS == 0 ? 2 : 5;
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
        batches += findings.batches();
        repeated += findings.repeated();
      }
    }
    System.out.printf(
        "kills of the program: %d in %d runs, %d batches, lost 0, doubled 0, %d repeated alike%n",
        runs * kills, runs, batches, repeated);
  }

  private TallyOutput.Findings run(int number, LocalKafka kafka, TallyTopic topic, int kills)
      throws Exception {
    Path place = Files.createDirectory(directory.resolve("run-" + number));
    TallyRun run =
        new TallyRun(
            place, kafka, topic, TallyApi.DIRECT, MASTERS.get(0), new Random(SEED + number));
    try {
      for (int i = 1; i <= kills; i++) {
        run.awaitMoment(i > 1);
        run.killAndRestart(MASTERS.get(i % MASTERS.size()));
      }
      return run.finish();
    } finally {
      run.end();
    }
  }
}
