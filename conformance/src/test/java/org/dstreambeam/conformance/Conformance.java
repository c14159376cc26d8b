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

/** Every legacy program prints on an engine what it printed on genuine Spark. */
@TestInstance(Lifecycle.PER_CLASS)
@Execution(ExecutionMode.CONCURRENT)
abstract class Conformance {
  private final Engine engine;
  private Path jar = Path.of("legacy.jar");

  Conformance(Engine engine) {
    this.engine = engine;
  }

  @BeforeAll
  void compileAgainstGenuineSpark() throws IOException {
    jar =
        LegacyJar.build(
            Workspace.legacySources(),
            Workspace.genuineJars(),
            Workspace.runs().resolve(engine.name()));
  }

  @ParameterizedTest
  @EnumSource
  void printsWhatGenuineSparkPrints(LegacyProgram program)
      throws IOException, InterruptedException {
    assertPrintsWhatGenuineSparkPrints(program, jar);
  }

  final void assertPrintsWhatGenuineSparkPrints(LegacyProgram program, Path application)
      throws IOException, InterruptedException {
    Path golden = Workspace.goldenFiles().resolve(program.goldenFile());
    assertThat(Run.of(program, engine, application)).isEqualTo(Files.readString(golden));
  }

  final Path jar() {
    return jar;
  }
}
