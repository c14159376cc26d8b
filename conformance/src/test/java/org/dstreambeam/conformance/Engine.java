// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.conformance;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How a program in an application jar is started. */
interface Engine {
  /** One thread for the receiver, one for the tasks. */
  String LOCAL = "local[2]";

  /** DStream on Beam, as a user submits to it. */
  Engine DSTREAM_ON_BEAM = new Submitted("DSTREAM_ON_BEAM", List.of("--master", LOCAL));

  /** The same, on Flink in the program's JVM. */
  Engine ON_EMBEDDED_FLINK =
      new Submitted("ON_EMBEDDED_FLINK", List.of("--runner", "flink", "--master", LOCAL));

  /** Genuine Spark: what its submit script comes to for a local master. */
  Engine GENUINE_SPARK = new GenuineSpark("GENUINE_SPARK");

  /** DStream on Beam on the Flink cluster whose JobManager is at {@code hostAndPort}. */
  static Engine onCluster(String hostAndPort, String... settings) {
    List<String> options = new ArrayList<>(List.of("--master", "flink://" + hostAndPort));
    for (String setting : settings) {
      options.addAll(List.of("--conf", setting));
    }
    return new Submitted("ON_CLUSTER", options);
  }

  /** For names of files. */
  String name();

  List<String> command(Path jar, String mainClass, List<String> arguments);

  /** Through the submit script. */
  record Submitted(String name, List<String> options) implements Engine {
    @Override
    public List<String> command(Path jar, String mainClass, List<String> arguments) {
      List<String> command = new ArrayList<>();
      command.add(Workspace.submitScript().toString());
      command.addAll(options);
      command.addAll(List.of("--class", mainClass, jar.toString()));
      command.addAll(arguments);
      return command;
    }
  }

  /** From its jars. */
  record GenuineSpark(String name) implements Engine {
    /** What Spark 3.5 needs on JDK 17. */
    private static final List<String> OPENED =
        List.of(
            "java.lang",
            "java.lang.invoke",
            "java.io",
            "java.net",
            "java.nio",
            "java.util",
            "java.util.concurrent",
            "sun.nio.ch",
            "sun.nio.cs",
            "sun.security.action",
            "sun.util.calendar");

    @Override
    public List<String> command(Path jar, String mainClass, List<String> arguments) {
      List<String> command = new ArrayList<>();
      command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      for (String opened : OPENED) {
        command.add("--add-opens=java.base/" + opened + "=ALL-UNNAMED");
      }
      command.add("-Xmx1g");
      command.add("-Dspark.master=" + LOCAL);
      command.add("-Dspark.ui.enabled=false");
      command.add("-Dspark.driver.host=127.0.0.1");
      command.add("-Dspark.driver.bindAddress=127.0.0.1");
      command.add("-cp");
      command.add(jar + File.pathSeparator + Workspace.sparkLibrary() + "/*");
      command.add(mainClass);
      command.addAll(arguments);
      return command;
    }
  }
}
