// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.local;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.dstreambeam.compute.Rethrow;

/**
 * Tells the threads of a runner from those of the program, for runners that start many, and not as
 * daemons: they are in one group, since threads inherit it.
 */
public final class EngineThreads {

  private static final ThreadGroup GROUP = new ThreadGroup("engine");

  private EngineThreads() {}

  /**
   * Calls {@code work} on a thread of the group, with the caller's context class loader. What it
   * throws is thrown as it is.
   */
  public static <T> T call(Callable<T> work) {
    FutureTask<T> task = new FutureTask<>(work);
    Thread thread = new Thread(GROUP, task, "engine-start");
    thread.setContextClassLoader(Thread.currentThread().getContextClassLoader());
    thread.start();
    try {
      return task.get();
    } catch (ExecutionException e) {
      throw Rethrow.as(e.getCause() == null ? e : e.getCause());
    } catch (InterruptedException e) {
      thread.interrupt();
      throw Rethrow.as(e);
    }
  }

  /** Whether it was started by what {@link #call} called, directly or not. */
  static boolean include(Thread thread) {
    ThreadGroup group = thread.getThreadGroup();
    return group != null && GROUP.parentOf(group);
  }
}
