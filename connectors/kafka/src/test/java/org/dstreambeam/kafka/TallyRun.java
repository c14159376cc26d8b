// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.kafka;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
  private final TallyApi api;
  private final List<TallyOutput> outputs = new ArrayList<>();
  private final Random random;
  private TallyProcess process;
  private int starts;

  /**
   * @param master of the first start
   */
  TallyRun(
      Path directory,
      LocalKafka kafka,
      TallyTopic topic,
      TallyApi api,
      String master,
      Random random)
      throws IOException {
    this.directory = directory;
    this.kafka = kafka;
    this.topic = topic;
    this.api = api;
    for (String name : api.outputs()) {
      outputs.add(TallyProcess.output(directory, name));
    }
    this.random = random;
    this.process = start(master);
  }

  private TallyProcess start(String master) throws IOException {
    starts++;
    return TallyProcess.start(directory, starts, master, kafka.bootstrapServers(), topic, api);
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
    TallyOutput last = outputs.get(outputs.size() - 1);
    int before = last.outputs();
    await("write anything", () -> last.outputs() > before);
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
    for (TallyOutput output : outputs) {
      await("count all records", () -> output.records() >= topic.records());
      int before = output.outputs();
      await("go on", () -> output.outputs() >= before + 3);
    }
    process.kill();
    return outputs.get(0).check(topic.expected());
  }

  /** Of a program that has finished, what its receiver got. */
  TallyOutput.Findings received() throws IOException {
    return outputs.get(1).checkAtLeastOnce(topic.expected());
  }

  /** Of a run that has failed, too. */
  void end() throws InterruptedException {
    process.kill();
  }
}
