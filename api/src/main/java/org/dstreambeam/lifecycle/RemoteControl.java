// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.lifecycle;

/** What a context asks of the program that it takes part in, which was started in another JVM. */
@FunctionalInterface
public interface RemoteControl {

  /**
   * A driver function has called {@code stop} on the streaming context. To return at once: an
   * output cannot wait for itself to end.
   *
   * @param stopSparkContext whether the Spark context is to be stopped, too
   * @param gracefully whether to process everything received first
   */
  void stop(boolean stopSparkContext, boolean gracefully);

  /** Refuses to stop. */
  static RemoteControl none() {
    return (stopSparkContext, gracefully) -> {
      throw new UnsupportedOperationException(
          "The program runs on a cluster, where a driver function cannot stop it. Stop it from"
              + " where it was started: keep what is to end it in something that the main program"
              + " can see, a file or a table, and call stop there.");
    };
  }
}
