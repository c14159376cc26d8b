// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.runner.flink;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.flink.api.common.JobID;
import org.apache.flink.util.ExceptionUtils;
import org.apache.spark.SparkConf;
import org.dstreambeam.block.BlockCoder;
import org.dstreambeam.block.RecordSerializer;
import org.dstreambeam.cluster.ClientTimeout;
import org.dstreambeam.cluster.ShippedSettings;
import org.dstreambeam.image.ProgramImage;
import org.dstreambeam.link.LinkServer;
import org.dstreambeam.local.EngineThreads;
import org.dstreambeam.recovery.ProgramMetadata;
import org.dstreambeam.source.BatchGrid;
import org.dstreambeam.spi.CannotStartException;
import org.dstreambeam.spi.Checkpointing;
import org.dstreambeam.spi.StreamingExecution;
import org.dstreambeam.spi.StreamingProgram;
import org.dstreambeam.staging.StagedJars;
import org.dstreambeam.translator.Deployment;
import org.dstreambeam.translator.PlanTranslator;
import org.dstreambeam.translator.StageCoders;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts a program on a session cluster.
 *
 * <pre>
 *   plan, functions, settings -> image, in a jar  \
 *   plan -> pipeline                               > job
 *   the application's jars and ours               /
 * </pre>
 */
final class ClusterLaunch {

  private static final Logger LOG = LoggerFactory.getLogger(ClusterLaunch.class);

  /** Leaves the program to the cluster. */
  private static final String DETACHED = "spark.dstreambeam.flink.detached";

  /** What a program may take of the cluster; Spark's key. */
  private static final String MOST_SLOTS = "spark.cores.max";

  /** Says in the metadata that sources have a feed for each split. */
  static final String DISTRIBUTED = "distributed";

  /** What Flink says if the directory cannot be created. */
  private static final String NO_STORAGE = "Failed to create checkpoint storage";

  private static final String SPLITS = "splits";

  private final StreamingProgram program;
  private final SparkConf conf;
  private final SessionCluster cluster;
  private final StartingPoint start;
  private final int slots;
  private final int splits;
  private final long zeroTime;
  private final String id;
  private final @Nullable LinkServer link;
  private List<Path> files = List.of();

  private ClusterLaunch(StreamingProgram program, SessionCluster cluster)
      throws InterruptedException {
    this.program = program;
    this.conf = program.context().getConf();
    this.cluster = cluster;
    var unused = ClientTimeout.millisIn(conf); // or it would be found out about on the cluster
    cluster.check();
    endEarlierRun(); // it goes on taking checkpoints, and removing those before them
    this.start = StartingPoint.of(program);
    ProgramMetadata recorded = start.recorded();
    Checkpointing checkpointing = start.checkpointing();
    this.id = checkpointing == null ? UUID.randomUUID().toString() : checkpointing.lineage();
    int most = Math.min(cluster.freeSlots(), conf.getInt(MOST_SLOTS, Integer.MAX_VALUE));
    this.splits = recorded == null ? most : FlinkJob.slots(recorded);
    this.slots = Math.min(most, splits); // one without a split of a source would hold up others
    long batchMillis = program.plan().batch().milliseconds();
    this.zeroTime =
        recorded == null
            ? BatchGrid.from(program.clock(), batchMillis).zeroTime()
            : recorded.zeroTime();
    this.link =
        isDetached()
            ? null
            : LinkServer.open(conf, cluster.address(), new ClientConsole(program.context()));
  }

  static StreamingExecution start(StreamingProgram program) {
    SessionCluster cluster = SessionCluster.at(program.context().master());
    try {
      return new ClusterLaunch(program, cluster).start();
    } catch (InterruptedException e) {
      cluster.close();
      Thread.currentThread().interrupt();
      throw new CannotStartException("Interrupted while the program was being submitted", e);
    } catch (Throwable e) { // Errors too
      cluster.close();
      throw e;
    }
  }

  private StreamingExecution start() throws InterruptedException {
    try {
      program.history().begin(zeroTime);
      byte[] image = ProgramImage.of(program.plan(), program.context(), settings().toMap());
      files = new ArrayList<>(StagedJars.of(conf));
      files.add(ProgramJar.write(id, image));
      Checkpointing checkpointing = start.checkpointing();
      if (checkpointing != null) {
        checkpointing.started(
            program, zeroTime, Map.of(SPLITS, String.valueOf(splits), DISTRIBUTED, "true"));
      }
      JobID job = submit(start);
      LOG.info("{} runs on {} as job {}", program.context().appName(), cluster.master(), job);
      ClusterPipeline pipeline =
          new ClusterPipeline(cluster, job, resubmission(), firstCheckpoint());
      return link == null
          ? new DetachedExecution(program, cluster)
          : new ClusterExecution(program, grid(), pipeline, link, checkpointing != null);
    } catch (Throwable e) { // Errors too
      if (link != null) {
        link.close();
      }
      throw e;
    }
  }

