// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.benchmarks;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** What a program can run on: which jars and JVM options make it so. */
enum Engine {

  /** Genuine Spark Streaming. */
  SPARK {
    @Override
    String libraries(Path home) {
      return home.resolve("target/spark/lib") + File.separator + "*";
    }

    /** Spark reaches into the JDK in these places; its own launcher sets the same. */
    @Override
    List<String> options(Path home) {
      List<String> options =
          new ArrayList<>(
              opens(
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
                  "sun.util.calendar"));
      options.add("-Dlog4j2.configurationFile=" + home.resolve("spark/log4j2.properties").toUri());
      return options;
    }
  },

  /** DStream on Beam, on the DirectRunner. */
  OURS {
    @Override
    String libraries(Path home) {
      return ourLibraries(home);
    }

    @Override
    List<String> options(Path home) {
      return ourOptions("direct");
    }
  },

  /** DStream on Beam, on Flink in the same JVM. */
  FLINK {
    @Override
    String libraries(Path home) {
      return ourLibraries(home);
    }

    @Override
    List<String> options(Path home) {
      return ourOptions("flink");
    }
  },

  /** No engine: a loop around what all of them read from, as the limit of what can be had. */
  BARE {
    @Override
    String libraries(Path home) {
      return ourLibraries(home);
    }

    @Override
    List<String> options(Path home) {
      return ourOptions("none");
    }

    @Override
    String master(int threads) {
      return this + "-" + threads;
    }
  };

  /** Those that run streams. */
  static final List<Engine> STREAMING = List.of(SPARK, OURS, FLINK);

  abstract String libraries(Path home);

  abstract List<String> options(Path home);

  /** What programs are told to run on. */
  String master(int threads) {
    return "local[" + threads + "]";
  }

  /**
   * The command line that runs the scenario's program on this engine.
   *
   * @param home the folder of the benchmarks module, built
   */
  List<String> command(Scenario scenario, Path home) {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    Path programs = home.resolve("target/spark/classes");
    List<String> command = new ArrayList<>();
    command.add(java.toString());
    command.addAll(List.of("-Xmx" + scenario.heap(), "-XX:+UseG1GC")); // the same for all engines
    command.addAll(options(home));
    command.addAll(List.of("-cp", programs + File.pathSeparator + libraries(home)));
    command.add(scenario.mainClass());
    command.add(master(scenario.threads()));
    command.addAll(scenario.arguments());
    return command;
  }

  private static String ourLibraries(Path home) {
    Path file = home.resolve("target/runtime.classpath");
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new BenchmarkException("Cannot read our class path; build first: " + file, e);
    }
  }

  private static List<String> ourOptions(String runner) {
    List<String> options =
        new ArrayList<>(
            opens(
                "java.lang", "java.lang.invoke", "java.nio", "java.util", "java.util.concurrent"));
    options.add("-Dspark.dstreambeam.runner=" + runner);
    options.add("-Dorg.slf4j.simpleLogger.defaultLogLevel=error");
    return options;
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }

  private static List<String> opens(String... packages) {
    return Stream.of(packages)
        .map(name -> "--add-opens=java.base/" + name + "=ALL-UNNAMED")
        .toList();
  }
}
