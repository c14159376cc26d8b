// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.runner.flink;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * A program that is killed goes on where it was.
 *
 * <p>{@code -Ddstreambeam.kill.runs=20} makes more runs, each with other moments; {@code
 * -Ddstreambeam.kill.seed=7} those of another seed.
 */
@Timeout(3600)
class EmbeddedRecoveryTest {

  private static final int RUNS = Integer.getInteger("dstreambeam.kill.runs", 1);
  private static final long SEED = Long.getLong("dstreambeam.kill.seed", 1);
  private static final int KILLS = 3;
  private static final long NUMBERS = 400_000;

  /** Of the starts of a run, in turn: with more cores, and with fewer. */
  private static final List<List<String>> MASTERS =
      List.of(
          List.of("local[2]", "local[4]"), List.of("local[4]", "local[2]"), List.of("local[2]"));

  @TempDir private Path directory;

  @Test
  void nothingIsLostOrDoubledByKills() throws Exception {
    kill("log", List.of());
  }

  /** Only when asked for: what is particular about it, {@link BlockSourceRestartTest} has, too. */
  @Test
  @EnabledIfSystemProperty(named = "dstreambeam.kill.runs", matches = "\\d+")
  void norOfABeamSource() throws Exception {
    kill("beam", List.of(CountingProgram.BEAM));
  }

  private void kill(String name, List<String> kind) throws Exception {
    int kills = 0;
    int repeated = 0;
    for (int run = 0; run < RUNS; run++) {
      Path place = Files.createDirectory(directory.resolve(name + "-run-" + run));
      KillRun.Result result =
          new KillRun(place, NUMBERS, SEED + run, MASTERS.get(run % MASTERS.size()), kind)
              .run(KILLS);
      assertThat(result.complaints()).as("run with seed %d", SEED + run).isEmpty();
      kills += result.kills();
      repeated += result.repeated();
    }
    System.out.printf(
        "embedded, %s: %d runs, %d kills, lost 0, doubled 0, %d outputs repeated, all alike%n",
        name, RUNS, kills, repeated);
  }
}
