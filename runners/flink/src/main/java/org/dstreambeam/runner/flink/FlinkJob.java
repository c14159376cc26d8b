// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.runner.flink;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.jar.JarOutputStream;
import org.apache.beam.runners.flink.FlinkPipelineOptions;
import org.apache.beam.runners.flink.FlinkRunner;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.flink.api.common.JobID;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.spark.SparkConf;
import org.dstreambeam.compute.Rethrow;
import org.dstreambeam.spi.StreamingProgram;

/**
 * How a program's job is set up. The figures behind the options are in docs/architecture.md,
 * "Flink".
 *
 * @param name under which it is found again
 * @param latencyMillis how often readers and watermarks are looked after: what a batch waits at
 *     each step, and what an idle program costs
 */
record FlinkJob(String name, long latencyMillis) {

  /** The trade between latency and the processor time of an idle program, in ms. */
  static final String LATENCY = "spark.dstreambeam.flink.latency";

  private static final String DEFAULT_LATENCY = "10ms";

  static FlinkJob of(StreamingProgram program) {
    SparkConf conf = program.context().getConf();
    long latency = conf.getTimeAsMs(LATENCY, DEFAULT_LATENCY);
    if (latency < 1) {
      throw new IllegalArgumentException(
          LATENCY + " should be 1ms or more, it is " + conf.get(LATENCY, DEFAULT_LATENCY));
    }
    return new FlinkJob(program.context().appName() + " " + UUID.randomUUID(), latency);
  }

  /**
   * @param master host and port
   */
  Pipeline pipeline(String master, int parallelism) {
    FlinkPipelineOptions options = PipelineOptionsFactory.create().as(FlinkPipelineOptions.class);
    options.setRunner(FlinkRunner.class);
    options.setJobName(name);
    options.setFlinkMaster(master);
    options.setFlinkConfDir(ClientFiles.configuration().toString());
    options.setFilesToStage(List.of(ClientFiles.stub().toString()));
    options.setStreaming(true);
    options.setAttachedMode(false);
    options.setParallelism(parallelism);
    options.setObjectReuse(true); // blocks are immutable
    options.setAutoWatermarkInterval(latencyMillis);
    options.setMaxBundleTimeMills(Math.max(1, latencyMillis / 2)); // holds the watermark back
    options.setMaxBundleSize(1L); // an element is a block: thousands of records
    options.setShutdownSourcesAfterIdleMs(0L);
    // Feeds and driver functions are objects of this JVM and cannot begin again.
    options.setNumberOfExecutionRetries(0);
    return Pipeline.create(options);
  }

  /** The job of that name, which was submitted. */
  JobID idOn(MiniCluster flink) throws Exception {
    return flink.listJobs().get().stream()
        .filter(job -> job.getJobName().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("Flink does not know job " + name))
        .getJobId();
  }

  /** Files that a submission takes, made once. */
  private static final class ClientFiles {

    /** Or every exchange between tasks would wait for 100 ms, for a buffer to fill. */
    private static final String CONFIGURATION = "execution.buffer-timeout.interval: 1 ms\n";

    private static final Path DIRECTORY = make();

    private ClientFiles() {}

    static Path configuration() {
      return DIRECTORY;
    }

    static Path stub() {
      return DIRECTORY.resolve("stub.jar");
    }

    private static Path make() {
      try {
        Path directory = Files.createTempDirectory("dstream-beam-flink");
        directory.toFile().deleteOnExit();
        Path configuration = directory.resolve("flink-conf.yaml");
        Files.writeString(configuration, CONFIGURATION);
        configuration.toFile().deleteOnExit();
        Path stub = directory.resolve("stub.jar");
        new JarOutputStream(Files.newOutputStream(stub)).close();
        stub.toFile().deleteOnExit();
        return directory;
      } catch (IOException e) {
        throw Rethrow.as(e);
      }
    }
  }
}
