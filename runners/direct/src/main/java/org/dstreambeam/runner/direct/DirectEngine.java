// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.runner.direct;

import java.io.IOException;
import java.util.UUID;
import java.util.function.Consumer;
import org.apache.beam.runners.direct.DirectOptions;
import org.apache.beam.runners.direct.DirectRunner;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.Pipeline.PipelineExecutionException;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.metrics.MetricResults;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.dstreambeam.block.BlockCoder;
import org.dstreambeam.block.HandleCoder;
import org.dstreambeam.block.RecordSerializer;
import org.dstreambeam.driver.BatchRunner;
import org.dstreambeam.driver.Batches;
import org.dstreambeam.local.LocalEngine;
import org.dstreambeam.local.RunningPipeline;
import org.dstreambeam.rdd.LocalMaster;
import org.dstreambeam.source.ReaderRounds;
import org.dstreambeam.spi.Checkpointing;
import org.dstreambeam.spi.StreamingProgram;
import org.dstreambeam.translator.StageCoders;
import org.jspecify.annotations.Nullable;

/** The DirectRunner, as it serves us best. */
final class DirectEngine implements LocalEngine {

  private static final String SERIALIZE = "spark.dstreambeam.direct.serialize";

  /**
   * Blocks stay objects of this JVM, unless {@value #SERIALIZE} asks for what a cluster would do:
   * then each one passes from transform to transform as bytes, which shows records that cannot.
   */
  @Override
  public StageCoders coders(StreamingProgram program) {
    String serializer = program.context().getConf().get("spark.serializer", "");
    return StageCoders.of(
        serializesBlocks(program)
            ? new BlockCoder(RecordSerializer.named(serializer))
            : new HandleCoder<>());
  }

  @Override
  public ReaderRounds newRounds() {
    return new ReaderRounds();
  }

  /** The runner reads nothing new while the driver stage is busy, so that must not wait. */
  @Override
  public Batches batches(BatchRunner runner) {
    return runner;
  }

  @Override
  public boolean isCold() {
    return true;
  }

  @Override
  public @Nullable Checkpointing checkpointing() {
    return null;
  }

  @Override
  public RunningPipeline run(
      StreamingProgram program, boolean rehearsal, Consumer<Pipeline> translation) {
    Pipeline pipeline = Pipeline.create(options(program));
    translation.accept(pipeline);
    return new Running(pipeline.run());
  }

  @Override
  public void abandon() {} // nothing outlives a pipeline

  private static boolean serializesBlocks(StreamingProgram program) {
    return program.context().getConf().getBoolean(SERIALIZE, false);
  }

  private static DirectOptions options(StreamingProgram program) {
    DirectOptions options = PipelineOptionsFactory.create().as(DirectOptions.class);
    options.setRunner(DirectRunner.class);
    options.setJobName("dstream-" + UUID.randomUUID());
    options.setBlockOnRun(false);
    options.setTargetParallelism(LocalMaster.parse(program.context().master()).threads());
    // Blocks are immutable: checking that they are would encode each of them several times.
    options.setEnforceImmutability(false);
    options.setEnforceEncodability(serializesBlocks(program));
    return options;
  }

  private record Running(PipelineResult result) implements RunningPipeline {

    @Override
    public MetricResults await() throws Throwable {
      try {
        result.waitUntilFinish();
        return result.metrics();
      } catch (PipelineExecutionException e) {
        throw e.getCause() == null ? e : e.getCause();
      }
    }

    @Override
    public void finish() {} // it ends with its sources

    @Override
    public void cancel() throws IOException {
      result.cancel();
    }
  }
}
