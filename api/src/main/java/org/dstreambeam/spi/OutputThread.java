// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.spi;

import java.util.concurrent.Callable;

/**
 * A thread that runs output operations, one after the other. What a program calls on it must not
 * wait for the operation it is called from. The same holds while another thread is within {@link
 * #call}.
 */
public final class OutputThread extends Thread {

  private static final ThreadLocal<Boolean> CALLING = ThreadLocal.withInitial(() -> false);

  /**
   * @param work runs the operations
   * @param name Spark's, {@code streaming-job-executor-0}
   */
  public OutputThread(Runnable work, String name) {
    super(work, name);
    setDaemon(true);
  }

  /** Calls a driver function on a thread that is no output thread. */
  public static <T> T call(Callable<T> driverFunction) throws Exception {
    CALLING.set(true);
    try {
      return driverFunction.call();
    } finally {
      CALLING.remove();
    }
  }

  /** Whether the caller is, or was called by, a driver function. */
  public static boolean isCurrent() {
    return Thread.currentThread() instanceof OutputThread || CALLING.get();
  }
}
