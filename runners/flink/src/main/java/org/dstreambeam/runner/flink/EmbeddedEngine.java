// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.runner.flink;

import java.util.function.Consumer;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.coders.Coder;
import org.apache.flink.api.common.JobID;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.dstreambeam.block.Block;
import org.dstreambeam.block.BlockCoder;
import org.dstreambeam.block.RecordSerializer;
import org.dstreambeam.driver.BatchRunner;
import org.dstreambeam.driver.Batches;
import org.dstreambeam.local.EngineThreads;
import org.dstreambeam.local.LocalEngine;
import org.dstreambeam.local.RunningPipeline;
import org.dstreambeam.rdd.LocalMaster;
import org.dstreambeam.source.ReaderRounds;
import org.dstreambeam.spi.StreamingProgram;

/**
 * Flink in this JVM. Nothing but an empty jar is sent to it, so that it finds the program's classes
 * where the program has them: driver functions see the objects that they captured.
 */
final class EmbeddedEngine implements LocalEngine {

  private final EmbeddedCluster cluster;
  private boolean rehearsing;

  EmbeddedEngine(StreamingProgram program) {
    this.cluster = EmbeddedCluster.acquire(slots(program));
    this.rehearsing = cluster.isNew();
  }

  private static int slots(StreamingProgram program) {
    return LocalMaster.parse(program.context().master()).threads();
  }

  @Override
  public Coder<Block> blockCoder(StreamingProgram program) {
    String serializer = program.context().getConf().get("spark.serializer", "");
    return new BlockCoder(RecordSerializer.named(serializer));
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
    return rehearsing;
  }

  @Override
  public RunningPipeline run(StreamingProgram program, Consumer<Pipeline> translation) {
    boolean last = !rehearsing;
    rehearsing = false;
    try {
      FlinkJob job = FlinkJob.of(program);
      Pipeline pipeline = job.pipeline(cluster.master(), slots(program));
      translation.accept(pipeline);
      PipelineResult result = EngineThreads.call(pipeline::run);
      MiniCluster flink = cluster.flink();
      JobID id = EngineThreads.call(() -> job.idOn(flink));
      return new EmbeddedPipeline(flink, id, result, last ? cluster::release : () -> {});
    } catch (RuntimeException | Error e) {
      cluster.release();
      throw e;
    }
  }
}
