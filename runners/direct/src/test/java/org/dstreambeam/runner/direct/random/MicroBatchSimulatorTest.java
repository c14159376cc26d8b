// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.runner.direct.random;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.dstreambeam.runner.direct.random.Source.Mode;
import org.junit.jupiter.api.Test;

/** The simulator against results worked out by hand. */
class MicroBatchSimulatorTest {

  private static final List<List<Integer>> TWO_PARTITIONS = List.of(List.of(4, 5, 4), List.of(5));

  private static String run(Mode mode, int batch, Step... steps) {
    Source source = new Source(mode, false, List.of(TWO_PARTITIONS, List.of()));
    ProgramSpec program =
        new ProgramSpec(List.of(source), List.of(steps), List.of(steps.length), 9);
    return MicroBatchSimulator.run(program).get(batch).get(steps.length).stream()
        .map(p -> p.failed() ? p.failures().toString() : p.records().toString())
        .toList()
        .toString();
  }

  private static Step step(Operation operation, int parameter, Integer... inputs) {
    return new Step(operation, List.of(inputs), parameter);
  }

  @Test
  void takesOneRddPerBatchThenAnEmptyPartition() {
    assertThat(run(Mode.ONE_AT_A_TIME, 0)).isEqualTo("[[4, 5, 4], [5]]");
    assertThat(run(Mode.ONE_AT_A_TIME, 1)).isEqualTo("[]");
    assertThat(run(Mode.ONE_AT_A_TIME, 2)).isEqualTo("[[]]");
    assertThat(run(Mode.ALL_AT_ONCE, 0)).isEqualTo("[[4, 5, 4], [5]]");
    assertThat(run(Mode.ALL_AT_ONCE, 1)).isEqualTo("[[]]");
    assertThat(run(Mode.REPEATING, 2)).isEqualTo("[[4, 5, 4], [5]]");
  }

  @Test
  void reducesIntoThePartitionOfTheKey() {
    Step pairs = step(Operation.TO_PAIR, 4, 0); // keys: 4 mod 5 - 1 = 3, 5 mod 5 - 1 = -1

    assertThat(run(Mode.ONE_AT_A_TIME, 0, pairs, step(Operation.REDUCE, 2, 1)))
        .isEqualTo("[[], [(3,8), (-1,10)]]");
    assertThat(run(Mode.ONE_AT_A_TIME, 0, pairs, step(Operation.REDUCE, 0, 1)))
        .isEqualTo("[[(3,8)], [], [(-1,10)]]");
    assertThat(run(Mode.ONE_AT_A_TIME, 1, pairs, step(Operation.REDUCE, 2, 1)))
        .isEqualTo("[[], []]");
  }

  @Test
  void groupsAndJoinsByKey() {
    Step pairs = step(Operation.TO_PAIR, 4, 0);

    assertThat(run(Mode.ONE_AT_A_TIME, 0, pairs, step(Operation.GROUP, 2, 1)))
        .isEqualTo("[[], [(3,[4, 4]), (-1,[5, 5])]]");
    Step grouped = step(Operation.GROUP, 2, 1);
    assertThat(run(Mode.ONE_AT_A_TIME, 0, pairs, grouped, step(Operation.JOIN, 2, 1, 2)))
        .isEqualTo("[[], [(3,(4,[4, 4])), (3,(4,[4, 4])), (-1,(5,[5, 5])), (-1,(5,[5, 5]))]]");
    Step fives = step(Operation.TO_PAIR, 0, 0); // all under the key -1
    assertThat(run(Mode.ONE_AT_A_TIME, 0, pairs, fives, step(Operation.LEFT_JOIN, 1, 1, 2)))
        .startsWith("[[(3,(4,Optional.empty)), (3,(4,Optional.empty)), (-1,(5,Optional[4])),");
    assertThat(run(Mode.ONE_AT_A_TIME, 0, fives, pairs, step(Operation.COGROUP, 1, 1, 2)))
        .isEqualTo("[[(-1,([4, 5, 4, 5],[5, 5])), (3,([],[4, 4]))]]");
  }

