// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.local;

import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets the JVM exit when the program's own threads have ended.
 *
 * <p>Spark's threads are daemons: a {@code main} that returns, or that throws what {@code
 * awaitTermination} threw, ends the process. Those of runners are not, and would keep a program
 * running that nobody waits for. So this waits for all other threads that count, then stops the
 * context; the JVM exits by itself, with the status that {@code main} has left.
 */
public final class ExitWatch {

  private static final Logger LOG = LoggerFactory.getLogger(ExitWatch.class);

  private static final Set<String> NOT_THE_PROGRAMS =
      Set.of("direct-runner-worker", "direct-metrics-counter-committer", "DestroyJavaVM");

  private final Runnable onAbandoned;
  private final Thread thread = new Thread(this::watch, "streaming-exit-watch");
  private boolean over;

  private ExitWatch(Runnable onAbandoned) {
    this.onAbandoned = onAbandoned;
  }

  /**
   * @param onAbandoned run when no thread of the program is left
   */
  public static ExitWatch start(Runnable onAbandoned) {
    ExitWatch watch = new ExitWatch(onAbandoned);
    watch.thread.setDaemon(true);
    watch.thread.start();
    return watch;
  }

  /** There is nothing to watch any more. Does not disturb {@code onAbandoned} if that runs. */
  public synchronized void end() {
    if (!over) {
      over = true;
      thread.interrupt();
    }
  }

  private void watch() {
    try {
      for (Optional<Thread> other = anyOfTheProgram();
          other.isPresent();
          other = anyOfTheProgram()) {
        other.get().join();
      }
    } catch (InterruptedException e) {
      return; // the end
    }
    synchronized (this) {
      if (over) {
        return;
      }
      over = true;
    }
    LOG.info("The program's threads have ended");
    onAbandoned.run();
  }

  private static Optional<Thread> anyOfTheProgram() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.isAlive() && !thread.isDaemon())
        .filter(thread -> !NOT_THE_PROGRAMS.contains(thread.getName()))
        .filter(thread -> !EngineThreads.include(thread))
        .findAny();
  }
}
