// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.runner.direct.random;

import static java.util.Comparator.comparing;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;

import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.dstreambeam.runner.direct.ImagedBackend;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random programs do what the simulator says.
 *
 * <p>{@code -Ddstreambeam.random.programs=5000} runs more of them, {@code
 * -Ddstreambeam.random.seed=42} runs the program of one seed. A program that fails is made as small
 * as it will go before it is reported.
 */
class RandomProgramsTest {

  private static final int PROGRAMS = Integer.getInteger("dstreambeam.random.programs", 150);
  private static final long ONE_SEED = Long.getLong("dstreambeam.random.seed", -1);

  /** How many programs share a streaming context: it takes longer to start than to run them. */
  private static final int TOGETHER = 3;

  /** Every how manieth group of programs passes its blocks as bytes, too. */
  private static final int SERIALIZED_SHARE = 4;

  private static final int ATTEMPTS = 400;

  /** How many programs are looked through for all kinds; to make them takes no time. */
  private static final int COVERING = 400;

  @TempDir private Path checkpoints;

  @ParameterizedTest(name = "blocks as bytes: {0}")
  @ValueSource(booleans = {false, true})
  void doWhatTheSimulatorSays(boolean serialize) {
    // Programs of one length share a context.
    List<Long> seeds = seeds().boxed().sorted(comparing(RandomProgramsTest::batches)).toList();
    int next = serialize && ONE_SEED < 0 ? SERIALIZED_SHARE * TOGETHER : TOGETHER;
    try (JavaSparkContext spark = new JavaSparkContext(configuration(serialize))) {
      spark.setCheckpointDir(checkpoints.toString());
      for (int first = 0; first < seeds.size(); first += next) {
        checkTogether(seeds.subList(first, Math.min(first + TOGETHER, seeds.size())), spark);
      }
    }
  }

  /** The plan is written and read back before it runs. */
  @Test
  void doTheSameAfterTheyHaveTravelled() {
    List<Long> seeds = seeds().boxed().sorted(comparing(RandomProgramsTest::batches)).toList();
    int next = ONE_SEED < 0 ? SERIALIZED_SHARE * TOGETHER : TOGETHER;
    SparkConf conf = ImagedBackend.wantedBy(configuration(false));
    try (JavaSparkContext spark = new JavaSparkContext(conf)) {
      spark.setCheckpointDir(checkpoints.toString());
      for (int first = 0; first < seeds.size(); first += next) {
        checkTogether(seeds.subList(first, Math.min(first + TOGETHER, seeds.size())), spark);
      }
    } finally {
      ImagedBackend.end();
    }
  }

  private static int batches(long seed) {
    return ProgramGenerator.program(seed).batches();
  }

  private static LongStream seeds() {
    return ONE_SEED >= 0 ? LongStream.of(ONE_SEED) : LongStream.range(0, PROGRAMS);
  }

  private static SparkConf configuration(boolean serialize) {
    return new SparkConf(false)
        .setMaster("local[2]")
        .setAppName("random programs")
        .set("spark.default.parallelism", String.valueOf(ProgramSpec.DEFAULT_PARALLELISM))
        .set("spark.streaming.clock", LaterClock.class.getName())
        .set("spark.dstreambeam.direct.serialize", String.valueOf(serialize));
  }

  private static void checkTogether(List<Long> seeds, JavaSparkContext spark) {
    ProgramSpec all =
        seeds.stream().map(ProgramGenerator::program).reduce(ProgramSpec::beside).orElseThrow();
    String difference = difference(all, spark);
    if (difference.isEmpty()) {
      return;
    }
    for (long seed : seeds) {
      ProgramSpec program = ProgramGenerator.program(seed);
      String itsDifference = difference(program, spark);
      if (!itsDifference.isEmpty()) {
        report(List.of(seed), program, itsDifference, spark);
      }
    }
    report(seeds, all, difference, spark); // they only fail together
  }

  private static void report(
      List<Long> seeds, ProgramSpec program, String difference, JavaSparkContext spark) {
    ProgramSpec smallest =
        Minimiser.minimise(program, candidate -> !difference(candidate, spark).isEmpty(), ATTEMPTS);
    String itsDifference = smallest.equals(program) ? difference : difference(smallest, spark);
    fail(
        "seeds %s: %s%n%nmade smaller:%n%s%n%s%n%s%n%nin full:%n%s"
            .formatted(seeds, difference, smallest, plan(smallest, spark), itsDifference, program));
  }

