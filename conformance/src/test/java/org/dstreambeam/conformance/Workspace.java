// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.conformance;

import java.nio.file.Path;
import java.util.List;

/** Where things are; the build says where the repository and this module are. */
public final class Workspace {
  private Workspace() {}

  static Path submitScript() {
    return directory("conformance.root").resolve("bin/dstream-submit");
  }

  /** The legacy programs, and those of the examples that one of them calls. */
  static List<Path> legacySources() {
    Path examples =
        directory("conformance.root").resolve("examples/src/main/java/org/dstreambeam/examples");
    return List.of(
        module().resolve("src/legacy/java"),
        examples.resolve("RecoverableWordCount.java"),
        examples.resolve("SessionCounts.java"),
        examples.resolve("StatefulNetworkWordCount.java"),
        examples.resolve("WindowedNetworkWordCount.java"));
  }

  /** The genuine jars that the legacy programs are compiled against. */
  public static Path genuineJars() {
    return module().resolve("target/genuine");
  }

  /** Genuine Spark's whole class path; there in the profile {@code real-spark}. */
  static Path sparkLibrary() {
    return module().resolve("target/spark-lib");
  }

  static Path goldenFiles() {
    return module().resolve("src/test/resources/golden");
  }

  static Path pendingTraps() {
    return module().resolve("src/test/resources/pending-traps.txt");
  }

  /** The page of what differs on purpose. */
  static Path differences() {
    return directory("conformance.root").resolve("docs/differences.md");
  }

  /** What the child processes write, and the jar they run. */
  static Path runs() {
    return module().resolve("target/runs");
  }

  public static Path testResources() {
    return module().resolve("src/test/resources");
  }

  /** Where the build writes, and reports go. */
  public static Path target() {
    return module().resolve("target");
  }

  private static Path module() {
    return directory("conformance.module");
  }

  private static Path directory(String property) {
    String value = System.getProperty(property);
    if (value == null) {
      throw new IllegalStateException(
          "The system property "
              + property
              + " is not set; Maven's Surefire configuration sets it.");
    }
    return Path.of(value);
  }
}
