// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.runner.flink;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * With a write-ahead log nothing is lost that {@code store} has returned from, if the program is
 * killed with SIGKILL; and what was stored once is in one batch.
 *
 * <p>{@code -Ddstreambeam.kill.runs=10} makes more runs, each with other moments; {@code
 * -Ddstreambeam.kill.seed=7} those of another seed.
 */
@Timeout(3600)
class LoggedReceiverRecoveryTest {

  private static final int RUNS = Integer.getInteger("dstreambeam.kill.runs", 1);
  private static final long SEED = Long.getLong("dstreambeam.kill.seed", 1);
  private static final int KILLS = 2;
  private static final long MOST_SECONDS = 120;

  /** Of the starts of a run, in turn. */
  private static final List<String> MASTERS = List.of("local[2]", "local[4]", "local[1]");

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  private Path directory;

  private int starts;

  @Test
  void nothingThatWasStoredIsLostOrInTwoBatches() throws Exception {
    int kills = 0;
    int batches = 0;
    int acknowledged = 0;
    int records = 0;
    int repeated = 0;
    for (int run = 0; run < RUNS; run++) {
      Path place = Files.createDirectory(directory.resolve("run-" + run));
      LoggedOutput.Findings findings = killAndCheck(place, new Random(SEED + run));
      assertThat(findings.complaints()).as("run with seed %d", SEED + run).isEmpty();
      kills += KILLS;
      batches += findings.batches();
      acknowledged += findings.acknowledged();
      records += findings.records();
      repeated += findings.repeated();
    }
    assertThat(acknowledged).isPositive();
    System.out.printf(
        "write-ahead log: %d runs, %d kills, %d batches, %d records acknowledged, lost 0; %d in"
            + " outputs, none in two batches; %d outputs repeated, all alike%n",
        RUNS, kills, batches, acknowledged, records, repeated);
  }

  private LoggedOutput.Findings killAndCheck(Path place, Random random) throws Exception {
    LoggedOutput output = new LoggedOutput(CountingProcess.output(place));
    for (int i = 0; i < KILLS; i++) {
      CountingProcess process = start(place);
      awaitMoment(process, output, random, i < KILLS - 1);
      process.kill();
    }
    Files.createFile(AcknowledgingReceiver.quiet(place));
    List<String> acknowledged = AcknowledgingReceiver.noted(place);
    CountingProcess last = start(place);
    Set<String> missing = new HashSet<>(acknowledged);
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(MOST_SECONDS);
    missing.removeAll(output.records());
    int before = output.batches().size();
    // Some more batches, in which nothing may come again.
    while ((!missing.isEmpty() || output.batches().size() < before + 5)
        && System.nanoTime() < deadline) {
      assertThat(last.endsWithin(100)).as("%s", last.tail()).isFalse();
      missing.removeAll(output.records());
    }
    last.kill();
    return output.check(acknowledged);
  }

  /**
   * Now and then while it starts, if that may be, otherwise from its first batch to after some
   * checkpoints.
   */
  private static void awaitMoment(
      CountingProcess process, LoggedOutput output, Random random, boolean mayBeEarly)
      throws IOException, InterruptedException {
    boolean ended;
    if (mayBeEarly && random.nextInt(4) == 0) {
      ended = process.endsWithin(random.nextInt(4_000));
    } else {
      int before = output.batches().size();
      long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(MOST_SECONDS);
      do {
        ended = process.endsWithin(20);
      } while (!ended && output.batches().size() == before && System.nanoTime() < deadline);
      ended = ended || process.endsWithin(random.nextInt(1_500));
    }
    assertThat(ended).as("it ended by itself: %s", process.tail()).isFalse();
  }

  private CountingProcess start(Path place) throws IOException {
    String master = MASTERS.get(starts++ % MASTERS.size());
    return CountingProcess.start(
        LoggedReceiverProgram.class, place, starts, List.of(), List.of(place.toString(), master));
  }
}
