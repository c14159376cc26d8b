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
    Thread thread = start(task);
    try {
      return task.get();
    } catch (ExecutionException e) {
      throw Rethrow.as(e.getCause() == null ? e : e.getCause());
    } catch (InterruptedException e) {
      thread.interrupt();
      throw Rethrow.as(e);
    }
  }

  /**
   * As {@link #call}, to the end: whoever interrupts the caller learns what came of it, and the
   * caller is interrupted afterwards.
   */
  public static <T> T callToTheEnd(Callable<T> work) {
    FutureTask<T> task = new FutureTask<>(work);
    Thread unused = start(task);
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return task.get();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } catch (ExecutionException e) {
      throw Rethrow.as(e.getCause() == null ? e : e.getCause());
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static Thread start(Runnable work) {
    Thread thread = new Thread(GROUP, work, "engine-start");
    thread.setContextClassLoader(Thread.currentThread().getContextClassLoader());
    thread.start();
    return thread;
  }

  /** Whether it was started by what {@link #call} called, directly or not. */
  static boolean include(Thread thread) {
    ThreadGroup group = thread.getThreadGroup();
    return group != null && GROUP.parentOf(group);
  }
}
