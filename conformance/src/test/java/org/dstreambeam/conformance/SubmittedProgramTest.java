// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SubmittedProgramTest {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  @TempDir private Path directory = Path.of(".");

  @Test
  void givesTheLinesOfStandardOutputOnly() throws Exception {
    try (SubmittedProgram program = start("echo one; echo hidden >&2; printf 'Ö\\n\\nlast'")) {
      assertThat(program.awaitEnd(LIMIT)).containsExactly("one", "Ö", "", "last");
    }
  }

  @Test
  void waitsForOutputWhileTheProgramRuns() throws Exception {
    try (SubmittedProgram program = start("echo ready; exec sleep 60")) {
      program.awaitOutput(lines -> lines.contains("ready"), LIMIT);
      assertThat(program.isAlive()).isTrue();
    }
  }

  @Test
  void failsAtOnceWhenTheProgramEndsBeforeTheOutputIsThere() throws Exception {
    try (SubmittedProgram program = start("echo something; echo why >&2")) {
      assertThatThrownBy(() -> program.awaitOutput(lines -> lines.contains("ready"), LIMIT))
          .hasMessageContaining("ended before its output was complete")
          .hasMessageContaining("something")
          .hasMessageContaining("why");
    }
  }

  @Test
  void failsWhenTheProgramDoesNotEndInTime() throws Exception {
    try (SubmittedProgram program = start("exec sleep 60")) {
      assertThatThrownBy(() -> program.awaitEnd(Duration.ofMillis(50)))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("did not end within PT0.05S");
    }
  }

  @Test
  void failsWithTheErrorsOfAProgramThatEndsBadly() throws Exception {
    try (SubmittedProgram program = start("echo no such class >&2; exit 7")) {
      assertThatThrownBy(() -> program.awaitEnd(LIMIT))
          .hasMessageContaining("exit code 7")
          .hasMessageContaining("no such class");
    }
  }

  @Test
  void closeEndsTheProcessesBelowAScriptToo() throws Exception {
    SubmittedProgram program = start("sleep 60 & echo $!; wait");
    program.awaitOutput(lines -> !lines.isEmpty(), LIMIT);
    ProcessHandle below = program.descendants().get(0);
    program.close();
    below.onExit().get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    assertThat(program.isAlive()).isFalse();
  }

  private SubmittedProgram start(String script) throws IOException {
    return SubmittedProgram.start(List.of("bash", "-c", script), directory.resolve("errors"));
  }
}
