// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.runner.flink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.spark.streaming.api.java.JavaDStream;
import org.apache.spark.streaming.api.java.JavaStreamingContext;
import org.dstreambeam.runner.flink.StatefulProgram.Counts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A program that has changed between two starts. */
@Timeout(180)
class ChangedPlanTest {

  private static final long NUMBERS = 1_000_000; // more than are read

  @TempDir private Path checkpoints;
  @RegisterExtension private final EmbeddedProgram program = new EmbeddedProgram();
  private final Journal<Counts> counts = new Journal<>();
  private final Journal<Counts> others = new Journal<>();

  @Test
  void whatWasAddedStartsEmptyAndTheRestGoesOn() throws Exception {
    Counts before = run(Map.of(), this::one);

    Counts after = run(Map.of(), this::two);

    Counts added = others.all().get(others.all().size() - 1);
    assertThat(after.total()).isGreaterThan(before.total());
    assertThat(added.total()).isEqualTo(after.total() - before.total()).isPositive();
    assertThat(counts.all()).extracting(Counts::batch).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void aStateThatIsGoneIsRefusedByNameAndDroppedIfThatIsAllowed() throws Exception {
    Counts before = run(Map.of(), this::two);
    JavaStreamingContext refused = context(Map.of(), this::one);

    assertThatThrownBy(refused::start)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("The program does not fit the checkpoint in ")
        .hasMessageContaining("updateStateByKey-2 (updateStateByKey at StatefulProgram.java:")
        .hasMessageContaining("is gone")
        .hasMessageContaining("spark.dstreambeam.recovery.allowDropped=true");
    refused.stop();

    int known = counts.all().size();
    Counts after = run(Map.of("spark.dstreambeam.recovery.allowDropped", "true"), this::one);
    assertThat(counts.all().get(known).batch())
        .as("goes on behind the last batch")
        .isEqualTo(before.batch() + EmbeddedProgram.BATCH);
    assertThat(counts.all().get(known).total()).isGreaterThanOrEqualTo(before.total());
    assertThat(after.total()).isGreaterThan(before.total());
  }

  private void one(JavaStreamingContext context) {
    StatefulProgram.count(StatefulProgram.numbers(context, NUMBERS), counts);
  }

  private void two(JavaStreamingContext context) {
    JavaDStream<Long> numbers = StatefulProgram.numbers(context, NUMBERS);
    StatefulProgram.count(numbers, counts);
    StatefulProgram.count(numbers, others);
  }

  /** Runs some batches and stops gracefully; returns the last counts. */
  private Counts run(Map<String, String> settings, Consumer<JavaStreamingContext> streams)
      throws InterruptedException {
    JavaStreamingContext context = context(settings, streams);
    int before = counts.all().size();
    context.start();
    counts.await(before + 4);
    context.stop(true, true);
    List<Counts> all = counts.all();
    return all.get(all.size() - 1);
  }

  private JavaStreamingContext context(
      Map<String, String> settings, Consumer<JavaStreamingContext> streams) {
    return program.watch(
        StatefulProgram.context(checkpoints.toString(), "local[2]", settings, streams));
  }
}