  @Test
  void looksAtWholeBatches() {
    assertThat(run(Mode.ONE_AT_A_TIME, 0, step(Operation.REDUCE_ALL, 0, 0))).isEqualTo("[[18]]");
    assertThat(run(Mode.ONE_AT_A_TIME, 1, step(Operation.REDUCE_ALL, 0, 0))).isEqualTo("[[]]");
    assertThat(run(Mode.ONE_AT_A_TIME, 0, step(Operation.GLOM, 0, 0)))
        .isEqualTo("[[[4, 5, 4]], [[5]]]");
    assertThat(run(Mode.ONE_AT_A_TIME, 0, step(Operation.COUNT_BY_VALUE, 0, 0)))
        .isEqualTo("[[(12,2), (15,2)], [], []]");
    assertThat(run(Mode.ONE_AT_A_TIME, 0, step(Operation.REPARTITION, 3, 0)))
        .isEqualTo("[[], [4, 5], [5], [4]]");
  }

  @Test
  void countsAnEmptyBatchAsZero() {
    assertThat(run(Mode.ONE_AT_A_TIME, 0, step(Operation.COUNT, 0, 0))).isEqualTo("[[4], [], []]");
    assertThat(run(Mode.ONE_AT_A_TIME, 1, step(Operation.COUNT, 0, 0))).isEqualTo("[[0], [], []]");
  }

  @Test
  void mergesUnionsOfStreamsThatArePartitionedAlike() {
    Step pairs = step(Operation.TO_PAIR, 4, 0);
    Step reduced = step(Operation.REDUCE, 2, 1);

    assertThat(run(Mode.ONE_AT_A_TIME, 0, pairs, reduced, step(Operation.UNION, 0, 2, 2)))
        .isEqualTo("[[], [(3,8), (-1,10), (3,8), (-1,10)]]");
    assertThat(run(Mode.ONE_AT_A_TIME, 0, step(Operation.UNION, 0, 0, 0)))
        .isEqualTo("[[4, 5, 4], [5], [4, 5, 4], [5]]");
  }

  @Test
  void aWindowHoldsTheLastBatchesTheOldestFirst() {
    Step window = step(Operation.WINDOW, Step.windowOf(3, 1), 0);

    assertThat(run(Mode.ONE_AT_A_TIME, 0, window)).isEqualTo("[[4, 5, 4], [5]]");
    assertThat(run(Mode.ONE_AT_A_TIME, 2, window)).isEqualTo("[[4, 5, 4], [5], []]");
    assertThat(run(Mode.ONE_AT_A_TIME, 3, window)).isEqualTo("[[], []]");
    assertThat(run(Mode.REPEATING, 0, step(Operation.WINDOW, Step.windowOf(1, 1), 0)))
        .isEqualTo("[[4, 5, 4], [5]]");
  }

  @Test
  void aWindowSlidesFromTheStartAndMayLeaveGaps() {
    Step sliding = step(Operation.WINDOW, Step.windowOf(2, 2), 0);
    Step withGaps = step(Operation.WINDOW, Step.windowOf(1, 3), 0);

    assertThat(run(Mode.ONE_AT_A_TIME, 0, sliding)).isEqualTo("[]");
    assertThat(run(Mode.ONE_AT_A_TIME, 1, sliding)).isEqualTo("[[4, 5, 4], [5]]");
    assertThat(run(Mode.ONE_AT_A_TIME, 2, sliding)).isEqualTo("[]");
    assertThat(run(Mode.ONE_AT_A_TIME, 3, sliding)).isEqualTo("[[], []]");
    assertThat(run(Mode.ONE_AT_A_TIME, 2, withGaps)).isEqualTo("[[]]");
  }

  @Test
  void aWindowOfAWindowCountsItsParentsSlides() {
    Step inner = step(Operation.WINDOW, Step.windowOf(1, 2), 0); // batches 1, 3, 5 ...
    Step outer = step(Operation.WINDOW, Step.windowOf(2, 2), 1); // ... two of them every fourth
    Step count = step(Operation.COUNT, 0, 2);

    assertThat(run(Mode.REPEATING, 1, inner, outer, count)).isEqualTo("[]");
    assertThat(run(Mode.REPEATING, 3, inner, outer, count)).isEqualTo("[[4], [], []]");
    assertThat(run(Mode.REPEATING, 7, inner, outer, count)).isEqualTo("[[8], [], []]");
  }

