// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.flinkcluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One cluster of two TaskManagers, whose processes are killed and replaced in any order. */
class LocalFlinkClusterTest {

  @TempDir static Path directory;

  private static LocalFlinkCluster cluster;

  @BeforeAll
  static void start() {
    cluster =
        LocalFlinkCluster.builder()
            .taskManagers(2)
            .slots(3)
            .taskManagerHeap(200)
            .directory(directory)
            .configuration("taskmanager.memory.managed.size", "16m")
            .start();
  }

  @AfterAll
  static void close() {
    cluster.close();
  }

  @Test
  void answersForItsTaskManagersAndTheirSlots() throws Exception {
    assertThat(cluster.taskManagers()).hasSize(2).allMatch(ClusterProcess::isAlive);
    assertThat(cluster.registeredTaskManagers()).containsAll(names(cluster.taskManagers()));
    assertThat(get("/overview"))
        .contains("\"taskmanagers\":2", "\"slots-total\":6", "\"flink-version\":\"1.");
    assertThat(get("/")).contains("Apache Flink Web Dashboard");
  }

  @Test
  void givesTheTaskManagersTheConfigurationThatWasAskedFor() throws Exception {
    String name = cluster.taskManagers().get(0).name();

    assertThat(get("/taskmanagers/" + name))
        .contains("\"taskHeap\":" + (200 - 64) * 1024 * 1024)
        .contains("\"managedMemory\":" + 16 * 1024 * 1024);
    assertThat(get("/jobmanager/config"))
        .contains("{\"key\":\"taskmanager.memory.managed.size\",\"value\":\"16m\"}");
  }

  @Test
  void noticesAKilledTaskManagerAndTakesAnotherInItsPlace() {
    ClusterProcess killed = cluster.taskManagers().get(0);

    killed.kill();

    assertThat(Await.runs(killed.pid())).isFalse();
    assertThat(cluster.taskManagers()).hasSize(1).doesNotContain(killed);
    Await.until(
        "the JobManager notices", () -> !cluster.registeredTaskManagers().contains(killed.name()));

    ClusterProcess started = cluster.startTaskManager();

    assertThat(started.name()).isNotEqualTo(killed.name());
    assertThat(cluster.taskManagers()).hasSize(2).endsWith(started);
    assertThat(cluster.registeredTaskManagers()).isEqualTo(names(cluster.taskManagers()));
  }

  @Test
  void aKilledJobManagerComesBackOnItsPortsToItsTaskManagers() {
    ClusterProcess killed = cluster.jobManager();
    String master = cluster.master();
    List<ClusterProcess> taskManagers = cluster.taskManagers();

    killed.kill();

    assertThat(cluster.registeredTaskManagers()).isEmpty();
    assertThatIllegalStateException()
        .isThrownBy(cluster::startTaskManager)
        .withMessageStartingWith(killed + " has ended; the end of " + killed.log() + ":");
    assertThat(cluster.taskManagers()).isEqualTo(taskManagers);

    ClusterProcess started = cluster.startJobManager();

    assertThat(started.pid()).isNotEqualTo(killed.pid());
    assertThat(cluster.jobManager()).isSameAs(started);
    assertThat(cluster.master()).isEqualTo(master);
    assertThat(cluster.registeredTaskManagers()).isEqualTo(names(taskManagers));
  }

  @Test
  void startsNoSecondJobManagerBesideOneThatIsAlive() {
    assertThatIllegalStateException()
        .isThrownBy(cluster::startJobManager)
        .withMessage("alive already: " + cluster.jobManager());
  }

  @Test
  void startsNoSecondClusterInItsDirectory() {
    assertThatIllegalStateException()
        .isThrownBy(() -> LocalFlinkCluster.builder().directory(directory).start())
        .withMessageStartingWith("a cluster runs in " + directory + " already: [jobmanager (pid ");

    assertThat(cluster.jobManager().isAlive()).isTrue();
    assertThat(new ClusterDirectory(directory).running("jobmanager"))
        .hasValueSatisfying(
            process -> assertThat(process.pid()).isEqualTo(cluster.jobManager().pid()));
  }

  @Test
  void touchesNoDirectoryOfOthers(@TempDir Path other) throws Exception {
    Path configuration = Files.createDirectory(other.resolve("conf")).resolve("config.yaml");
    Files.writeString(configuration, "theirs");

    assertThatIllegalStateException()
        .isThrownBy(() -> LocalFlinkCluster.builder().directory(other).start())
        .withMessage(
            other + " has files in it that are not of a local cluster; name another directory");
    assertThat(configuration).hasContent("theirs");
  }

  @Test
  void refusesSettingsThatItDecidesItself() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LocalFlinkCluster.builder().configuration("rest.port", "8081"))
        .withMessage(
            "rest.port is decided by the local cluster; leave it out of its configuration");
  }

  @Test
  void refusesCountsThatMakeNoCluster() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LocalFlinkCluster.builder().taskManagers(0))
        .withMessage("TaskManagers must be from 1 to 32, not 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LocalFlinkCluster.builder().slots(65))
        .withMessage("slots must be from 1 to 64, not 65");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LocalFlinkCluster.builder().taskManagerHeap(64))
        .withMessage("megabytes of heap must be from 128 to 65536, not 64");
  }

  private static Set<String> names(List<ClusterProcess> processes) {
    return processes.stream().map(ClusterProcess::name).collect(Collectors.toSet());
  }

  private static String get(String path) throws Exception {
    HttpResponse<String> response =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(URI.create(cluster.webInterface() + path)).build(),
                BodyHandlers.ofString());
    assertThat(response.statusCode()).as(path).isEqualTo(200);
    return response.body();
  }
}
