// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.task;

import java.net.URL;
import java.net.URLClassLoader;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * What the tasks of an application share: their numbers, and the local properties that a program
 * had when it started its streams. There is one Spark context in a JVM, so there is one of these,
 * and stages find it without a reference that would have to travel.
 */
public final class TaskEnvironment {

  private static volatile TaskEnvironment current = new TaskEnvironment();

  private final AtomicInteger stageIds = new AtomicInteger();
  private final AtomicLong taskIds = new AtomicLong();
  private volatile Properties streamProperties = new Properties();
  private volatile int maxFailures = 1;
  private volatile @Nullable JarLoader jars;

  private TaskEnvironment() {}

  /** That of the latest Spark context. */
  public static TaskEnvironment current() {
    return current;
  }

  /** Begins to count anew, for a new Spark context. */
  public static TaskEnvironment renew() {
    TaskEnvironment created = new TaskEnvironment();
    current = created;
    return created;
  }

  public int newStageId() {
    return stageIds.getAndIncrement();
  }

  public long newTaskId() {
    return taskIds.getAndIncrement();
  }

  /** Sets what the stages of streams see; {@code properties} are not changed any more. */
  public void setStreamProperties(Properties properties) {
    streamProperties = properties;
  }

  /**
   * Sets how often a task may fail, by which its job fails, too.
   *
   * @throws IllegalArgumentException if that is not once at least
   */
  public void setMaxFailures(int maxFailures) {
    if (maxFailures < 1) {
      throw new IllegalArgumentException("Tasks may fail once at least, not " + maxFailures);
    }
    this.maxFailures = maxFailures;
  }

  /** How often a task is tried; 1 unless it was set. */
  public int maxFailures() {
    return maxFailures;
  }

  /** Makes the classes of a jar known to the tasks that begin from now on. */
  public synchronized void addJar(URL jar) {
    JarLoader loader = jars;
    if (loader == null) {
      loader = new JarLoader(Thread.currentThread().getContextClassLoader());
      jars = loader;
    }
    loader.addURL(jar);
  }

  /** The context class loader of tasks, if it is not that of their threads. */
  @Nullable ClassLoader taskLoader() {
    return jars;
  }

  /** Grows as jars are added. */
  private static final class JarLoader extends URLClassLoader {
    JarLoader(ClassLoader parent) {
      super(new URL[0], parent);
    }

    @Override
    public void addURL(URL url) {
      super.addURL(url);
    }
  }

  Properties streamProperties() {
    return streamProperties;
  }
}
