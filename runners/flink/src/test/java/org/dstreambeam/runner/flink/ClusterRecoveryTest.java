// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.runner.flink;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.dstreambeam.runner.flink.ClusterKillRun.Kill;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * A program on a cluster goes on where it was, whatever of the cluster is killed.
 *
 * <p>{@code -Ddstreambeam.kill.runs=20} makes more runs, each with other moments; {@code
 * -Ddstreambeam.kill.seed=7} those of another seed.
 */
@Timeout(7200)
class ClusterRecoveryTest {

  private static final int RUNS = Integer.getInteger("dstreambeam.kill.runs", 1);
  private static final long SEED = Long.getLong("dstreambeam.kill.seed", 1);
  private static final long NUMBERS = 100_000;

  /** Of the starts of a run, in turn: fewer slots than before, more, and as many. */
  private static final List<List<Integer>> SLOTS =
      List.of(List.of(4, 2), List.of(2, 4), List.of(4, 4, 2));

  /** The logs of the cluster stay if there is something to find in them. */
  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  private Path directory;

  @Test
  void nothingIsLostOrDoubledByKills() throws Exception {
    Map<Kill, Integer> kills = new EnumMap<>(Kill.class);
    long lost = 0;
    long doubled = 0;
    int repeated = 0;
    for (int run = 0; run < RUNS; run++) {
      Path place = Files.createDirectory(directory.resolve("run-" + run));
      List<Integer> slots = SLOTS.get((int) Math.floorMod(SEED + run, SLOTS.size()));
      ClusterKillRun.Result result = new ClusterKillRun(place, NUMBERS, SEED + run, slots).run();
      CountedOutput.Findings findings = result.findings();
      assertThat(findings.complaints()).as("run with seed %d, in %s", SEED + run, place).isEmpty();
      assertThat(result.kills()).as("run with seed %d", SEED + run).contains(Kill.values());
      result.kills().forEach(kill -> kills.merge(kill, 1, Integer::sum));
      lost += findings.lost();
      doubled += findings.doubled();
      repeated += findings.repeated();
    }
    System.out.printf(
        "cluster: %d runs, %d kills (TaskManager %d, JobManager %d, all %d, client %d),"
            + " lost %d, doubled %d, %d outputs repeated, all alike%n",
        RUNS,
        kills.values().stream().mapToInt(Integer::intValue).sum(),
        kills.get(Kill.TASK_MANAGER),
        kills.get(Kill.JOB_MANAGER),
        kills.get(Kill.ALL),
        kills.get(Kill.CLIENT),
        lost,
        doubled,
        repeated);
  }
}
