// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.staging;

import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * The libraries that a Flink cluster brings itself, told by the names that Maven gives to
 * artifacts.
 *
 * <p>Left in are libraries that a cluster may or may not have, such as Hadoop's and Scala's: Flink
 * loads those from its own class path if they are there, and from what was sent if not.
 */
final class ClusterJars {

  private static final Pattern BROUGHT =
      Pattern.compile(
          "("
              // Flink: a second copy of its own classes would not be the same classes.
              + "flink-.*"
              // What Flink serialises with. It loads Kryo from its own class path in any case.
              + "|kryo|minlog|chill-java"
              // Flink loads org.slf4j from its own class path, and logs are configured there.
              // Log4j's
              // API is no such binding, and programs that call it need it.
              + "|slf4j-.*|log4j-slf4j2?-impl|logback-classic"
              // Native code, for the web UI of Flink's own processes.
              + "|async-profiler"
              // Annotations that nobody reads at run time.
              + "|jsr305"
              + ")-\\d.*\\.jar");

  private ClusterJars() {}

  static boolean include(Path file) {
    return BROUGHT.matcher(file.getFileName().toString()).matches();
  }
}
