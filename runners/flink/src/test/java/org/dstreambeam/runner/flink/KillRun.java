// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.runner.flink;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * One run of a {@link CountingProgram}: it is killed with SIGKILL at random moments and started
 * again, until it has counted all numbers; then it is looked at what it wrote.
 */
final class KillRun {

  private static final long MOST_SECONDS = 120;

  private final Path directory;
  private final long count;
  private final CountedOutput output;
  private final Random random;
  private final List<String> masters;
  private final List<String> kind;
  private final List<String> complaints = new ArrayList<>();
  private int starts;

  /**
   * @param masters of the starts, in turn
   */
  KillRun(Path directory, long count, long seed, List<String> masters) {
    this(directory, count, seed, masters, List.of());
  }

  /**
   * @param kind further arguments of the program
   */
  KillRun(Path directory, long count, long seed, List<String> masters, List<String> kind) {
    this.kind = kind;
    this.directory = directory;
    this.count = count;
    this.output = new CountedOutput(CountingProcess.output(directory), count);
    this.random = new Random(seed);
    this.masters = masters;
  }

  /** What it found. */
  record Result(int kills, int batches, int repeated, List<String> complaints) {}

  Result run(int kills) throws IOException, InterruptedException {
    int killed = 0;
    for (int i = 0; i < kills && !output.isComplete(); i++) {
      CountingProcess process = start();
      if (endsBeforeItsMoment(process)) {
        complaints.add("start " + starts + " ended by itself: " + process.tail());
        return new Result(killed, 0, 0, complaints);
      }
      process.kill();
      killed++;
    }
    CountingProcess last = start();
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(MOST_SECONDS);
    while (!output.isComplete() && System.nanoTime() < deadline) {
      if (last.endsWithin(100)) {
        break;
      }
    }
    if (!output.isComplete()) {
      complaints.add("not done: " + last.tail());
    }
    last.kill();
    return result(killed);
  }

  private Result result(int killed) throws IOException {
    CountedOutput.Findings findings = output.check();
    complaints.addAll(findings.complaints());
    return new Result(killed, findings.batches(), findings.repeated(), complaints);
  }

  /** Now and then while it starts, otherwise from its first batch to after some checkpoints. */
  private boolean endsBeforeItsMoment(CountingProcess process)
      throws IOException, InterruptedException {
    if (random.nextInt(4) == 0) {
      return process.endsWithin(random.nextInt(4_000));
    }
    int before = output.lines().size();
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(MOST_SECONDS);
    while (output.lines().size() == before && System.nanoTime() < deadline) {
      if (process.endsWithin(20)) {
        return true;
      }
    }
    return process.endsWithin(random.nextInt(2_500));
  }

  private CountingProcess start() throws IOException {
    String master = masters.get(starts++ % masters.size());
    List<String> arguments = new ArrayList<>(List.of(String.valueOf(count), master));
    arguments.addAll(kind);
    return CountingProcess.start(directory, starts, List.of(), arguments);
  }
}
