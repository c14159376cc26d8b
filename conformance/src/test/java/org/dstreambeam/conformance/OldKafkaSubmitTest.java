// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.dstreambeam.flinkcluster.LocalFlinkCluster;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * A program of Kafka's 0-8 API, compiled against the last jar that Spark made of it. Spark 3 cannot
 * run it: its direct stream is to print what genuine Spark prints with the later API.
 */
@TestInstance(Lifecycle.PER_CLASS)
@Execution(ExecutionMode.CONCURRENT)
@ExtendWith(SharedCluster.class)
@Timeout(600)
class OldKafkaSubmitTest {
  private static final Duration LIMIT = Duration.ofSeconds(240);
  private static final LegacyProgram LATER = LegacyProgram.CLUSTER_KAFKA;
  private static final String LAST_SECTION = "== in all\n";

  private Path jar = Path.of("legacy.jar");

  @BeforeAll
  void compileAgainstGenuineSpark() throws IOException {
    jar =
        LegacyJar.build(
            Workspace.legacySources(),
            Workspace.genuineJars(),
            Workspace.runs().resolve("OLD_KAFKA"));
  }

  @Test
  void printsWhatTheLaterApiPrintsOnGenuineSpark() throws Exception {
    assertThat(printed("local", jar, "--master", Engine.LOCAL)).isEqualTo(expected());
  }

  /** No Spark had these jars, so programs brought them along. */
  @Test
  @ResourceLock(SharedCluster.SLOTS)
  void doesSoOnAClusterWithSparkAndKafkaInside(LocalFlinkCluster cluster) throws Exception {
    Path assembly =
        AssemblyJar.build(jar, Workspace.genuineJars(), jar.resolveSibling("assembly.jar"));
    String master = "flink://" + cluster.master();
    assertThat(printed("cluster", assembly, "--master", master, "--conf", "spark.cores.max=2"))
        .isEqualTo(expected());
  }

  private static String expected() throws IOException {
    String golden = Files.readString(Workspace.goldenFiles().resolve(LATER.goldenFile()));
    assertThat(golden).contains(LAST_SECTION);
    return golden.substring(0, golden.indexOf(LAST_SECTION))
        + LAST_SECTION
        + "8 by their offsets, 8 received\n";
  }

  private static String printed(String name, Path application, String... options)
      throws IOException, InterruptedException {
    FilledTopic topic = FilledTopic.of(LATER.partitions());
    List<String> all = new ArrayList<>(List.of(options));
    all.addAll(List.of("--conf", "spark.dstreambeam.kafka.brokers=" + FilledTopic.brokers()));
    List<String> command =
        new Engine.Submitted(name, all)
            .command(application, "legacy.cluster.ClusterOldKafka", topic.arguments());
    try (SubmittedProgram program =
        SubmittedProgram.start(command, application.resolveSibling(name + ".err"))) {
      return TranscriptParser.parse(program.awaitEnd(LIMIT)).normalised(LATER.batch());
    }
  }
}