  @Test
  void aWindowMergesWhatOnePartitionerMade() {
    Step pairs = step(Operation.TO_PAIR, 4, 0);
    Step reduced = step(Operation.REDUCE, 2, 1);
    Step window = step(Operation.WINDOW, Step.windowOf(2, 1), 2);

    assertThat(run(Mode.ONE_AT_A_TIME, 1, pairs, reduced, window))
        .isEqualTo("[[], [(3,8), (-1,10)]]");
    assertThat(run(Mode.REPEATING, 0, pairs, reduced, window)).isEqualTo("[[], [(3,8), (-1,10)]]");
  }

  @Test
  void anInverseWindowKeepsKeysWithWhatIsLeftOfThem() {
    Step pairs = step(Operation.TO_PAIR, 4, 0);
    Step window = step(Operation.INVERSE_WINDOW, Step.windowOf(1, 1, 3), 1);
    Step notZero = step(Operation.INVERSE_WINDOW, Step.windowOf(1, 1, 9), 1);

    assertThat(run(Mode.ONE_AT_A_TIME, 0, pairs, window)).isEqualTo("[[(3,8)], [], [(-1,10)]]");
    assertThat(run(Mode.ONE_AT_A_TIME, 3, pairs, window)).isEqualTo("[[(3,0)], [], [(-1,0)]]");
    assertThat(run(Mode.ONE_AT_A_TIME, 3, pairs, notZero)).isEqualTo("[[], [], []]");
    Step reduced = step(Operation.REDUCE_WINDOW, Step.windowOf(2, 1, 3), 1);
    assertThat(run(Mode.ONE_AT_A_TIME, 1, pairs, reduced)).isEqualTo("[[(3,8)], [], [(-1,10)]]");
    assertThat(run(Mode.ONE_AT_A_TIME, 2, pairs, reduced)).isEqualTo("[[], [], []]");
  }

  @Test
  void aGapAheadOfTheFirstInverseWindowCountsForEver() {
    Step gap = step(Operation.COUNT_WINDOW, Step.windowOf(1, 2), 0); // 4 records, then none

    assertThat(run(Mode.ONE_AT_A_TIME, 1, gap)).isEqualTo("[[4]]");
    assertThat(run(Mode.ONE_AT_A_TIME, 3, gap)).isEqualTo("[[4]]");
  }

  @Test
  void windowsOfOneValueAreNothingUntilThereIsOne() {
    Step summed = step(Operation.REDUCE_ALL_INVERSE_WINDOW, Step.windowOf(1, 1), 0);
    Step plain = step(Operation.REDUCE_ALL_WINDOW, Step.windowOf(1, 1), 0);
    Step values = step(Operation.COUNT_BY_VALUE_WINDOW, Step.windowOf(2, 1, 1), 0);

    assertThat(run(Mode.ONE_AT_A_TIME, 0, summed)).isEqualTo("[[18]]");
    assertThat(run(Mode.ONE_AT_A_TIME, 1, summed)).isEqualTo("[[0]]");
    assertThat(run(Mode.ONE_AT_A_TIME, 0, plain)).isEqualTo("[[18]]");
    assertThat(run(Mode.ONE_AT_A_TIME, 1, plain)).isEqualTo("[[]]");
    assertThat(run(Mode.ONE_AT_A_TIME, 1, values)).contains(",2)");
    assertThat(run(Mode.ONE_AT_A_TIME, 2, values)).doesNotContain(",2)");
  }

  @Test
  void groupsAWindowByKey() {
    Step pairs = step(Operation.TO_PAIR, 4, 0);
    Step groups = step(Operation.GROUP_WINDOW, Step.windowOf(2, 1, 2), 1);

    assertThat(run(Mode.REPEATING, 1, pairs, groups)).isEqualTo("[[], [(3,[4, 4]), (-1,[5, 5])]]");
  }

