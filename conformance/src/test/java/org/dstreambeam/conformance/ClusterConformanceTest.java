// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.dstreambeam.flinkcluster.LocalFlinkCluster;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/**
 * Programs submitted to a cluster of two TaskManagers print there what they print on genuine Spark:
 * those that say all with {@code print}, see {@link LegacyProgram}.
 */
@TestInstance(Lifecycle.PER_CLASS)
@Execution(ExecutionMode.CONCURRENT)
@ExtendWith(SharedCluster.class)
@Timeout(600)
class ClusterConformanceTest {
  /** One of each TaskManager: what is shuffled passes between processes. */
  private static final String TWO_SLOTS = "spark.cores.max=2";

  /** Looking after sources and watermarks a hundred times a second is half of what a run costs. */
  private static final String SELDOM = "spark.dstreambeam.flink.latency=100ms";

  private Engine engine = Engine.onCluster("");
  private Path jar = Path.of("legacy.jar");

  @BeforeAll
  void start(LocalFlinkCluster cluster) throws IOException {
    engine = Engine.onCluster(cluster.master(), TWO_SLOTS, SELDOM);
    jar =
        LegacyJar.build(
            Workspace.legacySources(),
            Workspace.genuineJars(),
            Workspace.runs().resolve(engine.name()));
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.MATCH_ALL, names = "CLUSTER_.*")
  @ResourceLock(SharedCluster.SLOTS)
  void printsWhatGenuineSparkPrints(LegacyProgram program)
      throws IOException, InterruptedException {
    Path golden = Workspace.goldenFiles().resolve(program.goldenFile());
    assertThat(Run.of(program, engine, jar)).isEqualTo(Files.readString(golden));
  }
}
