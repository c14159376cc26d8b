// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.runner.flink;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * One run of a {@link CountingProgram}: it is killed with SIGKILL at random moments and started
 * again, until it has counted all numbers; then it is looked at what it wrote.
 */
final class KillRun {

  private static final long MOST_SECONDS = 120;

  private final Path directory;
  private final Path out;
  private final long count;
  private final Random random;
  private final List<String> masters;
  private final List<String> complaints = new ArrayList<>();
  private int starts;

  /**
   * @param masters of the starts, in turn
   */
  KillRun(Path directory, long count, long seed, List<String> masters) {
    this.directory = directory;
    this.out = directory.resolve("out");
    this.count = count;
    this.random = new Random(seed);
    this.masters = masters;
  }

  /** What it found. */
  record Result(int kills, int batches, int repeated, List<String> complaints) {}

  Result run(int kills) throws IOException, InterruptedException {
    int killed = 0;
    for (int i = 0; i < kills && !isDone(); i++) {
      Process process = start();
      if (endsBeforeItsMoment(process)) {
        complaints.add("start " + starts + " ended by itself: " + tail());
        return new Result(killed, 0, 0, complaints);
      }
      process.destroyForcibly().waitFor();
      killed++;
    }
    Process last = start();
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(MOST_SECONDS);
    while (!isDone() && last.isAlive() && System.nanoTime() < deadline) {
      last.waitFor(100, TimeUnit.MILLISECONDS);
    }
    if (!isDone()) {
      complaints.add("not done: " + tail());
    }
    last.destroyForcibly().waitFor();
    return check(killed);
  }

  /** Now and then while it starts, otherwise from its first batch to after some checkpoints. */
  private boolean endsBeforeItsMoment(Process process) throws IOException, InterruptedException {
    if (random.nextInt(4) == 0) {
      return process.waitFor(random.nextInt(4_000), TimeUnit.MILLISECONDS);
    }
    int before = lines().size();
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(MOST_SECONDS);
    while (lines().size() == before && process.isAlive() && System.nanoTime() < deadline) {
      process.waitFor(20, TimeUnit.MILLISECONDS);
    }
    return process.waitFor(random.nextInt(2_500), TimeUnit.MILLISECONDS);
  }

  private Process start() throws IOException {
    String master = masters.get(starts++ % masters.size());
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--add-opens=java.base/java.lang=ALL-UNNAMED",
            "--add-opens=java.base/java.util=ALL-UNNAMED",
            "-Xmx384m",
            "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
            "-cp",
            System.getProperty("java.class.path"),
            CountingProgram.class.getName(),
            directory.resolve("checkpoints").toString(),
            out.toString(),
            String.valueOf(count),
            master)
        .redirectErrorStream(true)
        .redirectOutput(log().toFile())
        .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
        .start();
  }

  private Path log() {
    return directory.resolve("log-" + starts);
  }

  private String tail() throws IOException {
    String text = Files.readString(log());
    return text.substring(Math.max(0, text.length() - 3_000));
  }

  private List<String> lines() throws IOException {
    if (!Files.exists(out)) {
      return List.of();
    }
    // A kill may cut the last line of a start short: the next one goes on in the same line.
    return Files.readAllLines(out, StandardCharsets.UTF_8);
  }

  private boolean isDone() throws IOException {
    return lines().stream().anyMatch(line -> line.startsWith("state ") && line.contains(" all "));
  }

  private Result check(int killed) throws IOException {
    Map<Long, String> batches = new TreeMap<>();
    Map<Long, String> states = new TreeMap<>();
    int repeated = 0;
    for (String line : lines()) {
      String[] parts = line.split(" ", 3);
      Map<Long, String> known = parts[0].equals("batch") ? batches : states;
      String before = known.put(Long.parseLong(parts[1]), parts[2]);
      if (before != null) {
        repeated++;
        if (!before.equals(parts[2])) {
          complaints.add(
              "repeated otherwise: "
                  + parts[0]
                  + " "
                  + parts[1]
                  + ": "
                  + before
                  + " then "
                  + parts[2]);
        }
      }
    }
    checkGrid("batch", batches);
    checkGrid("state", states);
    checkCounts(states);
    return new Result(killed, batches.size(), repeated, complaints);
  }

  private void checkGrid(String what, Map<Long, String> batches) {
    Long before = null;
    for (Long batch : batches.keySet()) {
      if (before != null && batch != before + CountingProgram.BATCH_MILLIS) {
        complaints.add(what + ": after " + before + " comes " + batch);
      }
      before = batch;
    }
  }

  /** Every key has been counted as often as it was there. */
  private void checkCounts(Map<Long, String> states) {
    Map<Long, Long> expected = new TreeMap<>();
    for (long key = 0; key < CountingProgram.KEYS; key++) {
      expected.put(key, (count - key + CountingProgram.KEYS - 1) / CountingProgram.KEYS);
    }
    String last = states.values().stream().reduce((first, second) -> second).orElse("nothing");
    if (!last.equals("all " + expected)) {
      complaints.add("the last state is " + last);
    }
  }
}
