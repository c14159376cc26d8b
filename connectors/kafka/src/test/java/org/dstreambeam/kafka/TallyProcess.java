// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A {@link TallyProgram} in a JVM of its own. */
final class TallyProcess {

  private static final int TAIL = 3_000;

  private final Process process;
  private final Path log;

  private TallyProcess(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  /**
   * @param directory of its checkpoints, its output and its logs, for all starts
   * @param number of the start
   */
  static TallyProcess start(
      Path directory, int number, String master, String servers, TallyTopic topic, TallyApi api)
      throws IOException {
    Path log = directory.resolve("log-" + number);
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-opens=java.base/java.lang=ALL-UNNAMED",
                "--add-opens=java.base/java.util=ALL-UNNAMED",
                "-Xmx384m",
                "-XX:TieredStopAtLevel=1",
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
                "-cp",
                System.getProperty("java.class.path"),
                TallyProgram.class.getName(),
                directory.resolve("checkpoints").toString(),
                outputs(directory).toString(),
                master,
                servers,
                topic.name(),
                TallyTopic.ratePerPartition(),
                api.name())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
            .start();
    return new TallyProcess(process, log);
  }

  static TallyOutput output(Path directory, String name) throws IOException {
    return new TallyOutput(Files.createDirectories(outputs(directory).resolve(name)));
  }

  private static Path outputs(Path directory) {
    return directory.resolve("out");
  }

  /** Lets it run for that time; fails if it ends by itself. */
  void runFor(long millis) throws InterruptedException, IOException {
    assertThat(process.waitFor(millis, TimeUnit.MILLISECONDS))
        .as("it ended by itself: %s", tail())
        .isFalse();
  }

  /** By SIGKILL; returns when it is gone. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** The end of what it logged. */
  String tail() throws IOException {
    String text = Files.readString(log);
    return text.substring(Math.max(0, text.length() - TAIL));
  }
}