  private BatchGrid grid() {
    return new BatchGrid(program.clock(), zeroTime, program.plan().batch().milliseconds());
  }

  private boolean isDetached() {
    return conf.getBoolean(DETACHED, false);
  }

  private ShippedSettings settings() {
    Checkpointing checkpointing = start.checkpointing();
    return new ShippedSettings(
        zeroTime,
        splits,
        checkpointing == null ? null : checkpointing.cuts().toString(),
        link == null ? null : link.address());
  }

  /** A client that was killed has left its job: two of them cannot go on with one state. */
  private void endEarlierRun() throws InterruptedException {
    Checkpointing wanted = program.checkpointing();
    if (wanted == null) {
      return;
    }
    ProgramMetadata recorded = wanted.restoreFrom();
    if (recorded == null) {
      return;
    }
    if (!recorded.runner().containsKey(DISTRIBUTED)) {
      throw new CannotStartException(
          "The checkpoint directory "
              + wanted.directory()
              + " holds what a program with a local master knew, which a cluster cannot go on with:"
              + " run it with local[n], or start anew in another directory");
    }
    String name = jobName(recorded.lineage());
    for (JobID earlier = cluster.running(name).orElse(null);
        earlier != null;
        earlier = cluster.running(name).orElse(null)) {
      LOG.warn("An earlier run of this program is still there: job {} is cancelled", earlier);
      cluster.cancelAndFreeSlots(earlier);
    }
  }

  private String jobName() {
    return jobName(id);
  }

  /** The same for all runs that go on with one another. */
  private String jobName(String lineage) {
    return program.context().appName() + " " + lineage;
  }

  /** Submits it again from the newest checkpoint; null if it keeps none. */
  private ClusterPipeline.@Nullable Resubmission resubmission() {
    Checkpointing checkpointing = start.checkpointing();
    return checkpointing == null ? null : () -> submitAgain(checkpointing);
  }

  private @Nullable FirstCheckpoint firstCheckpoint() {
    Checkpointing checkpointing = start.checkpointing();
    return checkpointing == null ? null : new FirstCheckpoint(cluster, checkpointing.state());
  }

  /** Unless the cluster has it: an answer to the last attempt may have been lost. */
  private JobID submitAgain(Checkpointing checkpointing) throws Exception {
    JobID submitted = cluster.running(jobName()).orElse(null);
    return submitted != null
        ? submitted
        : submit(new StartingPoint(checkpointing, StoredCheckpoints.newest(checkpointing.state())));
  }

  private JobID submit(StartingPoint from) throws InterruptedException {
    FlinkJob job = FlinkJob.named(jobName(), program, from);
    Pipeline pipeline = job.onCluster(cluster.hostAndPort(), slots, files);
    new PlanTranslator()
        .translate(program.plan(), pipeline, new Deployment(id, coders(), zeroTime, splits, true));
    PipelineResult unused = EngineThreads.callToTheEnd(() -> run(pipeline, from));
    boolean interrupted = Thread.interrupted(); // or the job could not be asked for
    JobID submitted =
        cluster
            .running(jobName())
            .orElseThrow(
                () -> new IllegalStateException(cluster.master() + " does not know " + jobName()));
    if (interrupted) {
      LOG.warn("Interrupted while the program was being submitted: job {} is cancelled", submitted);
      cluster.cancelAndWait(submitted);
      throw new InterruptedException();
    }
    return submitted;
  }

  /** Submits it; the result knows nothing of the end. */
  private PipelineResult run(Pipeline pipeline, StartingPoint from) {
    try {
      return pipeline.run();
    } catch (RuntimeException e) {
      Checkpointing checkpointing = from.checkpointing();
      if (checkpointing != null
          && ExceptionUtils.findThrowableWithMessage(e, NO_STORAGE).isPresent()) {
        throw new CannotStartException(
            "The JobManager of "
                + cluster.master()
                + " cannot write checkpoints to "
                + checkpointing.state()
                + " ("
                + Causes.firstOfOurs(e)
                + "): see to it that it and all TaskManagers can",
            e);
      }
      throw e;
    }
  }

  private StageCoders coders() {
    return new StageCoders(
        new BlockCoder(RecordSerializer.named(conf.get("spark.serializer", ""))),
        new PartitionKeyCoder(splits, FlinkJob.KEY_GROUPS));
  }
}
