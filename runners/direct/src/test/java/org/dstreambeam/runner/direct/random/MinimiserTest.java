// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.runner.direct.random;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class MinimiserTest {

  private static final int ATTEMPTS = 100_000;

  @Test
  void leavesOnlyWhatMakesAProgramFail() {
    Source source =
        new Source(Source.Mode.ONE_AT_A_TIME, false, List.of(List.of(List.of(1, 5), List.of(2))));
    Source other = new Source(Source.Mode.ALL_AT_ONCE, false, List.of(List.of(List.of(5))));
    ProgramSpec program =
        new ProgramSpec(
            List.of(other, source),
            List.of(
                new Step(Operation.MAP_TO_CELL, List.of(1), 3),
                new Step(Operation.UNION, List.of(2, 2, 1), 2),
                new Step(Operation.COUNT, List.of(3), 7)),
            List.of(4, 1, 2),
            8);

    ProgramSpec smallest = Minimiser.minimise(program, MinimiserTest::countsAFive, ATTEMPTS);

    assertThat(smallest.steps()).containsExactly(new Step(Operation.COUNT, List.of(0), 0));
    assertThat(smallest.sources()).hasSize(1);
    assertThat(smallest.sources().get(0).batches()).containsExactly(List.of(List.of(5)));
    assertThat(smallest.outputs()).containsExactly(1);
    assertThat(smallest.batches()).isEqualTo(1);
  }

  /** An output reads a count, and a five is in a queue. */
  private static boolean countsAFive(ProgramSpec program) {
    boolean counts =
        program.outputs().stream()
            .anyMatch(
                output ->
                    !program.isSource(output)
                        && program.stepOf(output).operation() == Operation.COUNT);
    return counts && program.sources().toString().contains("5");
  }

  @Test
  void makesWindowsOfAUnionSmallerTogether() {
    Source source = new Source(Source.Mode.REPEATING, false, List.of(List.of(List.of(5))));
    Step window = new Step(Operation.WINDOW, List.of(0), Step.windowOf(2, 3));
    ProgramSpec program =
        new ProgramSpec(
            List.of(source),
            List.of(window, window, new Step(Operation.UNION, List.of(1, 2), 0)),
            List.of(3),
            8);

    ProgramSpec smallest = Minimiser.minimise(program, MinimiserTest::unitesAWindow, ATTEMPTS);

    assertThat(smallest.steps())
        .contains(new Step(Operation.WINDOW, List.of(0), 0))
        .allMatch(step -> step.operation() == Operation.UNION || step.parameter() == 0);
  }

  /** An output reads a union that reads a window. */
  private static boolean unitesAWindow(ProgramSpec program) {
    return program.toString().contains("WINDOW") && program.toString().contains("UNION");
  }

  @Test
  void givesUpAfterSoManyAttempts() {
    List<ProgramSpec> tried = new ArrayList<>();
    Predicate<ProgramSpec> never = candidate -> !tried.add(candidate);

    assertThat(Minimiser.minimise(ProgramGenerator.program(1), never, 3))
        .isEqualTo(ProgramGenerator.program(1));
    assertThat(tried).hasSizeLessThanOrEqualTo(3);
  }

  @Test
  void makesOnlyProgramsThatCanBeDeclared() {
    LongStream.range(0, 50)
        .mapToObj(ProgramGenerator::program)
        .flatMap(program -> Minimiser.candidates(program).stream())
        .forEach(MicroBatchSimulator::run);
  }
}
