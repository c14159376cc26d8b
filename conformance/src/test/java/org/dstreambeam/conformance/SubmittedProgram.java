// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.conformance;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * A program in a process of its own: its standard output as lines, and never alive after {@link
 * #close()}.
 */
final class SubmittedProgram implements AutoCloseable {
  private static final int ERROR_LINES_SHOWN = 40;

  private final Process process;
  private final Path errors;
  private final Thread reader;
  private final List<String> lines = new ArrayList<>();
  private boolean outputEnded;

  private SubmittedProgram(Process process, Path errors) {
    this.process = process;
    this.errors = errors;
    this.reader = new Thread(this::read, "output of process " + process.pid());
  }

  /**
   * Starts {@code command} with this JDK and in a UTF-8 locale; what it writes to standard error
   * goes to the file {@code errors}.
   */
  static SubmittedProgram start(List<String> command, Path errors) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command).redirectError(errors.toFile());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().put("LC_ALL", "C.UTF-8");
    builder.environment().put("DSTREAM_JAVA_OPTS", "-XX:TieredStopAtLevel=1"); // not to live long
    SubmittedProgram program = new SubmittedProgram(builder.start(), errors);
    program.reader.setDaemon(true);
    program.reader.start();
    return program;
  }

  private void read() {
    try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        synchronized (lines) {
          lines.add(line);
          lines.notifyAll();
        }
      }
    } catch (IOException e) {
      // The process was destroyed under way: what it wrote until then is there.
      if (process.isAlive()) {
        throw new UncheckedIOException(e);
      }
    } finally {
      synchronized (lines) {
        outputEnded = true;
        lines.notifyAll();
      }
    }
  }

  /** Waits until the output so far satisfies {@code condition}. */
  void awaitOutput(Predicate<List<String>> condition, Duration limit) throws InterruptedException {
    long deadline = System.nanoTime() + limit.toNanos();
    synchronized (lines) {
      while (!condition.test(List.copyOf(lines))) {
        long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
        if (outputEnded || left <= 0) {
          throw failure(
              outputEnded
                  ? "ended before its output was complete"
                  : "was waited for in vain for " + limit);
        }
        lines.wait(left);
      }
    }
  }

  /**
   * Waits for the end of the program.
   *
   * @return its standard output
   * @throws IllegalStateException if it did not end in time or did not end well
   */
  List<String> awaitEnd(Duration limit) throws InterruptedException {
    if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
      throw failure("did not end within " + limit);
    }
    if (process.exitValue() != 0) {
      throw failure("ended with exit code " + process.exitValue());
    }
    reader.join(limit.toMillis());
    synchronized (lines) {
      return List.copyOf(lines);
    }
  }

  /** Waits for the end of the program, however it ends; gives its exit code. */
  int awaitExit(Duration limit) throws InterruptedException {
    if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
      throw failure("did not end within " + limit);
    }
    reader.join(limit.toMillis());
    return process.exitValue();
  }

  /** What it has printed so far. */
  List<String> output() {
    synchronized (lines) {
      return List.copyOf(lines);
    }
  }

  /** What it has written to standard error so far. */
  List<String> errors() throws IOException {
    return Files.readAllLines(errors);
  }

  /** SIGTERM; what it prints from here on is read, too. */
  void terminate() {
    process.toHandle().destroy();
  }

  /** SIGKILL. */
  void kill() {
    process.toHandle().destroyForcibly();
  }

  private IllegalStateException failure(String what) {
    synchronized (lines) {
      return new IllegalStateException(
          "The program "
              + what
              + ".\nIt had printed:\n"
              + String.join("\n", lines)
              + "\nThe end of its standard error ("
              + errors
              + "):\n"
              + endOfErrors());
    }
  }

  private String endOfErrors() {
    try {
      List<String> all = Files.readString(errors).lines().toList();
      return String.join(
          "\n", all.subList(Math.max(0, all.size() - ERROR_LINES_SHOWN), all.size()));
    } catch (IOException e) {
      return "cannot be read: " + e;
    }
  }

  /** The processes that the program has started. */
  List<ProcessHandle> descendants() {
    return process.descendants().toList();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Ends the process and those it started: a submit script may have a virtual machine below it. */
  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }
}
