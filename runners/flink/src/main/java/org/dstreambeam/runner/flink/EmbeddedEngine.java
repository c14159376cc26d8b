// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.runner.flink;

import java.util.function.Consumer;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.flink.api.common.JobID;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.dstreambeam.block.BlockCoder;
import org.dstreambeam.block.RecordSerializer;
import org.dstreambeam.driver.BatchRunner;
import org.dstreambeam.driver.Batches;
import org.dstreambeam.local.EngineThreads;
import org.dstreambeam.local.LocalEngine;
import org.dstreambeam.local.RunningPipeline;
import org.dstreambeam.rdd.LocalMaster;
import org.dstreambeam.recovery.ProgramMetadata;
import org.dstreambeam.source.ReaderRounds;
import org.dstreambeam.spi.CannotStartException;
import org.dstreambeam.spi.Checkpointing;
import org.dstreambeam.spi.StreamingProgram;
import org.dstreambeam.translator.StageCoders;
import org.jspecify.annotations.Nullable;

/**
 * Flink in this JVM. Nothing but an empty jar is sent to it, so that it finds the program's classes
 * where the program has them: driver functions see the objects that they captured.
 */
final class EmbeddedEngine implements LocalEngine {

  private final EmbeddedCluster cluster;
  private final boolean isCold;
  private final int slots;
  private final StartingPoint start;

  EmbeddedEngine(StreamingProgram program) {
    checkIsLocal(program.checkpointing());
    this.start = StartingPoint.of(program);
    int threads = LocalMaster.parse(program.context().master()).threads();
    ProgramMetadata restored = start.recorded();
    // A slot without a split of a source would hold all others up.
    this.slots = restored == null ? threads : Math.min(threads, FlinkJob.slots(restored));
    this.cluster = EmbeddedCluster.acquire(slots);
    this.isCold = cluster.isNew();
  }

  /** Before anything there is touched: it may be in use on the cluster. */
  private static void checkIsLocal(@Nullable Checkpointing wanted) {
    if (wanted == null) {
      return;
    }
    ProgramMetadata recorded = wanted.restoreFrom();
    if (recorded != null && recorded.runner().containsKey(ClusterLaunch.DISTRIBUTED)) {
      throw new CannotStartException(
          "The checkpoint directory "
              + wanted.directory()
              + " holds what a program on a cluster knew, which one with a local master cannot go on"
              + " with: run it with flink://host:port, or start anew in another directory");
    }
  }

  @Override
  public StageCoders coders(StreamingProgram program) {
    String serializer = program.context().getConf().get("spark.serializer", "");
    ProgramMetadata restored = start.recorded();
    return new StageCoders(
        new BlockCoder(RecordSerializer.named(serializer)),
        new PartitionKeyCoder(
            restored == null ? slots : FlinkJob.slots(restored), FlinkJob.KEY_GROUPS));
  }

  @Override
  public ReaderRounds newRounds() {
    return ReaderRounds.withoutWaiting();
  }

  @Override
  public Batches batches(BatchRunner runner) {
    return runner::run;
  }

  @Override
  public boolean isCold() {
    return isCold;
  }

  @Override
  public @Nullable Checkpointing checkpointing() {
    return start.checkpointing();
  }

  @Override
  public RunningPipeline run(
      StreamingProgram program, boolean rehearsal, Consumer<Pipeline> translation) {
    FlinkJob job = FlinkJob.of(program, rehearsal ? StartingPoint.nothing() : start);
    Pipeline pipeline = job.embedded(cluster.master(), slots);
    translation.accept(pipeline);
    PipelineResult unused = EngineThreads.call(pipeline::run); // it knows nothing of the end
    MiniCluster flink = cluster.flink();
    JobID id = EngineThreads.call(() -> job.idOn(flink));
    return new EmbeddedPipeline(flink, id, rehearsal ? () -> {} : cluster::release);
  }

  @Override
  public void abandon() {
    cluster.release();
  }
}
