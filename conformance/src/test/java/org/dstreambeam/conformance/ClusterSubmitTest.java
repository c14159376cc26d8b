// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.dstreambeam.flinkcluster.ClusterJobs;
import org.dstreambeam.flinkcluster.LocalFlinkCluster;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Unchanged jars on a cluster of two TaskManagers, through {@code bin/dstream-submit}. */
@TestInstance(Lifecycle.PER_CLASS)
@Execution(ExecutionMode.CONCURRENT)
@ExtendWith(SharedCluster.class)
@Timeout(600)
class ClusterSubmitTest {

  private static final Duration LIMIT = Duration.ofSeconds(240);

  private static final String GRACEFULLY = "spark.streaming.stopGracefullyOnShutdown=true";
  private static final String WORDS = "legacy.cluster.ClusterWordCount";
  private static final String CONTEXTS = "legacy.cluster.ClusterContexts";

  private Path jar = Path.of("legacy.jar");
  private LocalFlinkCluster cluster; // set before all tests
  private ClusterJobs jobs;

  @BeforeAll
  void start(LocalFlinkCluster shared) throws IOException {
    jar =
        LegacyJar.build(
            Workspace.legacySources(),
            Workspace.genuineJars(),
            Workspace.runs().resolve("CLUSTER"));
    cluster = shared;
    jobs = new ClusterJobs(cluster);
  }

  private SubmittedProgram submit(Path directory, List<String> options, String... application)
      throws IOException {
    return submit(directory, "flink://" + cluster.master(), options, application);
  }

