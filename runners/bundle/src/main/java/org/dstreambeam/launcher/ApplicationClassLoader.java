// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.launcher;

import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Loads this library and, behind it, the application: one loader for both, since an embedded Flink
 * looks for the application's classes where it finds its own.
 *
 * <p>The order is what makes the genuine Spark classes of an assembly jar harmless: ours are found
 * before them. A class under {@code org/apache/spark/} that we do not have, such as an example
 * program of Spark, comes from the jar.
 *
 * <p>{@code bin/dstream-submit} makes it the system class loader ({@code
 * java.system.class.loader}), since Flink asks that one too, and the threads of the common pool
 * have it. The JVM's class path then holds the launcher only, which is loaded from there, so that
 * it exists once.
 *
 * <p>Never closed: threads that outlive the application's main method still load classes.
 */
public final class ApplicationClassLoader extends URLClassLoader {

  static {
    registerAsParallelCapable();
  }

  private static final String LAUNCHER = "org.dstreambeam.launcher.";

  private final ClassLoader classPath;
  private final Set<String> applicationUrls = ConcurrentHashMap.newKeySet();

  /**
   * Finds nothing yet but the launcher. Called by the JVM.
   *
   * @param classPath the loader of the JVM's class path
   */
  public ApplicationClassLoader(ClassLoader classPath) {
    // No name for the loader: the JVM would write it into every stack trace of the application.
    super(new URL[0], ClassLoader.getPlatformClassLoader());
    this.classPath = classPath;
  }

  /** One to run a single application with: the JVM's own, if it was started so. */
  static ApplicationClassLoader forOneRun() {
    return ClassLoader.getSystemClassLoader() instanceof ApplicationClassLoader system
        ? system
        : new ApplicationClassLoader(Submit.class.getClassLoader());
  }

  /** Adds the jars and directories of this library, and all it needs. */
  ApplicationClassLoader library(List<Path> files) {
    files.forEach(file -> addURL(url(file)));
    return this;
  }

  /** Adds the application's jars, behind what is there. */
  ApplicationClassLoader application(List<ApplicationJar> jars) {
    for (ApplicationJar jar : jars) {
      URL url = url(jar.file());
      applicationUrls.add(url.toString());
      addURL(url);
    }
    return this;
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    return name.startsWith(LAUNCHER) ? classPath.loadClass(name) : super.findClass(name);
  }

  /** Adds the jar of an agent; the JVM asks this of its system class loader, by this name. */
  void appendToClassPathForInstrumentation(String file) {
    addURL(url(Path.of(file)));
  }

  /** Whether there is such a class, and it comes from a jar of the application. */
  boolean isOfTheApplication(String className) {
    try {
      Class<?> type = Class.forName(className, false, this);
      CodeSource source = type.getProtectionDomain().getCodeSource();
      return source != null
          && source.getLocation() != null
          && applicationUrls.contains(source.getLocation().toString());
    } catch (ClassNotFoundException | LinkageError e) {
      return false;
    }
  }

  private static URL url(Path file) {
    try {
      return file.toUri().toURL();
    } catch (MalformedURLException e) {
      throw new UsageException("the path " + file + " has no URL; give another path");
    }
  }
}
