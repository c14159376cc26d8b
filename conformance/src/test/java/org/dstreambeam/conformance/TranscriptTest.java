// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class TranscriptTest {
  private static final Duration BATCH = Duration.ofMillis(500);
  private static final long T = 1_700_000_000_000L;

  @Test
  void readsABlockWithItsElements() {
    assertThat(output(block(T, "a", "b", "...")).sections().get(0).outputs())
        .containsExactly(new Output.Block(T, List.of("a", "b", "...")));
  }

  @Test
  void readsAnEmptyBatchAsABlockWithoutElements() {
    assertThat(output(block(T)).sections().get(0).outputs())
        .containsExactly(new Output.Block(T, List.of()));
  }

  @Test
  void readsEverythingElseAsLines() {
    assertThat(output(lines("hello"), block(T, "a"), lines("", "bye")).sections().get(0).outputs())
        .containsExactly(
            new Output.Line("hello"),
            new Output.Block(T, List.of("a")),
            new Output.Line(""),
            new Output.Line("bye"));
  }

  @Test
  void takesNoBlockForAnotherNumberOfDashes() {
    String dashes = "-".repeat(42);
    assertThat(output(lines(dashes, "Time: " + T + " ms", dashes, "a", "")).blocksWithElements())
        .isZero();
  }

  @Test
  void takesNoBlockWithoutTheEmptyLineAtItsEnd() {
    assertThat(output(block(T, "a").subList(0, 4)).blocksWithElements()).isZero();
  }

  @Test
  void keepsTheTextOfABlockAsItWasPrinted() {
    assertThat(output(block(T, "a")).normalised(BATCH))
        .isEqualTo(
            """
            -------------------------------------------
            Time: T+0*b
            -------------------------------------------
            a

            """);
  }

  @Test
  void numbersBatchesByTheirTime() {
    assertThat(times(output(block(T), block(T), block(T + 500), block(T + 1500)).normalised(BATCH)))
        .containsExactly("Time: T+0*b", "Time: T+0*b", "Time: T+1*b", "Time: T+3*b");
  }

  @Test
  void numbersTimesInLinesToo() {
    assertThat(
            output(lines("at " + T + " ms: 1", "at " + (T + 500) + " ms: 12 ms")).normalised(BATCH))
        .isEqualTo("at T+0*b: 1\nat T+1*b: 12 ms\n");
  }

  @Test
  void numbersEverySectionFromItsOwnFirstTime() {
    assertThat(
            times(
                output(block(T), lines("== second"), block(T + 5000), block(T + 5500))
                    .normalised(BATCH)))
        .containsExactly("Time: T+0*b", "Time: T+0*b", "Time: T+1*b");
  }

  @Test
  void refusesATimeBetweenTwoBatches() {
    Transcript transcript = output(block(T), block(T + 700));
    assertThatThrownBy(() -> transcript.normalised(BATCH))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining((T + 700) + " ms is not a whole number of 500 ms batches");
  }

  @Test
  void dropsWhatFollowsTheEndOfASection() {
    assertThat(
            output(
                    lines("== first", "x", "== end"),
                    block(T),
                    lines("y", "== second", "z", "== end"),
                    block(T))
                .normalised(BATCH))
        .isEqualTo("== first\nx\n== end\n== second\nz\n== end\n");
  }

  @Test
  void dropsWhatFollowsABlockWithTheEnd() {
    assertThat(
            output(block(T, "a", "== end"), block(T + 500, "b"), lines("y", "== second", "z"))
                .normalised(BATCH))
        .isEqualTo(output(block(T, "a", "== end"), lines("== second", "z")).normalised(BATCH))
        .contains("a\n== end\n\n== second\nz\n");
  }

  @Test
  void withoutClockLeavesOutEmptyBatchesBeforeAndBetweenTheOthers() {
    Transcript fast = output(block(T, "a"), block(T + 500, "b"), block(T + 1000), lines("== end"));
    Transcript slow =
        output(
            block(T),
            block(T + 500, "a"),
            block(T + 1000),
            block(T + 1500),
            block(T + 2000, "b"),
            block(T + 2500),
            lines("== end"));
    assertThat(slow.normalisedWithoutClock(BATCH)).isEqualTo(fast.normalisedWithoutClock(BATCH));
    assertThat(times(slow.normalisedWithoutClock(BATCH)))
        .containsExactly("Time: T+0*b", "Time: T+1*b", "Time: T+2*b");
  }

  @Test
  void withoutClockKeepsABatchWhoseOtherBlockHasElements() {
    assertThat(times(output(block(T), block(T, "a"), block(T + 500)).normalisedWithoutClock(BATCH)))
        .containsExactly("Time: T+0*b", "Time: T+0*b", "Time: T+1*b");
  }

  @Test
  void withoutClockLeavesOutTheLinesOfTheBatchesItLeavesOut() {
    assertThat(
            output(
                    block(T),
                    lines("at " + T + " ms: 0"),
                    block(T + 500, "a"),
                    lines("at " + (T + 500) + " ms: 1"))
                .normalisedWithoutClock(BATCH))
        .isEqualTo(
            String.join("\n", block(T, "a")).replace(T + " ms", "T+0*b") + "\nat T+0*b: 1\n");
  }

  @Test
  void withoutClockStillWantsEveryBatchOnceAndInOrder() {
    Transcript gap = output(block(T), block(T + 1000));
    assertThatThrownBy(() -> gap.normalisedWithoutClock(BATCH))
        .hasMessage("After the batch at " + T + " ms comes that at " + (T + 1000) + " ms");
    Transcript back = output(block(T + 500), block(T));
    assertThatThrownBy(() -> back.normalisedWithoutClock(BATCH))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void countsBlocksWithElements() {
    assertThat(
            output(block(T), block(T, "a"), lines("x"), block(T + 500, "b")).blocksWithElements())
        .isEqualTo(2);
  }

  @SafeVarargs
  private static Transcript output(List<String>... parts) {
    return TranscriptParser.parse(Arrays.stream(parts).flatMap(List::stream).toList());
  }

  private static List<String> block(long time, String... elements) {
    List<String> lines =
        new ArrayList<>(
            lines(TranscriptParser.DASHES, "Time: " + time + " ms", TranscriptParser.DASHES));
    lines.addAll(List.of(elements));
    lines.add("");
    return lines;
  }

  private static List<String> lines(String... lines) {
    return List.of(lines);
  }

  private static List<String> times(String normalised) {
    return normalised.lines().filter(line -> line.startsWith("Time: ")).toList();
  }
}
