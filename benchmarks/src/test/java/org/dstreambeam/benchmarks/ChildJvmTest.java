// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChildJvmTest {

  private static final Duration LONG_ENOUGH = Duration.ofMinutes(2);

  private static final List<String> START =
      List.of(
          Path.of(System.getProperty("java.home"), "bin", "java").toString(),
          "-cp",
          System.getProperty("java.class.path"),
          Puppet.class.getName());

  @TempDir private Path logs;

  /** Does what its arguments say, in order. */
  static final class Puppet {

    private Puppet() {}

    public static void main(String[] arguments) throws InterruptedException {
      for (String argument : arguments) {
        String[] words = argument.split(":", 2);
        switch (words[0]) {
          case "out" -> System.out.println(words[1]);
          case "err" -> System.err.println(words[1]);
          case "exit" -> System.exit(Integer.parseInt(words[1]));
          case "hang" -> Thread.currentThread().join();
          default -> throw new IllegalArgumentException(argument);
        }
      }
    }
  }

  @Test
  void returnsTheFiguresOfAProgramThatSucceeds() {
    Figures figures = run(LONG_ENOUGH, "out:started", "out:RESULT words 7", "err:noise");

    assertThat(figures.of("words")).containsExactly(7.0);
  }

  @Test
  void failsWithTheEndOfStandardErrorWhenTheProgramFails() {
    String[] arguments =
        IntStream.rangeClosed(1, 50).mapToObj(i -> "err:line " + i + ".").toArray(String[]::new);
    arguments[49] = "exit:3";

    assertThatThrownBy(() -> run(LONG_ENOUGH, arguments))
        .isInstanceOf(BenchmarkException.class)
        .hasMessageContaining("puppet failed with exit code 3")
        .hasMessageContaining("line 49.")
        .hasMessageNotContaining("line 1.");
  }

  @Test
  void failsEvenIfTheProgramReportedFiguresBeforeItFailed() {
    assertThatThrownBy(() -> run(LONG_ENOUGH, "out:RESULT words 7", "exit:1"))
        .isInstanceOf(BenchmarkException.class)
        .hasMessageContaining("exit code 1");
  }

  @Test
  void endsAProgramThatHangsAndSaysSo() throws IOException {
    assertThatThrownBy(() -> run(Duration.ofSeconds(3), "err:about to hang", "hang"))
        .isInstanceOf(BenchmarkException.class)
        .hasMessageContaining("did not end within 3 s");

    assertThat(ProcessHandle.current().children().filter(ChildJvmTest::isPuppet)).isEmpty();
    assertThat(Files.exists(logs.resolve("puppet.err"))).isTrue();
  }

  @Test
  void saysWhatItCouldNotStart() {
    ChildJvm child = new ChildJvm(logs, LONG_ENOUGH);

    assertThatThrownBy(() -> child.run("puppet", List.of(logs.resolve("no-java").toString())))
        .isInstanceOf(BenchmarkException.class)
        .hasMessageContaining("Cannot run puppet")
        .hasMessageContaining("no-java");
  }

  private Figures run(Duration limit, String... arguments) {
    List<String> command = new ArrayList<>(START);
    command.addAll(List.of(arguments));
    return new ChildJvm(logs, limit).run("puppet", command);
  }

  private static boolean isPuppet(ProcessHandle process) {
    return process.info().commandLine().orElse("").contains("Puppet");
  }
}