  private static String plan(ProgramSpec program, JavaSparkContext spark) {
    ProgramRun run = new ProgramRun(program, spark);
    try {
      return run.plan();
    } finally {
      run.discard();
    }
  }

  /** How the program differs from what it should do, in words; empty if it does not. */
  private static String difference(ProgramSpec program, JavaSparkContext spark) {
    try {
      return Comparison.difference(program, new ProgramRun(program, spark).run());
    } catch (InterruptedException e) {
      throw new AssertionError("interrupted", e);
    } catch (Exception | AssertionError e) {
      return "the run failed: " + e;
    }
  }

  @Test
  void coverEveryOperationAndAllKindsOfEnds() {
    Set<Operation> operations = EnumSet.noneOf(Operation.class);
    int failing = 0;
    int withoutPartitions = 0;
    Set<String> windows = new TreeSet<>();
    Set<String> states = new TreeSet<>();
    for (long seed = 0; seed < COVERING; seed++) {
      ProgramSpec program = ProgramGenerator.program(seed);
      boolean[] read = program.read();
      for (int stream = program.sources().size(); stream < program.streams(); stream++) {
        if (read[stream]) {
          operations.add(program.stepOf(stream).operation());
          windows.addAll(kindsOfWindow(program, program.stepOf(stream)));
          states.addAll(kindsOfState(program, stream));
        }
      }
      var firstBatch = MicroBatchSimulator.run(program).get(0);
      for (int output : program.outputs()) {
        if (!program.hasBatch(output, 0)) {
          continue;
        }
        var partitions = firstBatch.get(output);
        failing += partitions.stream().anyMatch(Partition::failed) ? 1 : 0;
        withoutPartitions += partitions.isEmpty() ? 1 : 0;
      }
    }
    assertThat(operations).containsExactlyInAnyOrder(Operation.values());
    assertThat(windows)
        .contains("gaps", "overlaps", "neither", "slower", "as often", "identity")
        .contains("WINDOW of a window", "UNION of a window", "JOIN of a window")
        .contains("REDUCE_ALL of a window", "window of JOIN", "window of COGROUP")
        .contains("REDUCE of a window", "window of REDUCE", "window of FILTER", "window of null");
    assertThat(states)
        .contains("times out", "never times out", "initial states", "shows its input's states")
        .contains("state of a window", "state of a state", "window of a state", "UNION of a state")
        .contains("TRANSFORM of a state", "state after a failure");
    assertThat(failing).as("outputs that fail in the first batch").isBetween(10, 100);
    assertThat(withoutPartitions).as("first batches without partitions").isPositive();
  }

  private static Set<String> kindsOfWindow(ProgramSpec program, Step step) {
    Set<String> kinds = new TreeSet<>();
    Operation input = operationOf(program, step.input());
    boolean ofWindow = input != null && input.slides();
    if (step.operation().slides()) {
      int length = step.windowLength();
      int slide = step.windowSlide();
      kinds.add(slide > length ? "gaps" : slide < length ? "overlaps" : "neither");
      kinds.add(slide > 1 ? "slower" : "as often");
      if (length == 1 && slide == 1) {
        kinds.add("identity");
      }
    }
    if (ofWindow) {
      kinds.add(step.operation() + " of a window");
    } else if (step.operation().slides()) {
      kinds.add("window of " + input);
    }
    return kinds;
  }

  private static Set<String> kindsOfState(ProgramSpec program, int stream) {
    Set<String> kinds = new TreeSet<>();
    Step step = program.stepOf(stream);
    Operation input = operationOf(program, step.input());
    boolean ofState = input != null && input.remembers();
    if (step.operation().mapsWithState()) {
      kinds.add(step.timeout() > 0 ? "times out" : "never times out");
      if (program.looksIntoInput(stream)) {
        kinds.add("shows its input's states");
      }
    }
    if (step.operation().remembers()) {
      if (step.operation() == Operation.UPDATE_STATE && step.hasInitialStates()) {
        kinds.add("initial states");
      }
      if (input != null && input.slides()) {
        kinds.add("state of a window");
      }
      if (input == Operation.MAP_FAILING) {
        kinds.add("state after a failure");
      }
    }
    if (ofState) {
      kinds.add(
          step.operation().remembers() ? "state of a state" : step.operation() + " of a state");
      if (step.operation().slides()) {
        kinds.add("window of a state");
      }
    }
    return kinds;
  }

  private static @Nullable Operation operationOf(ProgramSpec program, int stream) {
    return program.isSource(stream) ? null : program.stepOf(stream).operation();
  }
}
