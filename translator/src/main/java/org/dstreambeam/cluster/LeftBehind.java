// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.cluster;

import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.FileSystem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What libraries that came with a job leave in a TaskManager when the job has ended. Each would
 * keep all classes of the job there, and after some jobs the process would die of it.
 */
final class LeftBehind {

  private static final Logger LOG = LoggerFactory.getLogger(LeftBehind.class);

  /** Hadoop's: it clears away what nobody refers to, and ends when interrupted. */
  private static final String CLEANER =
      "org.apache.hadoop.fs.FileSystem$Statistics$StatisticsDataReferenceCleaner";

  /**
   * Threads of the process that were started when the job first needed them, and have had its class
   * loader since: Flink's that connect TaskManagers, and the JDK's that waits for other processes,
   * such as Hadoop starts.
   */
  private static final Pattern OF_THE_PROCESS = Pattern.compile("Flink Netty .*|process reaper");

  private LeftBehind() {}

  /**
   * @param jobs the class loader of the job; nothing of others is touched
   */
  static void remove(ClassLoader jobs) {
    if (jobs == ClassLoader.getSystemClassLoader()) {
      return; // it is there for good
    }
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (thread.getName().equals(CLEANER)) {
        endIfOf(jobs, thread);
      } else if (OF_THE_PROCESS.matcher(thread.getName()).matches()
          && thread.getContextClassLoader() == jobs) {
        thread.setContextClassLoader(ClassLoader.getSystemClassLoader());
      }
    }
    try {
      for (Thread hook : shutdownHooks()) {
        if (isOf(jobs, hook)) {
          var unused = Runtime.getRuntime().removeShutdownHook(hook);
        }
      }
    } catch (IllegalStateException e) {
      LOG.debug("The JVM ends, and so does all that is left in it", e);
    } catch (ReflectiveOperationException | RuntimeException e) {
      LOG.warn("The classes of the job stay in this process; is java.lang opened to it?", e);
    }
  }

  /**
   * Its context class loader is that of whoever needed Hadoop first, which may be a thread of the
   * process: Hadoop itself knows which one it has started.
   */
  private static void endIfOf(ClassLoader jobs, Thread cleaner) {
    if (FileSystem.class.getClassLoader() != jobs) {
      return; // Hadoop is the cluster's own
    }
    try {
      Field started = FileSystem.Statistics.class.getDeclaredField("STATS_DATA_CLEANER");
      started.setAccessible(true);
      if (cleaner.equals(started.get(null))) {
        cleaner.interrupt();
      }
    } catch (ReflectiveOperationException | RuntimeException e) {
      LOG.warn("The classes of the job stay in this process: this Hadoop is an unknown one", e);
    }
  }

  private static boolean isOf(ClassLoader jobs, Thread thread) {
    return thread.getContextClassLoader() == jobs || thread.getClass().getClassLoader() == jobs;
  }

  /** There is no other way to hooks that libraries have registered. */
  private static List<Thread> shutdownHooks() throws ReflectiveOperationException {
    Class<?> registry = Class.forName("java.lang.ApplicationShutdownHooks");
    Field field = registry.getDeclaredField("hooks");
    field.setAccessible(true);
    synchronized (registry) {
      Map<?, ?> hooks = (Map<?, ?>) field.get(null);
      List<Thread> all = new ArrayList<>();
      if (hooks != null) { // not while the JVM ends
        hooks.keySet().forEach(hook -> all.add((Thread) hook));
      }
      return all;
    }
  }
}
