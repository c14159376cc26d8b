// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.runner.flink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.streaming.StreamingContextState;
import org.apache.spark.streaming.api.java.JavaStreamingContext;
import org.dstreambeam.runner.flink.StatefulProgram.Counts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A program that keeps checkpoints and whose pipeline ends by a failure. */
@Timeout(120)
class FailedPipelineTest {

  @TempDir private Path checkpoints;
  @RegisterExtension private final EmbeddedProgram program = new EmbeddedProgram();
  private final Journal<Counts> counts = new Journal<>();

  @Test
  void cutsThatCannotBeWrittenAreReportedAndAGracefulStopDoesNotWaitForBatches() throws Exception {
    JavaStreamingContext context =
        program.watch(
            StatefulProgram.context(
                checkpoints.toString(),
                "local[2]",
                Map.of("spark.streaming.clock", "org.apache.spark.util.ManualClock"),
                fresh -> StatefulProgram.count(StatefulProgram.numbers(fresh, 100), counts)));
    context.start();
    EmbeddedProgram.advance(context, 1);
    counts.await(1);
    Path cuts = checkpoints.resolve("dstream-beam/cuts");
    Path ofTheSource = only(only(cuts));
    Files.move(ofTheSource, checkpoints.resolve("moved"));
    Files.createFile(ofTheSource);

    EmbeddedProgram.advance(context, 1);

    assertThatThrownBy(context::awaitTermination)
        .isExactlyInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("What batch 200 ms consists of cannot be recorded: ");
    context.stop(true, true); // or the timeout of this class
    assertThat(context.getState()).isEqualTo(StreamingContextState.STOPPED);
    assertThat(counts.all()).hasSize(1);
  }

  private static Path only(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.findAny().orElseThrow();
    }
  }
}