  private static SubmittedProgram submit(
      Path directory, String master, List<String> options, String... application)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.addAll(List.of(Workspace.submitScript().toString(), "--master", master));
    command.addAll(options);
    command.addAll(Arrays.asList(application));
    return SubmittedProgram.start(command, directory.resolve("err"));
  }

  private static List<String> conf(String... settings) {
    return Arrays.stream(settings).flatMap(setting -> Stream.of("--conf", setting)).toList();
  }

  /** What the command itself says. */
  private static List<String> ofTheCommand(SubmittedProgram program) throws IOException {
    return program.errors().stream().filter(line -> line.startsWith("dstream-submit: ")).toList();
  }

  /** The job, as the client has named it. */
  private static String jobOf(SubmittedProgram program) throws IOException {
    String marker = "job ";
    String line =
        program.errors().stream()
            .filter(said -> said.contains(" as job "))
            .findFirst()
            .orElseThrow();
    return line.substring(line.lastIndexOf(marker) + marker.length()).strip();
  }

  @Test
  @ResourceLock(SharedCluster.SLOTS)
  void countsWhatAReceiverStoresUntilItIsStopped(@TempDir Path directory) throws Exception {
    String job;
    try (SubmittedProgram program =
        submit(
            directory,
            conf(GRACEFULLY, "spark.dstreambeam.checkpoint.interval=300ms"),
            "--class",
            WORDS,
            jar.toString(),
            directory.toString())) {
      program.awaitOutput(lines -> lines.contains("(more,1)"), LIMIT);
      job = jobOf(program);
      refusesAProgramWithoutASlot(directory);

      program.terminate();
      program.awaitExit(LIMIT);

      assertThat(program.output()).contains("created", "main has ended");
      assertThat(program.errors()).noneMatch(line -> line.contains(" ERROR "));
    }
    long ticks = Long.parseLong(Files.readString(directory.resolve("received")).strip());
    List<String> counts = Files.readAllLines(directory.resolve("counts"));
    assertThat(counts.stream().filter(line -> line.startsWith("state ")).reduce((a, b) -> b))
        .hasValue(
            "state {be=2, die=1, is=1, more=1, no=1, not=1, or=1, question=1, sleep=1, that=1,"
                + " tick="
                + ticks
                + ", to=4}");
    assertThat(counts) // without a filter keys stay in it
        .contains("window [be, die, is, more, no, not, or, question, sleep, that, tick, to]");
    assertThat(savedWords(directory)).isEqualTo(ticks + 15);
    assertThat(jobs.await(job, state -> !state.equals("CANCELLING"))).isEqualTo("CANCELED");
  }

  private static long savedWords(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      long words = 0;
      for (Path part :
          files.filter(file -> file.getFileName().toString().startsWith("part-")).toList()) {
        words += Files.readAllLines(part).size();
      }
      return words;
    }
  }

  private void refusesAProgramWithoutASlot(Path directory) throws Exception {
    assertThat(refused(directory, "flink://" + cluster.master()))
        .isEqualTo(
            "dstream-submit: flink://"
                + cluster.master()
                + " has no free task slot: 4 of 4 are taken; cancel a job or add TaskManagers");
  }

  /** The one line that a program ends with which cannot start. */
  private String refused(Path directory, String master, String... arguments) throws Exception {
    Path own = Files.createTempDirectory(directory, "refused");
    List<String> application = new ArrayList<>(List.of("--class", CONTEXTS, jar.toString()));
    application.add(own.resolve("counts").toString());
    application.addAll(Arrays.asList(arguments));
    try (SubmittedProgram program =
        submit(own, master, List.of(), application.toArray(new String[0]))) {
      assertThat(program.awaitExit(LIMIT)).isEqualTo(1);
      assertThat(program.errors()).noneMatch(line -> line.startsWith("\tat "));
      assertThat(ofTheCommand(program)).hasSize(1);
      return ofTheCommand(program).get(0);
    }
  }

  @Test
  @ResourceLock(SharedCluster.SLOTS)
  void runsAnAssemblyThatBundlesSpark(@TempDir Path directory) throws Exception {
    Path assembly =
        AssemblyJar.build(jar, Workspace.genuineJars(), directory.resolve("assembly.jar"));
    Path counts = directory.resolve("counts");
    try (SubmittedProgram program =
        submit(
            directory,
            conf("spark.cores.max=1"),
            "--class",
            CONTEXTS,
            assembly.toString(),
            counts.toString(),
            "print")) {
      program.awaitOutput(lines -> lines.contains("seen 2"), LIMIT);
      program.terminate();
      program.awaitExit(LIMIT);

      assertThat(program.errors())
          .filteredOn(line -> line.contains("assembly.jar"))
          .singleElement()
          .asString()
          .startsWith("dstream-submit: warning: classes under org/apache/spark/ are bundled in");
    }
    assertThat(Files.readAllLines(counts))
        .containsExactly(
            "3 {be=1, not=1, to=1} ACTIVE",
            "3 {be=2, not=1, to=2} ACTIVE",
            "3 {be=1, to=1} ACTIVE");
  }

  @Test
  @ResourceLock(SharedCluster.SLOTS)
  void mainThatReturnsEndsTheJob(@TempDir Path directory) throws Exception {
    try (SubmittedProgram program =
        submit(
            directory,
            conf("spark.cores.max=1"),
            "--class",
            CONTEXTS,
            jar.toString(),
            directory.resolve("counts").toString(),
            "end")) {
      assertThat(program.awaitEnd(LIMIT)).contains("started", "main has ended");
    }
  }

  @Test
  @ResourceLock(SharedCluster.SLOTS)
  void aDriverFunctionThatFailsIsCalledFourTimes(@TempDir Path directory) throws Exception {
    Path counts = directory.resolve("counts");
    try (SubmittedProgram program =
        submit(
            directory,
            conf("spark.cores.max=1"),
            "--class",
            CONTEXTS,
            jar.toString(),
            counts.toString(),
            "fail")) {
      assertThat(program.awaitExit(LIMIT)).isEqualTo(1);
      assertThat(program.output())
          .contains(
              "awaitTermination threw, because of"
                  + " legacy.cluster.ClusterContexts$OwnException: no sink today")
          .doesNotContain("main has ended");
    }
    assertThat(Files.readAllLines(counts))
        .containsExactly("attempt", "attempt", "attempt", "attempt");
  }

  @Test
  @ResourceLock(SharedCluster.SLOTS)
  void aDetachedProgramIsLeftToTheCluster(@TempDir Path directory) throws Exception {
    String job;
    try (SubmittedProgram program =
        submit(
            directory,
            List.of("--detached", "--conf", "spark.cores.max=1"),
            "--class",
            CONTEXTS,
            jar.toString(),
            directory.resolve("counts").toString())) {
      assertThat(program.awaitEnd(LIMIT)).contains("started", "main has ended");
      job = jobOf(program);
    }
    assertThat(jobs.await(job, state -> state.equals("RUNNING"))).isEqualTo("RUNNING");

    jobs.cancel(job);

    assertThat(jobs.await(job, state -> state.equals("CANCELED"))).isEqualTo("CANCELED");
  }

  @Test
  @ResourceLock(SharedCluster.SLOTS)
  void theJobOfAKilledClientEndsByItselfAndCanBeRecovered(@TempDir Path directory)
      throws Exception {
    List<String> options =
        conf(
            "spark.cores.max=1",
            "spark.dstreambeam.flink.clientTimeout=10s",
            "spark.dstreambeam.checkpoint.interval=300ms");
    String[] application = {"--class", WORDS, jar.toString(), directory.toString()};
    String job;
    try (SubmittedProgram program = submit(directory, options, application)) {
      program.awaitOutput(lines -> lines.contains("(more,1)"), LIMIT);
      job = jobOf(program);
      program.kill();
      program.awaitExit(LIMIT);
    }
    assertThat(jobs.await(job, state -> !state.equals("RUNNING") && !state.equals("FAILING")))
        .isEqualTo("FAILED");
    assertThat(jobs.exceptions(job)).contains("has been away for more than 10000 ms");

    try (SubmittedProgram program = submit(directory, options, application)) {
      program.awaitOutput(ClusterSubmitTest::areWordsOfAnEarlierBatch, LIMIT);
      assertThat(Files.readAllLines(directory.resolve("counts")))
          .anyMatch(line -> line.startsWith("state ") && line.endsWith(" to=8}"));
      job = jobOf(program);
      program.terminate(); // not gracefully
      program.awaitExit(LIMIT);
    }
    assertThat(jobs.await(job, state -> !state.equals("CANCELLING"))).isEqualTo("CANCELED");
  }

  /** All outputs of the batch that had the last words have run. */
  private static boolean areWordsOfAnEarlierBatch(List<String> lines) {
    int words = lines.indexOf("(more,1)");
    return words >= 0
        && lines.subList(words, lines.size()).stream().anyMatch(line -> line.startsWith("Time: "));
  }

  @Test
  @ResourceLock(SharedCluster.SLOTS)
  void whatCannotTravelIsNamed(@TempDir Path directory) throws Exception {
    assertThat(refused(directory, "flink://" + cluster.master(), "unserializable"))
        .startsWith("dstream-submit: foreachRDD at ClusterContexts.java:")
        .contains("connection of class legacy.cluster.ClusterContexts$Connection");
  }

  @Test
  void saysThatNobodyAnswers(@TempDir Path directory) throws Exception {
    String master;
    try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      master = "flink://127.0.0.1:" + closed.getLocalPort();
    }
    assertThat(refused(directory, master)).contains(master);
  }

  @Test
  void saysThatItIsNoJobManager(@TempDir Path directory) throws Exception {
    assertThat(refusedBy("{\"status\":\"UP\"}", directory))
        .contains("/overview has no flink-version");
  }

  @Test
  void saysThatThereIsNoTaskManager(@TempDir Path directory) throws Exception {
    assertThat(
            refusedBy(
                "{\"taskmanagers\":0,\"slots-total\":0,\"slots-available\":0,\"jobs-running\":0,"
                    + "\"flink-version\":\""
                    + flinkVersion()
                    + "\"}",
                directory))
        .contains("has no TaskManager; start one");
  }

  /** As the cluster says it. */
  private String flinkVersion() throws InterruptedException {
    Matcher version = Pattern.compile("\"flink-version\":\"([^\"]+)\"").matcher(jobs.overview());
    assertThat(version.find()).isTrue();
    return version.group(1);
  }

  /** By a server that answers with {@code overview}, whatever it is asked. */
  private String refusedBy(String overview, Path directory) throws Exception {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          byte[] body = overview.getBytes(UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    try {
      return refused(directory, "flink://127.0.0.1:" + server.getAddress().getPort());
    } finally {
      server.stop(0);
    }
  }

  @Test
  void saysThatTheCheckpointDirectoryCannotBeMade(@TempDir Path directory) throws Exception {
    Path file = Files.writeString(directory.resolve("file"), "not a directory");
    try (SubmittedProgram program =
        submit(directory, List.of(), "--class", WORDS, jar.toString(), file.toString())) {
      assertThat(program.awaitExit(LIMIT)).isEqualTo(1);
      assertThat(String.join("\n", program.errors())).contains(file.toString());
    }
  }

  @Test
  void saysWhatIsMissing(@TempDir Path directory) throws Exception {
    for (List<String> application :
        List.of(
            List.of("--class", "no.Such", jar.toString()), List.of("--class", WORDS, "no.jar"))) {
      try (SubmittedProgram program =
          submit(directory, List.of(), application.toArray(new String[0]))) {
        assertThat(program.awaitExit(LIMIT)).isEqualTo(2);
        assertThat(ofTheCommand(program)).singleElement().asString().contains("no.");
        assertThat(program.errors().stream().collect(Collectors.joining("\n")))
            .doesNotContain("\tat ");
      }
    }
  }
}
