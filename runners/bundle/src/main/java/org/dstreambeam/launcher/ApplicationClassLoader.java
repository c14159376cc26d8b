// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.launcher;

import java.net.URL;
import java.net.URLClassLoader;
import java.util.List;

/**
 * Loads the application from its jars, after this library.
 *
 * <p>Asking the parent first, {@link URLClassLoader}'s own order, is what makes the genuine Spark
 * classes of an assembly jar harmless: ours are found before them. A class under {@code
 * org/apache/spark/} that we do not have, such as an example program of Spark, comes from the jar.
 *
 * <p>Never closed: threads that outlive the application's main method still load classes.
 */
final class ApplicationClassLoader extends URLClassLoader {

  static {
    registerAsParallelCapable();
  }

  ApplicationClassLoader(List<ApplicationJar> jars, ClassLoader provided) {
    // No name for the loader: the JVM would write it into every stack trace of the application.
    super(jars.stream().map(ApplicationJar::url).toArray(URL[]::new), provided);
  }
}
