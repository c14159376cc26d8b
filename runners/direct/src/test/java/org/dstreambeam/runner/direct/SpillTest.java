// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.runner.direct;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A batch larger than the heap passes, in a JVM of its own. In full size, 2 GB through a heap of 1
 * GB: {@code -Dspill.heap=1g -Dspill.megabytes=2048}.
 */
@Timeout(900)
class SpillTest {

  private static final String HEAP = System.getProperty("spill.heap", "96m");
  private static final long MEGABYTES = Long.getLong("spill.megabytes", 250);
  private static final int RECORD_BYTES = 10_000;

  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(strings = {"queue", "stage", "shuffle", "union", "window", "singles", "iterator"})
  void aBatchLargerThanTheHeapPasses(String scenario) throws Exception {
    Path local = Files.createDirectory(directory.resolve("local"));

    int exit = run(scenario, local);

    long n = MEGABYTES * 1024 * 1024 / RECORD_BYTES;
    long sum = n * (n - 1) / 2;
    assertThat(Files.readString(directory.resolve("err"))).doesNotContain("OutOfMemoryError");
    assertThat(Files.readAllLines(directory.resolve("out")))
        .containsExactly(
            "count " + n,
            "foreach " + n + " sum " + sum,
            "foreachPartition " + n + " sum " + sum,
            "reduce " + sum,
            "first true",
            "records " + n + " sum " + sum);
    assertThat(exit).isZero();
    assertThat(local).as("nothing is left behind").isEmptyDirectory();
  }

  private int run(String scenario, Path local) throws IOException, InterruptedException {
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx" + HEAP,
            "-XX:TieredStopAtLevel=1",
            "-Dspark.local.dir=" + local,
            "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
            "-cp",
            System.getProperty("java.class.path"),
            LargeBatches.class.getName(),
            scenario,
            String.valueOf(MEGABYTES));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectOutput(directory.resolve("out").toFile())
            .redirectError(directory.resolve("err").toFile());
    builder.environment().remove("JAVA_TOOL_OPTIONS");
    Process process = builder.start();
    try {
      assertThat(process.waitFor(15, TimeUnit.MINUTES)).as("ends").isTrue();
      return process.exitValue();
    } finally {
      process.destroyForcibly();
    }
  }
}
