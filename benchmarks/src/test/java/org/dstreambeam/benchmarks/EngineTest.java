// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EngineTest {

  private static final Scenario SCENARIO = new Scenario("Count", List.of("3", "7"), List.of());

  @TempDir private Path home;

  @BeforeEach
  void writeOurClassPath() throws IOException {
    Files.createDirectories(home.resolve("target"));
    Files.writeString(home.resolve("target/runtime.classpath"), "/ours.jar:/beam.jar\n");
  }

  @Test
  void allEnginesRunTheSameProgramWithTheSameArgumentsAndHeap() {
    for (Engine engine : Engine.STREAMING) {
      assertThat(engine.command(SCENARIO, home))
          .contains("-Xmx2g", "-XX:+UseG1GC")
          .endsWith("org.dstreambeam.benchmarks.app.Count", "local[2]", "3", "7");
    }
  }

  @Test
  void withoutAnEngineTheProgramIsToldSoAndHasAsManyThreads() {
    assertThat(Engine.BARE.command(SCENARIO.withThreads(4), home))
        .contains("-Xmx2g", "-XX:+UseG1GC")
        .endsWith("org.dstreambeam.benchmarks.app.Count", "bare-4", "3", "7");
  }

  @Test
  void argumentsThatAreKnownLateAreAskedForWhenTheScenarioRuns() {
    List<String> late = new ArrayList<>();
    Scenario scenario = SCENARIO.withArguments(() -> late).withHeap("1g");
    late.add("known");

    assertThat(Engine.SPARK.command(scenario, home)).endsWith("local[2]", "known");
  }

  @Test
  void bothEnginesLoadTheProgramFromTheSamePlaceAndTheRestFromTheirOwn() {
    Path programs = home.resolve("target/spark/classes");

    assertThat(Engine.SPARK.command(SCENARIO, home))
        .contains(programs + ":" + home.resolve("target/spark/lib/*"));
    assertThat(Engine.OURS.command(SCENARIO, home)).contains(programs + ":/ours.jar:/beam.jar");
  }

  @Test
  void saysThatOurSideIsNotBuilt() throws IOException {
    Files.delete(home.resolve("target/runtime.classpath"));

    assertThatThrownBy(() -> Engine.OURS.command(SCENARIO, home))
        .isInstanceOf(BenchmarkException.class)
        .hasMessageContaining("build first");
  }
}
