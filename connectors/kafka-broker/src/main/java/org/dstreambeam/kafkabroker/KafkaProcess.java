// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.kafkabroker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** One life of a broker: a process. */
public final class KafkaProcess {

  private static final Duration GRACE = Duration.ofSeconds(30);
  private static final int LOG_LINES = 20;

  private final int id;
  private final Process process;
  private final NodeDirectory directory;

  KafkaProcess(int id, Process process, NodeDirectory directory) {
    this.id = id;
    this.process = process;
    this.directory = directory;
  }

  /** The number of the broker in its cluster, from 1 on. */
  public int id() {
    return id;
  }

  /** The number of the process in the operating system. */
  public long pid() {
    return process.pid();
  }

  /** Whether the process runs. */
  public boolean isAlive() {
    return process.isAlive();
  }

  /** What the broker logs; its later lives append to it. */
  public Path log() {
    return directory.log();
  }

  /**
   * Ends the process at once, as {@code kill -9} does, and returns when it is gone. A process that
   * has ended already stays so.
   */
  public void kill() {
    killNow();
    if (!awaitEnd(GRACE)) {
      throw new IllegalStateException(this + " does not end, not even by SIGKILL");
    }
  }

  /**
   * Lets the broker hand its leaderships over and close its files, and returns when it is gone.
   *
   * @throws IllegalStateException if that took longer than 30 s: it was killed then. So it is where
   *     fewer than half of the brokers are left, without which none can sign off
   */
  public void stop() {
    // Process.destroy() would close the broker's standard input, too, which ends it at once.
    process.toHandle().destroy();
    if (!awaitEnd(GRACE)) {
      kill();
      throw new IllegalStateException(
          this + " did not end within " + GRACE.toSeconds() + " s and was killed" + logTail());
    }
  }

  /** Like {@link #kill()}, without waiting. */
  void killNow() {
    process.destroyForcibly();
  }

  /** Whether the broker takes requests, and the cluster gives it work. */
  boolean isReady() {
    return isAlive() && Files.exists(directory.ready());
  }

  /**
   * Returns whether the process has ended, after the given time at most. An interrupt is kept for
   * later: what is stopped because a thread was interrupted is to be stopped all the same.
   */
  private boolean awaitEnd(Duration atMost) {
    long deadline = System.nanoTime() + atMost.toNanos();
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return process.waitFor(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /**
   * The end of the log, for a message. The frames of stack traces are left out, so that their
   * causes are among the lines.
   */
  String logTail() {
    try {
      List<String> lines =
          Files.readAllLines(log()).stream().filter(line -> !line.startsWith("\tat ")).toList();
      return "; the end of "
          + log()
          + ":"
          + lines.stream()
              .skip(Math.max(0, lines.size() - LOG_LINES))
              .reduce("", (text, line) -> text + System.lineSeparator() + line);
    } catch (IOException e) {
      return "; its log cannot be read: " + e;
    }
  }

  @Override
  public String toString() {
    return "broker " + id + " (pid " + pid() + ")";
  }
}
