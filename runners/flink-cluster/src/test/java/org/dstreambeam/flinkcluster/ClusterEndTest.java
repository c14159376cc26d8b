// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.flinkcluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** However a cluster ends, no process of it is left, and no other process is touched. */
class ClusterEndTest {

  @TempDir Path directory;

  @Test
  void closingLeavesNoProcessAndNoTemporaryDirectory() {
    LocalFlinkCluster cluster = LocalFlinkCluster.builder().taskManagers(1).start();
    ClusterProcess jobManager = cluster.jobManager();
    ClusterProcess taskManager = cluster.taskManagers().get(0);
    Path temporary = jobManager.log().resolve("../..").normalize();
    assertThat(temporary).isDirectory();

    // As when a test runs out of time: the end must not be cut short.
    Thread.currentThread().interrupt();
    cluster.close();

    assertThat(Thread.interrupted()).isTrue();
    assertThat(Await.runs(jobManager.pid())).isFalse();
    assertThat(Await.runs(taskManager.pid())).isFalse();
    assertThat(temporary).doesNotExist();
    cluster.close();
    assertThatIllegalStateException()
        .isThrownBy(cluster::startJobManager)
        .withMessage("the cluster in " + temporary + " is closed");
  }

  @Test
  void tellsWhyAProcessDiedAndEndsTheOthers() throws Exception {
    assertThatIllegalStateException()
        .isThrownBy(
            () ->
                LocalFlinkCluster.builder()
                    .taskManagers(1)
                    .directory(directory)
                    .configuration("taskmanager.memory.managed.size", "plenty")
                    .start())
        .withMessageStartingWith("tm-1 (pid ")
        .withMessageContaining(" has ended; the end of " + directory.resolve("log/tm-1.log") + ":")
        .withMessageContaining("'plenty'");

    assertThat(new ClusterDirectory(directory).recorded()).isEmpty();
    assertThat(processesNaming(directory)).isEmpty();
  }

  @Test
  void theEndOfTheJvmEndsAClusterThatWasNotClosed() throws Exception {
    Path out = directory.resolve("out");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-D" + FlinkJvm.LIB_PROPERTY + "=" + FlinkJvm.findLib(),
                "-cp",
                System.getProperty("java.class.path"),
                StartsAndExits.class.getName(),
                directory.resolve("cluster").toString())
            .redirectOutput(out.toFile())
            .redirectError(directory.resolve("err").toFile())
            .start();

    assertThat(process.waitFor())
        .as(Files.readString(directory.resolve("err")))
        .isEqualTo(StartsAndExits.EXIT_CODE);

    List<Long> pids = Files.readAllLines(out).stream().map(Long::valueOf).toList();
    assertThat(pids).hasSize(2);
    pids.forEach(Await::end);
  }

  @Test
  void aRecordedNumberThatBelongsToAnotherProcessNowIsLeftAlone() throws Exception {
    Process other = new ProcessBuilder("sleep", "600").start();
    try {
      ClusterDirectory place = new ClusterDirectory(directory);
      place.claim().close();
      // All of the record is right, but the process does not run Flink.
      place.record("jobmanager", other.toHandle());
      ClusterProcess process = new ClusterProcess("jobmanager", other.toHandle(), place);

      assertThat(place.running()).isEmpty();
      assertThat(process.isAlive()).isFalse();
      process.kill();
      LocalFlinkCluster.stop(List.of(process));
      place.claim().close();

      assertThat(other.isAlive()).isTrue();
      assertThat(place.recorded()).isEmpty();
    } finally {
      other.destroyForcibly();
    }
  }

  @Test
  void aRecordOfAnEarlierProcessIsNotThatOfALaterOneWithTheSameNumber() throws Exception {
    ClusterDirectory place = new ClusterDirectory(directory);
    place.claim().close();
    // Its command line looks as if it ran Flink.
    Process other = new ProcessBuilder("sh", "-c", "sleep 600; :", FlinkJvm.RUNTIME).start();
    try {
      Path record = directory.resolve("pids/tm-1");
      place.record("tm-1", other.toHandle());
      assertThat(place.running("tm-1")).isPresent();

      String[] fields = Files.readString(record).split(" ", -1);
      Files.writeString(record, fields[0] + " " + (Long.parseLong(fields[1]) - 60_000));

      assertThat(place.running("tm-1")).isEmpty();
    } finally {
      other.descendants().forEach(ProcessHandle::destroyForcibly);
      other.destroyForcibly();
    }
  }

  private static Stream<ProcessHandle> processesNaming(Path directory) {
    return ProcessHandle.allProcesses()
        .filter(
            process ->
                process
                    .info()
                    .commandLine()
                    .orElse("")
                    .contains(directory.resolve("conf").toString()));
  }

  /** Starts a cluster in the directory given to it, prints its processes, and exits. */
  static final class StartsAndExits {

    static final int EXIT_CODE = 7;

    private StartsAndExits() {}

    public static void main(String[] arguments) {
      LocalFlinkCluster cluster =
          LocalFlinkCluster.builder().taskManagers(1).directory(Path.of(arguments[0])).start();
      System.out.println(cluster.jobManager().pid());
      System.out.println(cluster.taskManagers().get(0).pid());
      System.exit(EXIT_CODE);
    }
  }
}
