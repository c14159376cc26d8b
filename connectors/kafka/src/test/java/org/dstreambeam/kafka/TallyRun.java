// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.kafka;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.Assertions;
import org.dstreambeam.kafkabroker.LocalKafka;

/** Runs a {@link TallyProgram} to its end while something happens to it at random moments. */
final class TallyRun {

  /** For what should take a few seconds, on a machine that does much else. */
  private static final long MOST_SECONDS = 240;

  private static final long LOOK_MILLIS = 20;

  private final Path directory;
  private final LocalKafka kafka;
  private final TallyTopic topic;
  private final TallyOutput output;
  private final Random random;
  private TallyProcess process;
  private int starts;

  /**
   * @param master of the first start
   */
  TallyRun(Path directory, LocalKafka kafka, TallyTopic topic, String master, Random random)
      throws IOException {
    this.directory = directory;
    this.kafka = kafka;
    this.topic = topic;
    this.output = TallyProcess.output(directory);
    this.random = random;
    this.process = start(master);
  }

  private TallyProcess start(String master) throws IOException {
    starts++;
    return TallyProcess.start(directory, starts, master, kafka.bootstrapServers(), topic);
  }

  /** Kills the program with SIGKILL, and starts it again. */
  void killAndRestart(String master) throws IOException, InterruptedException {
    process.kill();
    process = start(master);
  }

  /** Some time from its next output on, or, if that may be, while it begins. */
  void awaitMoment(boolean mayBeEarly) throws IOException, InterruptedException {
    if (mayBeEarly && random.nextInt(4) == 0) {
      process.runFor(random.nextInt(4_000));
      return;
    }
    int before = output.outputs();
    await("write anything", () -> output.outputs() > before);
    process.runFor(random.nextInt(1_500));
  }

  @FunctionalInterface
  private interface Condition {
    boolean holds() throws IOException;
  }

  private void await(String what, Condition condition) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(MOST_SECONDS);
    while (!condition.holds()) {
      process.runFor(LOOK_MILLIS);
      if (System.nanoTime() > deadline) {
        Assertions.fail("It does not " + what + ": " + process.tail());
      }
    }
  }

  /** Waits until all records are in batches, and for some more batches; then looks at them all. */
  TallyOutput.Findings finish() throws IOException, InterruptedException {
    await("count all records", () -> output.records() >= topic.records());
    int before = output.outputs();
    await("go on", () -> output.outputs() >= before + 3);
    process.kill();
    return output.check(topic.expected());
  }

  /** Of a run that has failed, too. */
  void end() throws InterruptedException {
    process.kill();
  }
}
