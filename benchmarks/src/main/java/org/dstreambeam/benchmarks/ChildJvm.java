// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Runs one program in a process of its own, and never leaves that process behind: neither when it
 * takes too long, nor when the harness itself is told to end.
 *
 * @param logs where the output of the children is kept
 * @param limit after which a child is ended and the run has failed
 */
record ChildJvm(Path logs, Duration limit) {

  private static final int TAIL_LINES = 30;

  /** Runs the command to its end and returns what it reported. */
  Figures run(String name, List<String> command) {
    Path output = logs.resolve(name + ".out");
    Path errors = logs.resolve(name + ".err");
    try {
      Files.createDirectories(logs);
      int exitCode = await(name, start(command, output, errors), errors);
      if (exitCode != 0) {
        throw new BenchmarkException(
            "%s failed with exit code %d.%s".formatted(name, exitCode, tail(errors)));
      }
      return Figures.parse(lines(output));
    } catch (IOException e) {
      throw new BenchmarkException("Cannot run " + name + ": " + e.getMessage(), e);
    }
  }

  private static Process start(List<String> command, Path output, Path errors) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectOutput(output.toFile()).redirectError(errors.toFile());
    // Spark would otherwise look for a network interface, and complain of what it finds.
    builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
    return builder.start();
  }

  private int await(String name, Process process, Path errors) throws IOException {
    Thread endWithHarness = new Thread(process::destroyForcibly, "end " + name);
    Runtime.getRuntime().addShutdownHook(endWithHarness);
    boolean ended = false;
    try {
      ended = process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BenchmarkException("Interrupted while " + name + " ran", e);
    } finally {
      process.destroyForcibly();
      forget(endWithHarness);
    }
    if (!ended) {
      throw new BenchmarkException(
          "%s did not end within %d s.%s".formatted(name, limit.toSeconds(), tail(errors)));
    }
    return process.exitValue();
  }

  private static void forget(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException shuttingDown) {
      // Then the hook is running, as it should.
    }
  }

  private static String tail(Path errors) throws IOException {
    List<String> lines = lines(errors);
    List<String> last = lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size());
    return " The end of its standard error (%s):%n%s".formatted(errors, String.join("\n", last));
  }

  private static List<String> lines(Path file) throws IOException {
    // Undecodable bytes must not hide the rest, as Files.readAllLines would have it.
    return new String(Files.readAllBytes(file), StandardCharsets.UTF_8).lines().toList();
  }
}
