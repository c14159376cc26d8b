// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.conformance.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.dstreambeam.conformance.behaviour.Rdds.expect;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.SparkException;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Records through the standard input and output of a process. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the programs are those of Unix")
class RddPipeTest {

  @Test
  void eachPartitionHasAProcess() throws Exception {
    Rdds.run(
        rdds -> {
          expect(rdds.of(3, "b", "a", null, "a").pipe("cat"), "[b] [a] [null, a]");
          expect(rdds.numbers(6, 3).pipe("  head   -n 1 "), "[0] [2] [4]");
          expect(rdds.numbers(0, 2).pipe("wc -l").map(String::trim), "[0] [0]");
          expect(rdds.none().pipe("cat"), "no partition");
        });
  }

  @Test
  void theProcessHasVariablesADirectoryAndAnEncoding() throws Exception {
    Rdds.run(
        rdds -> {
          JavaRDD<String> words = rdds.of(1, "\u00e4");
          List<String> variable = Arrays.asList("sh", "-c", "cat > /dev/null; echo $FOO");
          expect(words.pipe(variable, Map.of("FOO", "bar baz")), "[bar baz]");
          List<String> directory =
              Arrays.asList("sh", "-c", "cat > /dev/null; basename $(dirname $PWD)");
          expect(words.pipe(directory, Map.of(), true, 100), "[tasks]");
          expect(words.pipe(Arrays.asList("cat"), Map.of(), false, 100, "UTF-16"), "[\u00e4]");
        });
  }

  @Test
  void theOutputMayBeLeftUnread() throws Exception {
    Rdds.run(
        rdds -> {
          assertThat(rdds.numbers(100_000, 1).pipe("cat").take(2)).isEqualTo(List.of("0", "1"));
        });
  }

  @Test
  void aProcessThatIsLeftEndsWithTheTask() throws Exception {
    List<String> endless = Arrays.asList("sh", "-c", "echo $$; exec sleep 1000000");
    Rdds.run(
        rdds -> {
          long pid = Long.parseLong(rdds.numbers(1, 1).pipe(endless).first());
          Optional<ProcessHandle> process = ProcessHandle.of(pid);
          if (process.isPresent()) {
            assertThat(process.get().onExit()).succeedsWithin(Duration.ofSeconds(30));
          }
        });
  }

  @Test
  void whatIsPipedIsComputedInTheTask() throws Exception {
    Rdds.run(
        rdds ->
            expect(
                rdds.numbers(4, 2).map(n -> TaskContext.get().partitionId()).pipe("cat"),
                "[0, 0] [1, 1]"));
  }

  @Test
  void aStatusOtherThanZeroFailsTheTask() throws Exception {
    Rdds.run(
        rdds -> {
          JavaRDD<String> failing =
              rdds.numbers(3, 1).pipe(Arrays.asList("sh", "-c", "cat; exit 3"));
          assertThatThrownBy(failing::collect)
              .isInstanceOf(SparkException.class)
              .hasRootCauseInstanceOf(IllegalStateException.class)
              .hasRootCauseMessage(
                  "Subprocess exited with status 3. Command ran: sh -c cat; exit 3");
          assertThatThrownBy(() -> rdds.numbers(3, 1).pipe("no-such-program").collect())
              .isInstanceOf(SparkException.class)
              .hasRootCauseInstanceOf(IOException.class);
        });
  }

  /** Each time: the process ends as soon as its input does. */
  @RepeatedTest(20)
  void whatFailsBeforeThePipeFailsTheTask() throws Exception {
    Rdds.run(
        rdds ->
            assertThatThrownBy(() -> rdds.numbers(3, 1).map(n -> 1 / n).pipe("cat").collect())
                .isInstanceOf(SparkException.class)
                .hasRootCauseInstanceOf(ArithmeticException.class));
  }
}
