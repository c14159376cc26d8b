// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.runner.flink;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.dstreambeam.flinkcluster.ClusterProcess;
import org.dstreambeam.flinkcluster.LocalFlinkCluster;
import org.jspecify.annotations.Nullable;

/**
 * One run of a {@link CountingProgram} on a cluster of its own, of a JobManager and two
 * TaskManagers: parts of it, the client, and all of it are killed with SIGKILL at random moments,
 * each once, in random order; then it is looked at what the program wrote.
 */
final class ClusterKillRun {

  /** What is killed, and what follows. */
  enum Kill {
    /** Another takes its place: at once, later, or when the job has run without it, if it can. */
    TASK_MANAGER,
    /** It comes back without its jobs; the client submits the program again. */
    JOB_MANAGER,
    /** The client, the JobManager and the TaskManagers; all of them start anew. */
    ALL,
    /** A new client ends the job and goes on where it was. */
    CLIENT
  }

  private static final int SLOTS = 2;
  private static final int TASK_MANAGERS = 2;

  /**
   * When TaskManagers notice that a JobManager is gone, in ms: before it is there again, or when
   * the job that it had and the one that takes its place have run side by side, if there are slots
   * for both.
   */
  private static final String SOON = "6000";

  private static final String LATE = "20000";

  /** Few, so that the run is not over before its last kill. */
  private static final int NUMBERS_PER_READ = 8;

  /** For what should happen within a few seconds, on a machine that does much else. */
  private static final long MOST_SECONDS = 300;

  /** Batches behind a recovery that show that the program runs. */
  private static final int BATCHES = 3;

  private static final long LOOK_MILLIS = 50;

  private final Path directory;
  private final CountedOutput output;
  private final Random random;
  private final List<Integer> slotsOfStarts;
  private final List<Kill> kills = new ArrayList<>(List.of(Kill.values()));
  private final List<String> complaints = new ArrayList<>();
  private final long begun = System.nanoTime();
  private int starts;
  private @Nullable CountingProcess client;

  /**
   * @param slotsOfStarts how many slots the program may take, at each start of a client in turn
   */
  ClusterKillRun(Path directory, long count, long seed, List<Integer> slotsOfStarts) {
    this.directory = directory;
    this.output = new CountedOutput(CountingProcess.output(directory), count);
    this.random = new Random(seed);
    this.slotsOfStarts = slotsOfStarts;
    Collections.shuffle(kills, random);
  }

  /** What it found. */
  record Result(List<Kill> kills, CountedOutput.Findings findings) {}

  Result run() throws IOException, InterruptedException {
    List<Kill> done = new ArrayList<>();
    try (LocalFlinkCluster cluster =
        LocalFlinkCluster.builder()
            .taskManagers(TASK_MANAGERS)
            .slots(SLOTS)
            .configuration("heartbeat.timeout", random.nextBoolean() ? SOON : LATE)
            .directory(directory.resolve("cluster"))
            .start()) {
      startClient(cluster);
      for (Kill kill : kills) {
        if (!awaitMoment()) {
          break;
        }
        note("kill " + kill);
        perform(kill, cluster);
        done.add(kill);
      }
      if (done.size() == kills.size()) {
        awaitEnd();
      }
    } finally {
      killClient();
    }
    CountedOutput.Findings findings = output.check();
    complaints.addAll(findings.complaints());
    return new Result(
        done,
        new CountedOutput.Findings(
            findings.batches(),
            findings.repeated(),
            findings.lost(),
            findings.doubled(),
            complaints));
  }

  /**
   * Now and then while the last kill is being recovered from, otherwise when the program runs again
   * and has taken some checkpoints. False if it does not, which is complained of.
   */
  private boolean awaitMoment() throws IOException, InterruptedException {
    return random.nextInt(4) == 0
        ? !endsWithin(random.nextInt(4_000))
        : awaitBatches() && !endsWithin(random.nextInt(2_500));
  }

  private boolean awaitBatches() throws IOException, InterruptedException {
    long wanted = lastBatch() + BATCHES * CountingProgram.BATCH_MILLIS;
    return await("go on", () -> lastBatch() >= wanted);
  }

  private void awaitEnd() throws IOException, InterruptedException {
    if (awaitBatches()) {
      await("count all", output::isComplete);
    }
  }

  @FunctionalInterface
  private interface Condition {
    boolean holds() throws IOException;
  }

