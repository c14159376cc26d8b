// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.runner.flink;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.dstreambeam.flinkcluster.ClusterJobs;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** SIGTERM to a client that is about to submit its program: nobody would follow the job. */
@Timeout(300)
class ClusterExitTest {

  @RegisterExtension static final ClusterUnderTest CLUSTER = new ClusterUnderTest();

  private static final int TERMINATED = 128 + 15;

  @TempDir private Path directory;

  /** When the signal comes. */
  enum Moment {
    BEFORE_THE_JOB_IS_THERE,
    AS_SOON_AS_THE_JOB_IS_THERE
  }

  @ParameterizedTest
  @CsvSource({
    "BEFORE_THE_JOB_IS_THERE, true",
    "AS_SOON_AS_THE_JOB_IS_THERE, false",
    "AS_SOON_AS_THE_JOB_IS_THERE, true"
  })
  void aClientThatIsTerminatedWhileItStartsLeavesNoJob(Moment moment, boolean gracefully)
      throws Exception {
    Map<String, String> before = new ClusterJobs(CLUSTER.cluster()).states();
    CountingProcess client =
        CountingProcess.start(
            directory,
            1,
            List.of(
                "-Dspark.cores.max=1",
                "-Dspark.streaming.stopGracefullyOnShutdown=" + gracefully,
                "-Dspark.dstreambeam.flink.clientTimeout=0"), // the client's own work, or none's
            List.of("1000000", CLUSTER.master()));
    try {
      while (!isThere(moment, client, before)) {
        assertThat(client.endsWithin(5)).as("ended: %s", client.tail()).isFalse();
      }

      client.terminate();

      assertThat(client.endsWithin(TimeUnit.SECONDS.toMillis(120))).as("it ends").isTrue();
      assertThat(client.exitValue()).as(client.tail()).isEqualTo(TERMINATED);
      for (String job : newJobs(before)) {
        new ClusterJobs(CLUSTER.cluster()).await(job, "CANCELED"::equals);
      }
    } finally {
      client.kill();
    }
  }

  private static boolean isThere(
      Moment moment, CountingProcess client, Map<String, String> jobsBefore)
      throws IOException, InterruptedException {
    return moment == Moment.BEFORE_THE_JOB_IS_THERE
        ? client.hasDeclared()
        : !newJobs(jobsBefore).isEmpty();
  }

  private static List<String> newJobs(Map<String, String> before) throws InterruptedException {
    Map<String, String> jobs = new TreeMap<>(new ClusterJobs(CLUSTER.cluster()).states());
    jobs.keySet().removeAll(before.keySet());
    return List.copyOf(jobs.keySet());
  }
}
