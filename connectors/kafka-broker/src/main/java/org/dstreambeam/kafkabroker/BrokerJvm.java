// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.kafkabroker;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.List;
import java.util.stream.Stream;

/** How the JVM of a broker is started. */
record BrokerJvm(Path lib, int heapMegabytes) {

  static final String LIB_PROPERTY = "kafka.broker.lib";

  /** Where {@code lib} is: see {@link LocalKafka}. */
  static Path findLib() {
    String property = System.getProperty(LIB_PROPERTY);
    Path lib =
        property == null
            ? ownClasses().resolveSibling("broker").resolve("lib")
            : Path.of(property).toAbsolutePath();
    if (!holdsKafka(lib)) {
      throw new IllegalStateException(
          "no Kafka in "
              + lib
              + "; build it with mvn -B -DskipTests package -pl connectors/kafka-broker, or set the"
              + " system property "
              + LIB_PROPERTY
              + " to the directory of its jars");
    }
    return lib;
  }

  /** The folder or jar that this class is loaded from. */
  private static Path ownClasses() {
    CodeSource source = BrokerJvm.class.getProtectionDomain().getCodeSource();
    URL location = source == null ? null : source.getLocation();
    if (location == null) {
      throw new IllegalStateException("the classes of LocalKafka are in no folder and no jar");
    }
    try {
      return Path.of(location.toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException("no path: " + location, e);
    }
  }

  private static boolean holdsKafka(Path lib) {
    if (!Files.isDirectory(lib)) {
      return false;
    }
    try (Stream<Path> jars = Files.list(lib)) {
      return jars.anyMatch(jar -> jar.getFileName().toString().startsWith("kafka_"));
    } catch (IOException e) {
      throw new IllegalStateException("cannot read " + lib, e);
    }
  }

  /**
   * Starts a broker, which is not ready yet. Its standard input stays open for as long as we run.
   */
  Process start(NodeDirectory directory) throws IOException {
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx" + heapMegabytes + "m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Dorg.slf4j.simpleLogger.defaultLogLevel=info",
            "-Dorg.slf4j.simpleLogger.showDateTime=true",
            "-Dorg.slf4j.simpleLogger.dateTimeFormat=HH:mm:ss.SSS",
            "-Dorg.slf4j.simpleLogger.showShortLogName=true",
            "-cp",
            ownClasses() + File.pathSeparator + lib.resolve("*"),
            BrokerMain.class.getName(),
            directory.serverProperties().toString(),
            directory.ready().toString());
    return new ProcessBuilder(command)
        .directory(directory.root().toFile())
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(directory.log().toFile()))
        .start();
  }
}
