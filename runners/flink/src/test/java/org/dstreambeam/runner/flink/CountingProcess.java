// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.runner.flink;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A {@link CountingProgram}, or another one to be killed, in a JVM of its own. */
final class CountingProcess {

  private static final int TAIL = 3_000;

  private final Process process;
  private final Path log;

  private CountingProcess(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  /**
   * @param directory of its checkpoints, what it writes ({@code out}) and its logs
   * @param number of the start
   * @param settings {@code -Dspark...} and other options of the JVM
   * @param arguments behind the directory of checkpoints and the file to write to
   */
  static CountingProcess start(
      Path directory, int number, List<String> settings, List<String> arguments)
      throws IOException {
    return start(CountingProgram.class, directory, number, settings, arguments);
  }

  /** As the other, of a program that takes the same first two arguments. */
  static CountingProcess start(
      Class<?> program, Path directory, int number, List<String> settings, List<String> arguments)
      throws IOException {
    Path log = directory.resolve("log-" + number);
    List<String> command = new ArrayList<>();
    command.addAll(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--add-opens=java.base/java.lang=ALL-UNNAMED",
            "--add-opens=java.base/java.util=ALL-UNNAMED",
            "-Xmx384m",
            "-XX:TieredStopAtLevel=1",
            "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
            "-cp",
            System.getProperty("java.class.path")));
    command.addAll(settings);
    command.add(program.getName());
    command.add(directory.resolve("checkpoints").toString());
    command.add(output(directory).toString());
    command.addAll(arguments);
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
            .start();
    return new CountingProcess(process, log);
  }

  /** What all starts write to. */
  static Path output(Path directory) {
    return directory.resolve("out");
  }

  /** Whether its {@code start()} has been called, or is about to be. */
  boolean hasDeclared() throws IOException {
    return Files.readAllLines(log).contains(CountingProgram.DECLARED);
  }

  /** Whether its {@code start()} has returned. */
  boolean hasStarted() throws IOException {
    return Files.readAllLines(log).contains(CountingProgram.STARTED);
  }

  /** Whether it ends by itself within that time. */
  boolean endsWithin(long millis) throws InterruptedException {
    return process.waitFor(millis, TimeUnit.MILLISECONDS);
  }

  /** By SIGTERM; returns at once. */
  void terminate() {
    process.toHandle().destroy();
  }

  /** Of one that has ended. */
  int exitValue() {
    return process.exitValue();
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
