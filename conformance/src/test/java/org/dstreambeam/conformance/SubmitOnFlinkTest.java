// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An unchanged jar on embedded Flink, through {@code bin/dstream-submit --runner flink}. */
@TestInstance(Lifecycle.PER_CLASS)
@Execution(ExecutionMode.CONCURRENT)
class SubmitOnFlinkTest {
  /** Spark says the same at the same places. */
  private static final String OF_THE_PROGRAM = " WARN ExecutorParams - overriding ";

  private Path jar = Path.of("legacy.jar");

  @BeforeAll
  void compileAgainstGenuineSpark() throws IOException {
    jar =
        LegacyJar.build(
            Workspace.legacySources(), Workspace.genuineJars(), Workspace.runs().resolve("flink"));
  }

  @ParameterizedTest
  @EnumSource(names = {"QUEUE_WORD_COUNT", "DIRECT_KAFKA"})
  void printsWhatGenuineSparkPrintsAndNoWarningOfFlinks(LegacyProgram program) throws Exception {
    String printed = Run.of(program, Engine.ON_EMBEDDED_FLINK, jar);

    assertThat(printed)
        .isEqualTo(Files.readString(Workspace.goldenFiles().resolve(program.goldenFile())));
    Path errors = jar.resolveSibling(program + "-" + Engine.ON_EMBEDDED_FLINK.name() + ".err");
    assertThat(Files.readAllLines(errors)).allMatch(line -> line.contains(OF_THE_PROGRAM));
  }
}
