// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.runner.flink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.spark.streaming.Durations;
import org.apache.spark.streaming.api.java.JavaStreamingContext;
import org.dstreambeam.flinkcluster.ClusterJobs;
import org.dstreambeam.spi.CannotStartException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * Checkpoint directories that the client can write, and parts of the cluster cannot: there is a
 * file where they want a directory.
 */
@Timeout(300)
class UnwritableCheckpointsTest {

  @RegisterExtension static final ClusterUnderTest CLUSTER = new ClusterUnderTest();

  @TempDir private Path directory;

  private Map<String, String> before = Map.of();

  @BeforeEach
  void lookAtJobs() throws InterruptedException {
    before = new ClusterJobs(CLUSTER.cluster()).states();
  }

  @Test
  void aJobManagerThatCannotCreateItsOwnFailsTheStart() throws Exception {
    Path state = ours("state");
    Files.createDirectories(state.getParent());
    Files.createFile(state);
    JavaStreamingContext context = context();

    Throwable failure = catchThrowable(context::start);
    context.stop();

    assertThat(failure)
        .isInstanceOf(CannotStartException.class)
        .hasMessageStartingWith("The JobManager of " + CLUSTER.master() + " cannot write")
        .hasMessageContaining("file:" + state)
        .hasMessageNotContaining("\n");
    assertThat(ends()).containsExactly("FAILED");
  }

  @Test
  void aJobThatCannotWriteAnyCheckpointIsEnded() throws Exception {
    JavaStreamingContext context = context();
    context.start();
    replaceByFile(onlyIn(onlyIn(ours("state")))); // that of the job, ahead of its first checkpoint

    Throwable failure = catchThrowable(context::awaitTermination);
    context.stop();

    assertThat(failure)
        .isInstanceOf(CannotStartException.class)
        .hasMessageStartingWith("No checkpoint of job ")
        .hasMessageContaining(" can be written to file:" + ours("state"))
        .hasMessageNotContaining("\n");
    assertThat(ends()).containsExactly("CANCELED");
  }

  @Test
  void aJobWhoseSourcesCannotNoteTheirBatchesFails() throws Exception {
    Path cuts = ours("cuts");
    Files.createDirectories(cuts.getParent());
    Files.createFile(cuts);
    JavaStreamingContext context = context();
    context.start();

    Throwable failure = catchThrowable(context::awaitTermination);
    context.stop();

    assertThat(failure)
        .cause()
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("The checkpoint directory cannot be used: file:" + cuts)
        .hasMessageEndingWith(": see to it that all TaskManagers can write there");
    assertThat(ends()).containsExactly("FAILED");
  }

  private Path ours(String name) {
    return directory.resolve("dstream-beam").resolve(name);
  }

  private JavaStreamingContext context() {
    JavaStreamingContext context =
        new JavaStreamingContext(
            EmbeddedProgram.conf(CLUSTER.master())
                .set("spark.cores.max", "1")
                .set("spark.dstreambeam.checkpoint.interval", "3s"),
            Durations.milliseconds(200));
    context.checkpoint(directory.toString());
    NumberSource.stream(context.ssc(), 1_000_000, 1, Durations.milliseconds(200))
        .foreachRDD(rdd -> {});
    return context;
  }

  private static Path onlyIn(Path parent) throws IOException {
    try (Stream<Path> children = Files.list(parent)) {
      List<Path> all = children.toList();
      assertThat(all).hasSize(1);
      return all.get(0);
    }
  }

  private void replaceByFile(Path place) throws IOException {
    Files.move(place, directory.resolve("moved"));
    Files.createFile(place);
  }

  /** How the jobs of this test have ended. */
  private List<String> ends() throws InterruptedException {
    Map<String, String> states = new TreeMap<>(new ClusterJobs(CLUSTER.cluster()).states());
    states.keySet().removeAll(before.keySet());
    return List.copyOf(states.values());
  }
}