  @Test
  void updatesEveryKnownKeyInEveryBatch() {
    Step pairs = step(Operation.TO_PAIR, 4, 0); // 3: 4, 4 and -1: 5, 5
    Step updated = step(Operation.UPDATE_STATE, 3, 1); // cells; forgets states of 3 modulo 6

    assertThat(run(Mode.ONE_AT_A_TIME, 0, pairs, updated))
        .isEqualTo("[[(3,<25>)], [], [(-1,<29>)]]");
    assertThat(run(Mode.ONE_AT_A_TIME, 1, pairs, updated))
        .isEqualTo("[[(3,<26>)], [], [(-1,<30>)]]");
    assertThat(run(Mode.ONE_AT_A_TIME, 2, pairs, updated))
        .as("27 is 3 modulo 6")
        .isEqualTo("[[], [], [(-1,<31>)]]");
  }

  @Test
  void initialStatesAreUpdatedInTheFirstBatchTheFirstOfAKeyCounting() {
    Step pairs = step(Operation.TO_PAIR, 4, 0);
    Step updated = step(Operation.UPDATE_STATE, 6 + 1, 1); // into one partition

    assertThat(run(Mode.ONE_AT_A_TIME, 0, pairs, updated))
        .contains("(0,<102>)")
        .contains("(7,<41>)");
  }

  @Test
  void mapsEachRecordWithItsState() {
    Step pairs = step(Operation.TO_PAIR, 4, 0);
    int times = Step.mappingOf(3, 1, 2, false); // 1 batch, looked for every 2
    Step mapped = step(Operation.MAP_WITH_STATE, times, 1);
    Step snapshots = step(Operation.SNAPSHOTS, 0, 2);

    assertThat(run(Mode.ONE_AT_A_TIME, 0, pairs, mapped))
        .isEqualTo("[[(3,<4>), (3,<16>)], [], [(-1,<5>), (-1,<20>)]]");
    assertThat(run(Mode.ONE_AT_A_TIME, 0, pairs, mapped, snapshots))
        .isEqualTo("[[(3,<16>)], [], [(-1,<20>)]]");
    assertThat(run(Mode.ONE_AT_A_TIME, 2, pairs, mapped, snapshots))
        .as("set in batch 1, which is not before 2 - 1")
        .isEqualTo("[[(3,<16>)], [], [(-1,<20>)]]");
    assertThat(run(Mode.ONE_AT_A_TIME, 3, pairs, mapped))
        .isEqualTo("[[(3,-1016)], [], [(-1,-1020)]]");
    assertThat(run(Mode.ONE_AT_A_TIME, 3, pairs, mapped, snapshots)).isEqualTo("[[], [], []]");
  }

  @Test
  void aStateThatFailedIsNotKnownLaterOnEither() {
    Step failing = step(Operation.MAP_FAILING, 4, 0);
    Step updated = step(Operation.UPDATE_STATE, 3, 1);

    assertThat(run(Mode.ONE_AT_A_TIME, 2, failing, updated))
        .isEqualTo(
            "[[java.io.IOException: refuses 4], [java.io.IOException: refuses 4],"
                + " [java.io.IOException: refuses 4]]");
    Step window = step(Operation.REDUCE_WINDOW, Step.windowOf(2, 1, 1), 1);
    assertThat(run(Mode.ONE_AT_A_TIME, 1, failing, window)).contains("refuses 4");
    assertThat(run(Mode.ONE_AT_A_TIME, 2, failing, window)).isEqualTo("[[]]");
  }

  @Test
  void aFailureStaysInItsPartitionUnlessAShuffleSpreadsIt() {
    Step failing = step(Operation.MAP_FAILING, 4, 0);

    assertThat(run(Mode.ONE_AT_A_TIME, 0, failing))
        .isEqualTo("[[java.io.IOException: refuses 4], [5]]");
    assertThat(run(Mode.ONE_AT_A_TIME, 0, failing, step(Operation.COUNT, 0, 1)))
        .isEqualTo(
            "[[java.io.IOException: refuses 4], [java.io.IOException: refuses 4],"
                + " [java.io.IOException: refuses 4]]");
  }
}
