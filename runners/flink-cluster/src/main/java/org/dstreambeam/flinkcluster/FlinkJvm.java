// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.flinkcluster;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * How a JVM of the cluster is started.
 *
 * @param options of the JVM, besides those that a cluster needs
 * @param detached whether it shall outlive the terminal it was started from
 */
record FlinkJvm(ClusterDirectory directory, Path lib, List<String> options, boolean detached) {

  static final String LIB_PROPERTY = "flink.cluster.lib";

  /** What the names of the main classes begin with. */
  static final String RUNTIME = "org.apache.flink.runtime.";

  private static final Path SETSID = Path.of("/usr/bin/setsid");

  /** The packages that Flink and Beam look into. */
  private static final List<String> OPENS =
      List.of("lang", "lang.invoke", "nio", "util", "util.concurrent");

  /** Where {@code lib} is: see {@link LocalFlinkCluster}. */
  static Path findLib() {
    String property = System.getProperty(LIB_PROPERTY);
    Path lib = property == null ? besideOwnClasses() : Path.of(property).toAbsolutePath();
    if (!holdsFlink(lib)) {
      throw new IllegalStateException(
          "no Flink in "
              + lib
              + "; build it with mvn -B -DskipTests package -pl runners/flink-cluster, or set the"
              + " system property "
              + LIB_PROPERTY
              + " to the directory of its jars");
    }
    return lib;
  }

  /** {@code target/cluster/lib} for {@code target/classes}, and for {@code target/x.jar}. */
  private static Path besideOwnClasses() {
    CodeSource source = FlinkJvm.class.getProtectionDomain().getCodeSource();
    URL location = source == null ? null : source.getLocation();
    if (location == null) {
      throw new IllegalStateException("set the system property " + LIB_PROPERTY);
    }
    try {
      return Path.of(location.toURI()).resolveSibling("cluster").resolve("lib");
    } catch (URISyntaxException e) {
      throw new IllegalStateException("no path: " + location, e);
    }
  }

  private static boolean holdsFlink(Path lib) {
    return Files.isDirectory(lib) && hasJar(lib, "flink-runtime-.*");
  }

  /** Whether it is a Flink whose configuration is {@code config.yaml}: from 1.19 on. */
  boolean readsYaml() {
    return !hasJar(lib, "flink-runtime-1\\.(\\d|1[0-8])\\..*");
  }

  private static boolean hasJar(Path lib, String name) {
    try (Stream<Path> jars = Files.list(lib)) {
      return jars.anyMatch(jar -> jar.getFileName().toString().matches(name));
    } catch (IOException e) {
      throw new IllegalStateException("cannot read " + lib, e);
    }
  }

  /** Starts the JVM and records it in the cluster's directory. */
  ClusterProcess start(String name, String mainClass, List<String> memory, String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>();
    if (detached && Files.isExecutable(SETSID)) {
      // In a session of its own neither Ctrl-C nor the end of the terminal reaches it.
      command.add(SETSID.toString());
    }
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(memory);
    command.addAll(options);
    for (String opened : OPENS) {
      command.add("--add-opens=java.base/java." + opened + "=ALL-UNNAMED");
    }
    command.addAll(
        List.of(
            "-Djava.io.tmpdir=" + directory.temporary(),
            // Flink's web UI shows this file, and the .out beside it.
            "-Dlog.file=" + directory.log(name),
            "-Dorg.slf4j.simpleLogger.defaultLogLevel=info",
            "-Dorg.slf4j.simpleLogger.showDateTime=true",
            "-Dorg.slf4j.simpleLogger.dateTimeFormat=HH:mm:ss.SSS",
            "-Dorg.slf4j.simpleLogger.showShortLogName=true",
            "-cp",
            lib.resolve("*").toString(),
            mainClass,
            "--configDir",
            directory.configuration().toString()));
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command)
            .directory(directory.root().toFile())
            .redirectInput(new File("/dev/null"))
            .redirectOutput(ProcessBuilder.Redirect.appendTo(directory.out(name).toFile()))
            .redirectError(ProcessBuilder.Redirect.appendTo(directory.log(name).toFile()))
            .start();
    try {
      return directory.record(name, process.toHandle());
    } catch (IOException e) {
      process.destroyForcibly();
      throw e;
    }
  }
}