  private boolean await(String what, Condition condition) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(MOST_SECONDS);
    while (!condition.holds()) {
      if (endsWithin(LOOK_MILLIS)) {
        return false;
      }
      if (System.nanoTime() > deadline) {
        complaints.add("does not " + what + ": " + client().tail());
        return false;
      }
    }
    return true;
  }

  private boolean endsWithin(long millis) throws IOException, InterruptedException {
    if (client().endsWithin(millis)) {
      complaints.add("start " + starts + " ended by itself: " + client().tail());
      return true;
    }
    return false;
  }

  /** The newest batch of which all outputs have run; 0 if there is none. */
  private long lastBatch() throws IOException {
    return output.lines().stream()
        .filter(line -> line.startsWith("state "))
        .mapToLong(line -> Long.parseLong(line.split(" ", 3)[1]))
        .max()
        .orElse(0);
  }

  private void perform(Kill kill, LocalFlinkCluster cluster)
      throws IOException, InterruptedException {
    switch (kill) {
      case TASK_MANAGER -> replaceTaskManager(cluster);
      case JOB_MANAGER -> {
        boolean followed = client().hasStarted();
        cluster.jobManager().kill();
        pause(2_000);
        cluster.startJobManager();
        if (!followed) {
          startAgainIfNotStarted(cluster);
        }
      }
      case ALL -> {
        killAll(cluster);
        cluster.startJobManager();
        for (int i = 0; i < TASK_MANAGERS; i++) {
          cluster.startTaskManager();
        }
        startClient(cluster);
      }
      case CLIENT -> {
        killClient();
        pause(1_000);
        startClient(cluster);
      }
    }
  }

  /** A program that finds no JobManager while it is being submitted cannot be started. */
  private void startAgainIfNotStarted(LocalFlinkCluster cluster)
      throws IOException, InterruptedException {
    while (!client().hasStarted()) {
      if (client().endsWithin(LOOK_MILLIS)) {
        note("could not start");
        startClient(cluster);
        return;
      }
    }
  }

  private void replaceTaskManager(LocalFlinkCluster cluster)
      throws IOException, InterruptedException {
    cluster.taskManagers().get(random.nextInt(TASK_MANAGERS)).kill();
    boolean canDoWithout = slots() <= (TASK_MANAGERS - 1) * SLOTS;
    switch (random.nextInt(3)) {
      case 0 -> {} // at once
      case 1 -> pause(3_000);
      default -> {
        if (canDoWithout) {
          note("goes on without it");
          boolean unused = awaitBatches(); // if not, the next moment does not come either
        } else {
          pause(3_000);
        }
      }
    }
    ClusterProcess unused = cluster.startTaskManager();
  }

  /** Those who are left live on for some milliseconds. */
  private void killAll(LocalFlinkCluster cluster) throws InterruptedException {
    List<Part> parts = new ArrayList<>();
    parts.add(this::killClient);
    parts.add(cluster.jobManager()::kill);
    cluster.taskManagers().forEach(taskManager -> parts.add(taskManager::kill));
    Collections.shuffle(parts, random);
    for (Part part : parts) {
      part.kill();
      pause(100);
    }
  }

  @FunctionalInterface
  private interface Part {
    void kill() throws InterruptedException;
  }

  /** It is about moments, not about waiting for anything. */
  private void pause(int mostMillis) throws InterruptedException {
    TimeUnit.MILLISECONDS.sleep(random.nextInt(mostMillis));
  }

  private CountingProcess client() {
    if (client == null) {
      throw new IllegalStateException("no client has been started");
    }
    return client;
  }

  private void killClient() throws InterruptedException {
    if (client != null) {
      client.kill();
    }
  }

  /** Of the last start. */
  private int slots() {
    return slotsOfStarts.get((starts - 1) % slotsOfStarts.size());
  }

  private void startClient(LocalFlinkCluster cluster) throws IOException {
    starts++;
    note("start with " + slots() + " slots");
    client =
        CountingProcess.start(
            directory,
            starts,
            List.of("-Dspark.cores.max=" + slots()),
            List.of(
                String.valueOf(output.count()),
                "flink://" + cluster.master(),
                String.valueOf(NUMBERS_PER_READ)));
  }

  private void note(String what) throws IOException {
    long batches = output.lines().stream().filter(line -> line.startsWith("state ")).count();
    long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begun);
    System.out.printf("cluster: %d s: %s, after %d outputs%n", seconds, what, batches);
  }
}
