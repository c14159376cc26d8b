// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.runner.direct;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.api.java.Optional;
import org.apache.spark.streaming.api.java.JavaPairDStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import scala.Tuple2;

/** A program that names a checkpoint directory is told that nothing is kept there, and runs. */
@Timeout(60)
class CheckpointWarningTest {

  /** Static, as a program with a checkpoint directory has to be serialisable. */
  private static Journal<String> journal = new Journal<>();

  @RegisterExtension final Program program = Program.onManualClock().withVirtualClock();

  @TempDir Path checkpoints;

  private final PrintStream standardError = System.err;
  private final ByteArrayOutputStream log = new ByteArrayOutputStream();

  @BeforeEach
  void forget() {
    journal = new Journal<>();
  }

  /** The tests' logger writes to what standard error is at the time. */
  @BeforeEach
  void watchTheLog() {
    System.setErr(new PrintStream(log, true, UTF_8));
  }

  @AfterEach
  void restoreStandardError() {
    System.setErr(standardError);
    standardError.print(log.toString(UTF_8));
  }

  @Test
  void isLoggedOnceForAStatefulProgramWithADirectory() throws InterruptedException {
    program.context().checkpoint(checkpoints.toString());
    noteStates();

    assertThat(runThreeBatches()).containsExactly("[(k,[1])]", "[(k,[1][2])]", "[(k,[1][2][])]");
    assertThat(warnings())
        .singleElement()
        .asString()
        .contains("WARN org.dstreambeam.lifecycle.ProgramCheckpoints")
        .contains("The checkpoint directory ")
        .contains(checkpoints.toString())
        .endsWith("keeps nothing across restarts: the runner 'direct' does not write checkpoints");
  }

  @Test
  void isNotLoggedWithoutADirectory() throws InterruptedException {
    pairs().foreachRDD(rdd -> journal.add(rdd.collect().toString()));

    assertThat(runThreeBatches()).containsExactly("[(k,1)]", "[(k,2)]", "[]");
    assertThat(warnings()).isEmpty();
  }

  /** Such a directory is for RDDs: on Spark, too, no program is recovered from it. */
  @Test
  void isNotLoggedForADirectoryOfTheSparkContext() throws InterruptedException {
    program.spark().setCheckpointDir(checkpoints.toString());
    noteStates();

    assertThat(runThreeBatches()).containsExactly("[(k,[1])]", "[(k,[1][2])]", "[(k,[1][2][])]");
    assertThat(warnings()).isEmpty();
  }

  private JavaPairDStream<String, Integer> pairs() {
    return program.batches(List.of(1), List.of(2)).mapToPair(n -> new Tuple2<>("k", n));
  }

  private void noteStates() {
    pairs()
        .updateStateByKey(
            (List<Integer> values, Optional<String> state) -> Optional.of(state.or("") + values))
        .foreachRDD(rdd -> journal.add(rdd.collect().toString()));
  }

  /** What was noted of them; the context has stopped, so that the log has all it will get. */
  private List<String> runThreeBatches() throws InterruptedException {
    program.context().start();
    List<String> first = journal.first(3).subList(0, 3);
    program.context().stop(false);
    return first;
  }

  private List<String> warnings() {
    return log.toString(UTF_8).lines().filter(line -> line.contains("across restarts")).toList();
  }
}
