// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.launcher;

import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Loads this library and, behind it, the application: one loader for both, since an embedded Flink
 * looks for the application's classes where it finds its own.
 *
 * <p>The order is what makes the genuine Spark classes of an assembly jar harmless: ours are found
 * before them. A class under {@code org/apache/spark/} that we do not have, such as an example
 * program of Spark, comes from the jar.
 *
 * <p>The launcher itself is loaded twice, once by the JVM and once, unused, by this loader. All it
 * shares with the application are classes of the JDK.
 *
 * <p>Never closed: threads that outlive the application's main method still load classes.
 */
final class ApplicationClassLoader extends URLClassLoader {

  static {
    registerAsParallelCapable();
  }

  private final Set<String> applicationUrls;

  /**
   * @param library the jars and directories of this library and all it needs
   */
  ApplicationClassLoader(List<Path> library, List<ApplicationJar> jars) {
    // No name for the loader: the JVM would write it into every stack trace of the application.
    super(
        Stream.concat(library.stream(), jars.stream().map(ApplicationJar::file))
            .map(ApplicationClassLoader::url)
            .toArray(URL[]::new),
        ClassLoader.getPlatformClassLoader());
    applicationUrls =
        jars.stream().map(jar -> url(jar.file()).toString()).collect(Collectors.toSet());
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

  static URL url(Path file) {
    try {
      return file.toUri().toURL();
    } catch (MalformedURLException e) {
      throw new UsageException("the path " + file + " has no URL; give another path");
    }
  }
}
