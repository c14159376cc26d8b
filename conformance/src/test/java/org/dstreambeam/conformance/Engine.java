// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.conformance;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How a program in an application jar is started. */
enum Engine {
  /** DStream on Beam, as a user submits to it. */
  DSTREAM_ON_BEAM {
    @Override
    List<String> command(Path jar, String mainClass, List<String> arguments) {
      List<String> command = new ArrayList<>();
      command.add(Workspace.submitScript().toString());
      command.addAll(List.of("--master", MASTER, "--class", mainClass, jar.toString()));
      command.addAll(arguments);
      return command;
    }
  },

  /** The same, on Flink in the program's JVM. */
  ON_EMBEDDED_FLINK {
    @Override
    List<String> command(Path jar, String mainClass, List<String> arguments) {
      List<String> command = DSTREAM_ON_BEAM.command(jar, mainClass, arguments);
      command.addAll(1, List.of("--runner", "flink"));
      return command;
    }
  },

  /** Genuine Spark: what its submit script comes to for a local master. */
  GENUINE_SPARK {
    @Override
    List<String> command(Path jar, String mainClass, List<String> arguments) {
      List<String> command = new ArrayList<>();
      command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      for (String opened : OPENED_TO_SPARK) {
        command.add("--add-opens=java.base/" + opened + "=ALL-UNNAMED");
      }
      command.add("-Xmx1g");
      command.add("-Dspark.master=" + MASTER);
      command.add("-Dspark.ui.enabled=false");
      command.add("-Dspark.driver.host=127.0.0.1");
      command.add("-Dspark.driver.bindAddress=127.0.0.1");
      command.add("-cp");
      command.add(jar + File.pathSeparator + Workspace.sparkLibrary() + "/*");
      command.add(mainClass);
      command.addAll(arguments);
      return command;
    }
  };

  /** One thread for the receiver, one for the tasks. */
  private static final String MASTER = "local[2]";

  /** What Spark 3.5 needs on JDK 17. */
  private static final List<String> OPENED_TO_SPARK =
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

  abstract List<String> command(Path jar, String mainClass, List<String> arguments);
}
