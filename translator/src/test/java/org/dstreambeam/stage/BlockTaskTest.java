// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.dstreambeam.stage.Blocks.block;
import static org.dstreambeam.stage.Blocks.each;
import static org.dstreambeam.stage.Blocks.text;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.apache.spark.SparkConf;
import org.apache.spark.TaskContext;
import org.dstreambeam.block.Block;
import org.dstreambeam.block.BlockMemory;
import org.dstreambeam.compute.FailedOperation;
import org.dstreambeam.state.LostInput;
import org.dstreambeam.task.TaskEnvironment;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BlockTaskTest {

  private static final int ATTEMPTS = 3;

  private final BlockMemory memory = BlockMemory.open(new SparkConf(false));
  private final BlockTask tasks = new BlockTask("map at App.java:1");
  private final List<String> attempts = new ArrayList<>();

  @BeforeEach
  void tryThreeTimes() {
    TaskEnvironment.current().setMaxFailures(ATTEMPTS);
  }

  @AfterEach
  void stop() {
    TaskEnvironment.renew();
    memory.close();
  }

  private static int attempt() {
    return Objects.requireNonNull(TaskContext.get()).attemptNumber();
  }

  private String run(int failures, Throwable failure) throws Exception {
    return tasks.run(
        Blocks.BATCH,
        0,
        isLast -> {
          attempts.add(attempt() + (isLast ? " last" : ""));
          if (attempts.size() <= failures) {
            Blocks.fail(failure);
          }
          return "done";
        });
  }

  @Test
  void triesAgainUntilItSucceeds() throws Exception {
    assertThat(run(2, new IllegalStateException("again"))).isEqualTo("done");
    assertThat(attempts).containsExactly("0", "1", "2 last");
  }

  @Test
  void failsWithWhatTheLastAttemptThrowsWhichSaysWhere() {
    IllegalStateException failure = new IllegalStateException("always");

    assertThatThrownBy(() -> run(ATTEMPTS, failure)).isSameAs(failure);
    assertThat(attempts).hasSize(ATTEMPTS);
    assertThat(FailedOperation.in(failure))
        .isEqualTo("in map at App.java:1 (batch 1000 ms, partition 0)");
  }

  @Test
  void whereATaskMayFailOnceThereIsOneAttempt() {
    TaskEnvironment.current().setMaxFailures(1);

    assertThatThrownBy(() -> run(1, new IllegalStateException("once"))).hasMessage("once");
    assertThat(attempts).containsExactly("0 last");
    assertThatThrownBy(() -> TaskEnvironment.current().setMaxFailures(0))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void neitherAnErrorOfTheJvmNorALostInputIsTriedAgain() {
    assertThatThrownBy(() -> run(1, new OutOfMemoryError("test")))
        .isInstanceOf(OutOfMemoryError.class);
    assertThatThrownBy(
            () ->
                tasks.run(
                    Blocks.BATCH,
                    0,
                    isLast -> {
                      attempts.add("lost");
                      throw LostInput.ofStage(new IOException("gone"));
                    }))
        .isInstanceOf(LostInput.class);
    assertThatThrownBy(
            () ->
                tasks.run(
                    Blocks.BATCH,
                    0,
                    isLast -> {
                      attempts.add("interrupted");
                      throw new InterruptedException();
                    }))
        .isInstanceOf(InterruptedException.class);
    assertThat(attempts).containsExactly("0", "lost", "interrupted");
  }

  private static String doubled(Block input) {
    Outputs<Block> out = new Outputs<>();
    new StageFn(
            new Task(
                each(
                    record -> {
                      ((int[]) record)[0] *= 2;
                      if (attempt() < ATTEMPTS - 1) {
                        throw new IllegalStateException("again");
                      }
                      return ((int[]) record)[0];
                    }),
                List.of("map at App.java:1"),
                0),
            true)
        .process(input, out);
    return text(out.values()).get(0);
  }

  @Test
  void anAttemptReadsRecordsAsTheyWere() {
    assertThat(doubled(block(0, new int[] {1}, new int[] {2}))).isEqualTo("0:[2, 4]");
  }

  @Test
  void recordsOfASpilledBlockAreReadAnew() {
    int[][] records = new int[20_000][];
    Arrays.setAll(records, i -> new int[] {1, i, i, i});
    try (BlockMemory small =
        BlockMemory.open(new SparkConf(false).set(BlockMemory.MAX_MEMORY, "64k"))) {
      Block input = small.bufferOf(List.of((Object[]) records)).toBlock(Blocks.BATCH, 0);
      assertThat(small.used()).isLessThan(100_000);

      assertThat(doubled(input)).startsWith("0:[2, 2, 2").doesNotContain("4");
    }
  }

  /** Nobody can make another one. */
  private static final class Connection {
    private final Thread thread = Thread.currentThread();
    private int uses;

    @Override
    public String toString() {
      return thread.isAlive() + " " + uses;
    }
  }

  @Test
  void aRecordThatCannotBeCopiedIsAsTheAttemptBeforeLeftIt() {
    Outputs<Block> out = new Outputs<>();
    new StageFn(
            new Task(
                each(
                    record -> {
                      ((Connection) record).uses++;
                      if (attempt() == 0) {
                        throw new IllegalStateException("again");
                      }
                      return record;
                    }),
                List.of("map at App.java:1"),
                0),
            true)
        .process(block(0, new Connection()), out);

    assertThat(text(out.values())).containsExactly("0:[true 2]");
  }
}
