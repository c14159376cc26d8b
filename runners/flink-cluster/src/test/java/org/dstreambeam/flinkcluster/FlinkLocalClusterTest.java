// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.flinkcluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code bin/flink-local-cluster}, run as people do. */
class FlinkLocalClusterTest {

  private static final Pattern PID = Pattern.compile("\\(pid (\\d+)\\)");

  @TempDir Path directory;

  @Test
  void startsShowsAndStopsAClusterThatOutlivesTheScript() throws Exception {
    Path cluster = directory.resolve("cluster");

    Run start = script("start", "--task-managers", "1", "--slots=3", "--directory", cluster);

    assertThat(start.err).isEmpty();
    assertThat(start.exitCode).isZero();
    assertThat(start.out).hasSize(1);
    String master = Files.readString(cluster.resolve("master"));
    assertThat(start.out.get(0))
        .isEqualTo("flink://" + master + " is up; web UI at http://" + master);
    assertThat(new ClusterRest("http://" + master).registeredTaskManagers())
        .hasValueSatisfying(ids -> assertThat(ids).containsExactly("tm-1"));

    Run status = script("status", "--directory", cluster);

    assertThat(status.exitCode).isZero();
    assertThat(status.out).hasSize(3);
    assertThat(status.out.get(0)).isEqualTo("flink://" + master + " in " + cluster);
    assertThat(status.out.get(1)).matches(" {2}jobmanager \\(pid \\d+\\) runs");
    assertThat(status.out.get(2)).matches(" {2}tm-1 \\(pid \\d+\\) runs");

    Run second = script("start", "--directory", cluster);

    assertThat(second.exitCode).isEqualTo(2);
    assertThat(second.out).isEmpty();
    assertThat(second.err).hasSize(1);
    assertThat(second.err.get(0))
        .startsWith("flink-local-cluster: a cluster runs in " + cluster + " already: ");

    List<Long> pids = pids(status);
    assertThat(pids).hasSize(2).allMatch(Await::runs);
    new ClusterDirectory(cluster).running("tm-1").orElseThrow().kill();
    Run withoutTaskManager = script("status", "--directory", cluster);
    assertThat(withoutTaskManager.exitCode).isEqualTo(1);
    assertThat(withoutTaskManager.out).endsWith("  tm-1 has ended");

    Run stop = script("stop", "--directory", cluster);

    assertThat(stop.exitCode).isZero();
    assertThat(stop.out).containsExactly("stopped 1 process in " + cluster);
    assertThat(pids).noneMatch(Await::runs);
    assertThat(cluster.resolve("tmp")).isEmptyDirectory();
    assertThat(cluster.resolve("log/jobmanager.log")).isNotEmptyFile();

    Run stopAgain = script("stop", "--directory", cluster);
    assertThat(stopAgain.exitCode).isZero();
    assertThat(stopAgain.out).containsExactly("no cluster runs in " + cluster);
  }

  @Test
  void saysThatNothingRuns() throws Exception {
    Run status = script("status", "--directory", directory.resolve("none"));

    assertThat(status.exitCode).isEqualTo(1);
    assertThat(status.out).containsExactly("no cluster runs in " + directory.resolve("none"));
    assertThat(directory.resolve("none")).doesNotExist();
  }

  @Test
  void tellsItsOptions() throws Exception {
    Run help = script("start", "--help");

    assertThat(help.exitCode).isZero();
    assertThat(String.join("\n", help.out))
        .contains("--task-managers", "--slots", "--heap", "--directory");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          restart               | Unmatched argument at index 0: 'restart'
          start --task-managers 0 | TaskManagers must be from 1 to 32, not 0
          start --slots many    | Invalid value for option '--slots': 'many' is not an int
          start --port 8081     | Unknown options: '--port', '8081'
          stop --slots 2        | Unknown options: '--slots', '2'
          start --directory     | Missing required parameter for option '--directory' (<d>)
          """)
  void refusesInOneLineWhatMakesNoSense(String arguments, String problem) throws Exception {
    Run run = script((Object[]) arguments.split(" ", -1));

    assertThat(run.exitCode).isEqualTo(2);
    assertThat(run.out).isEmpty();
    assertThat(run.err).hasSize(1);
    assertThat(run.err.get(0)).startsWith("flink-local-cluster: " + problem);
  }

  private static List<Long> pids(Run run) {
    Matcher matcher = PID.matcher(String.join("\n", run.out));
    return matcher.results().map(match -> Long.valueOf(match.group(1))).toList();
  }

  private Run script(Object... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("basedir"), "../../bin/flink-local-cluster").toString());
    for (Object argument : arguments) {
      command.add(argument.toString());
    }
    Path out = directory.resolve("out");
    Path err = directory.resolve("err");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
    builder.environment().remove("JAVA_TOOL_OPTIONS");
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    Process process = builder.start();
    try {
      assertThat(process.waitFor(90, TimeUnit.SECONDS)).as("ends").isTrue();
    } finally {
      process.destroyForcibly();
    }
    return new Run(process.exitValue(), Files.readAllLines(out), Files.readAllLines(err));
  }

  private record Run(int exitCode, List<String> out, List<String> err) {}
}
