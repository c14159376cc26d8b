// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.spi;

/**
 * A thread that runs output operations, one after the other. What a program calls on it must not
 * wait for the operation it is called from.
 */
public final class OutputThread extends Thread {

  /**
   * @param work runs the operations
   * @param name Spark's, {@code streaming-job-executor-0}
   */
  public OutputThread(Runnable work, String name) {
    super(work, name);
    setDaemon(true);
  }

  /** Whether the caller is, or was called by, an output operation. */
  public static boolean isCurrent() {
    return Thread.currentThread() instanceof OutputThread;
  }
}
