// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.flinkcluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * A JobManager or a TaskManager: a process of its own.
 *
 * <p>It may be known from a record of its number only, and numbers are used again. So what has the
 * number is taken for this process only if it runs Flink; a process that has ended but was not yet
 * waited for runs nothing.
 */
public final class ClusterProcess {

  private static final int LOG_LINES = 20;

  private final String name;
  private final ProcessHandle handle;
  private final ClusterDirectory directory;

  ClusterProcess(String name, ProcessHandle handle, ClusterDirectory directory) {
    this.name = name;
    this.handle = handle;
    this.directory = directory;
  }

  /** {@code jobmanager}, or the id of a TaskManager in Flink's REST interface and web UI. */
  public String name() {
    return name;
  }

  /** The number of the process in the operating system. */
  public long pid() {
    return handle.pid();
  }

  /** Whether the process runs. */
  public boolean isAlive() {
    return handle.isAlive()
        && handle.info().commandLine().filter(line -> line.contains(FlinkJvm.RUNTIME)).isPresent();
  }

  /**
   * Ends the process at once, as {@code kill -9} does, and returns when it is gone. A process that
   * has ended already stays so.
   */
  public void kill() {
    killNow();
    if (!awaitEnd(Duration.ofSeconds(30))) {
      throw new IllegalStateException(this + " does not end, not even by SIGKILL");
    }
  }

  /** What the process logs; a second process of the same name appends to it. */
  public Path log() {
    return directory.log(name);
  }

  /** What the process, and the jobs in it, write to standard output. */
  public Path out() {
    return directory.out(name);
  }

  /** Asks the process to end. */
  void terminate() {
    if (isAlive()) {
      handle.destroy();
    }
  }

  /** Like {@link #kill()}, without waiting. */
  void killNow() {
    if (isAlive()) {
      handle.destroyForcibly();
    }
  }

  /**
   * Returns whether the process has ended, after the given time at most. An interrupt is kept for
   * later: what is stopped because a thread was interrupted is to be stopped all the same.
   */
  boolean awaitEnd(Duration atMost) {
    long deadline = System.nanoTime() + atMost.toNanos();
    boolean interrupted = Thread.interrupted();
    while (isAlive() && System.nanoTime() < deadline) {
      if (!Polling.pause()) {
        interrupted = Thread.interrupted();
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return !isAlive();
  }

  /**
   * The last lines of the log, behind a line break each; or why there are none. The frames of stack
   * traces are left out, so that their causes are among the lines.
   */
  String logTail() {
    try {
      List<String> lines =
          Files.readAllLines(log()).stream().filter(line -> !line.startsWith("\tat ")).toList();
      return lines.stream()
          .skip(Math.max(0, lines.size() - LOG_LINES))
          .reduce("", (text, line) -> text + System.lineSeparator() + line);
    } catch (IOException e) {
      return " cannot be read: " + e;
    }
  }

  @Override
  public String toString() {
    return name + " (pid " + pid() + ")";
  }
}
