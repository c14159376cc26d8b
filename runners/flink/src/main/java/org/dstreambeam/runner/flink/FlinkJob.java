// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.runner.flink;

import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.apache.beam.runners.flink.FlinkPipelineOptions;
import org.apache.beam.runners.flink.FlinkRunner;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.flink.api.common.JobID;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.spark.SparkConf;
import org.dstreambeam.recovery.ProgramMetadata;
import org.dstreambeam.spi.Checkpointing;
import org.dstreambeam.spi.StreamingProgram;

/**
 * How a program's job is set up. The figures behind the options are in docs/architecture.md,
 * "Flink".
 *
 * @param name under which it is found again
 * @param latencyMillis how often readers and watermarks are looked after: what a batch waits at
 *     each step, and what an idle program costs
 * @param checkpointMillis from one checkpoint to the next
 * @param from what it starts from
 */
record FlinkJob(String name, long latencyMillis, long checkpointMillis, StartingPoint from) {

  /** The trade between latency and the processor time of an idle program. */
  static final String LATENCY = "spark.dstreambeam.flink.latency";

  /** The time from one checkpoint to the next. */
  static final String CHECKPOINT_INTERVAL = "spark.dstreambeam.checkpoint.interval";

  /** Flink's maximal parallelism: that of the state, for good. */
  static final int KEY_GROUPS = 128;

  /** Before a job is started again. */
  private static final long RETRY_MILLIS = 1_000;

  private static final String LATENCY_HERE = "10ms";

  /**
   * Flink registers a timer for each look, of each operator: several hundred operators that look
   * every 10 ms are more than a TaskManager with little memory and other work gets done.
   */
  private static final String LATENCY_ON_CLUSTER = "50ms";

  /** As Spark writes its states: every ten seconds, at the end of a batch. */
  private static final long DEFAULT_CHECKPOINT_MILLIS = 10_000;

  /** With a name of its own. */
  static FlinkJob of(StreamingProgram program, StartingPoint from) {
    return named(program.context().appName() + " " + UUID.randomUUID(), program, from);
  }

  static FlinkJob named(String name, StreamingProgram program, StartingPoint from) {
    SparkConf conf = program.context().getConf();
    long batch = program.plan().batch().milliseconds();
    long checkpoints = Math.max(batch, DEFAULT_CHECKPOINT_MILLIS);
    return new FlinkJob(
        name,
        positive(conf, LATENCY, program.context().isLocal() ? LATENCY_HERE : LATENCY_ON_CLUSTER),
        positive(conf, CHECKPOINT_INTERVAL, checkpoints + "ms"),
        from);
  }

  private static long positive(SparkConf conf, String key, String byDefault) {
    long millis = conf.getTimeAsMs(key, byDefault);
    if (millis < 1) {
      throw new IllegalArgumentException(
          key + " should be 1ms or more, it is " + conf.get(key, byDefault));
    }
    return millis;
  }

  /** How many slots the program had at its first start. */
  static int slots(ProgramMetadata recorded) {
    return Integer.parseInt(recorded.runner().get("splits"));
  }

  /**
   * What runs it in this JVM, where nothing needs to be sent: an empty jar, so that Flink finds the
   * program's classes where the program has them. Feeds and driver functions are objects of this
   * JVM and cannot begin again.
   *
   * @param master host and port
   */
  Pipeline embedded(String master, int parallelism) {
    FlinkPipelineOptions options = options(master, parallelism);
    options.setFilesToStage(List.of(ClientFiles.stub().toString()));
    options.setNumberOfExecutionRetries(0);
    return Pipeline.create(options);
  }

  /**
   * What runs it on a cluster. With checkpoints it is started again when a part of the cluster is
   * lost, as often as that happens; what the program itself fails with ends it, see {@link
   * ProgramFailure}.
   *
   * @param master host and port
   * @param files all that the job's class loader should find
   */
  Pipeline onCluster(String master, int parallelism, List<Path> files) {
    FlinkPipelineOptions options = options(master, parallelism);
    options.setFilesToStage(files.stream().map(Path::toString).toList());
    options.setNumberOfExecutionRetries(from.checkpointing() == null ? 0 : Integer.MAX_VALUE);
    options.setExecutionRetryDelay(RETRY_MILLIS);
    return Pipeline.create(options);
  }

  private FlinkPipelineOptions options(String master, int parallelism) {
    FlinkPipelineOptions options = PipelineOptionsFactory.create().as(FlinkPipelineOptions.class);
    options.setRunner(FlinkRunner.class);
    options.setJobName(name);
    options.setFlinkMaster(master);
    options.setFlinkConfDir(ClientFiles.configuration(bufferMillis()).toString());
    options.setStreaming(true);
    options.setAttachedMode(false);
    options.setParallelism(parallelism);
    options.setMaxParallelism(KEY_GROUPS);
    options.setObjectReuse(true); // blocks are immutable
    options.setAutoWatermarkInterval(latencyMillis);
    options.setMaxBundleTimeMills(Math.max(1, latencyMillis / 2)); // holds the watermark back
    options.setMaxBundleSize(1L); // an element is a block: thousands of records
    Checkpointing checkpoints = from.checkpointing();
    if (checkpoints == null) {
      options.setShutdownSourcesAfterIdleMs(0L);
    } else {
      keepCheckpoints(options, checkpoints);
    }
    return options;
  }

  /** Tasks look for buffers to send as often as this: a tenth of what one step may take. */
  private long bufferMillis() {
    return Math.max(1, latencyMillis / 10);
  }

  private void keepCheckpoints(FlinkPipelineOptions options, Checkpointing checkpoints) {
    options.setCheckpointingInterval(checkpointMillis);
    options.setMinPauseBetweenCheckpoints(checkpointMillis / 2);
    options.setCheckpointingMode("EXACTLY_ONCE");
    options.setExternalizedCheckpointsEnabled(true);
    options.setRetainExternalizedCheckpointsOnCancellation(true);
    options.setFailOnCheckpointingErrors(false); // as Spark: a warning, and the stream goes on
    options.setStateBackend("filesystem"); // on the heap; checkpoints are files
    options.setStateBackendStoragePath(checkpoints.state().toString());
    if (from.restoredFrom() != null) {
      options.setSavepointPath(from.restoredFrom());
      options.setAllowNonRestoredState(!checkpoints.dropped().isEmpty());
    }
  }

  /** The job of that name, which was submitted. */
  JobID idOn(MiniCluster flink) throws Exception {
    return flink.listJobs().get().stream()
        .filter(job -> job.getJobName().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("Flink does not know job " + name))
        .getJobId();
  }
}
