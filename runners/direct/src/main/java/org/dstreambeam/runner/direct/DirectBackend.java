// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.runner.direct;

import com.google.auto.service.AutoService;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.apache.beam.runners.direct.DirectOptions;
import org.apache.beam.runners.direct.DirectRunner;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.dstreambeam.block.Block;
import org.dstreambeam.block.BlockCoder;
import org.dstreambeam.block.BlockMemory;
import org.dstreambeam.block.HandleCoder;
import org.dstreambeam.block.RecordSerializer;
import org.dstreambeam.clock.ManualBatchClock;
import org.dstreambeam.driver.BatchRunner;
import org.dstreambeam.driver.PastBlocks;
import org.dstreambeam.driver.ProgramStates;
import org.dstreambeam.driver.States;
import org.dstreambeam.driver.TransformRunner;
import org.dstreambeam.driver.Transforms;
import org.dstreambeam.plan.SourceNode;
import org.dstreambeam.rdd.LocalMaster;
import org.dstreambeam.source.BatchGate;
import org.dstreambeam.source.BatchGrid;
import org.dstreambeam.source.BlockFeed;
import org.dstreambeam.source.Feeds;
import org.dstreambeam.source.LocalProgram;
import org.dstreambeam.source.LocalPrograms;
import org.dstreambeam.source.ReaderRounds;
import org.dstreambeam.source.RehearsalFeed;
import org.dstreambeam.spi.StreamingBackend;
import org.dstreambeam.spi.StreamingExecution;
import org.dstreambeam.spi.StreamingProgram;
import org.dstreambeam.translator.PlanTranslator;

/**
 * {@code local}, {@code local[n]}, {@code local[*]}: the DirectRunner with n worker threads.
 *
 * <p>Every source has as many splits as there are threads, see {@link
 * org.dstreambeam.source.BlockSource}.
 */
@AutoService(StreamingBackend.class)
public final class DirectBackend implements StreamingBackend {

  /** Enough for everything to have been called, and for a window to close while others are open. */
  private static final int REHEARSED_BATCHES = 3;

  private static final String SERIALIZE = "spark.dstreambeam.direct.serialize";

  @Override
  public String name() {
    return "direct";
  }

  @Override
  public boolean runs(String master) {
    return master.equals("local") || master.startsWith("local[");
  }

  /** It keeps no checkpoint: what is in its state cells goes with the process. */
  @Override
  public boolean recovers() {
    return false;
  }

  @Override
  public StreamingExecution start(StreamingProgram program) {
    BlockMemory memory = BlockMemory.open(program.context().getConf());
    program.context().localScheduler().onClose(memory::close);
    rehearse(program);
    ReaderRounds rounds = new ReaderRounds();
    program.clock().onAdvance(rounds::lookAgain);
    BatchGrid grid = BatchGrid.from(program.clock(), batchMillis(program));
    program.history().begin(grid.zeroTime());
    BatchGate gate = new BatchGate(grid, BatchRunner.concurrentJobs(program), memory.most() / 2);
    Map<String, BlockFeed> feeds = new LinkedHashMap<>();
    for (SourceNode source : program.plan().sources()) {
      BlockFeed feed = Feeds.of(source, program.context(), grid, rounds, threads(program));
      feed.onBatch(
          blocks ->
              PastBlocks.keep(program, source, blocks.get(blocks.size() - 1).batchTime(), blocks));
      feed.behind(gate);
      feeds.put(program.plan().nameOf(source), feed);
    }
    BatchRunner batches = new BatchRunner(program, gate::completed);
    LocalProgram local =
        new LocalProgram(newId(), feeds, batches, transformsOf(program), statesOf(program));
    try {
      feeds.values().forEach(BlockFeed::start);
      program.clock().started(grid.zeroTime(), grid.batchMillis());
      return new DirectExecution(program, local, batches, grid, run(program, local, grid));
    } catch (Throwable e) {
      feeds.values().forEach(feed -> feed.stopReceiving(0));
      throw e;
    }
  }

  /**
   * Runs the plan over a few batches without records, and calls nothing of the program's. What is
   * slow about a first run, loading Beam's classes above all, is over before the first batch is
   * due, and an error of the translation shows before any receiver runs.
   */
  private static void rehearse(StreamingProgram program) {
    ManualBatchClock clock = new ManualBatchClock();
    BatchGrid grid = new BatchGrid(clock, 0, batchMillis(program));
    long lastBatch = REHEARSED_BATCHES * grid.batchMillis();
    ReaderRounds rounds = new ReaderRounds();
    Map<String, BlockFeed> feeds = new LinkedHashMap<>();
    for (SourceNode source : program.plan().sources()) {
      feeds.put(program.plan().nameOf(source), new RehearsalFeed(grid, rounds, threads(program)));
    }
    feeds.values().forEach(feed -> feed.finishAfter(lastBatch));
    clock.setTime(lastBatch);
    BatchRunner batches = new BatchRunner(program);
    batches.finishAfter(grid.zeroTime());
    LocalProgram local =
        new LocalProgram(newId(), feeds, batches, RehearsalFeed.transforms(), States.none());
    try {
      run(program, local, grid).waitUntilFinish();
    } finally {
      LocalPrograms.unregister(local.id());
    }
  }

  private static Transforms transformsOf(StreamingProgram program) {
    return new TransformRunner(
        program.context(),
        program.plan().settings(),
        program.history(),
        program.plan()::transformNamed);
  }

  private static States statesOf(StreamingProgram program) {
    return new ProgramStates(
        program.context(),
        program.plan().settings(),
        program.history(),
        program.plan()::statefulNamed,
        program.plan()::snapshotsOf);
  }

  private static String newId() {
    return UUID.randomUUID().toString();
  }

  private static PipelineResult run(StreamingProgram program, LocalProgram local, BatchGrid grid) {
    LocalPrograms.register(local);
    try {
      Pipeline pipeline = Pipeline.create(options(program));
      new PlanTranslator()
          .translate(
              program.plan(),
              pipeline,
              local.id(),
              blockCoder(program),
              grid.zeroTime(),
              threads(program));
      return pipeline.run();
    } catch (RuntimeException | Error e) {
      LocalPrograms.unregister(local.id());
      throw e;
    }
  }

  /**
   * Blocks stay objects of this JVM, unless {@value #SERIALIZE} asks for what a cluster would do:
   * then each one passes from transform to transform as bytes, which shows records that cannot.
   */
  private static Coder<Block> blockCoder(StreamingProgram program) {
    String serializer = program.context().getConf().get("spark.serializer", "");
    return serializesBlocks(program)
        ? new BlockCoder(RecordSerializer.named(serializer))
        : new HandleCoder<>();
  }

  private static boolean serializesBlocks(StreamingProgram program) {
    return program.context().getConf().getBoolean(SERIALIZE, false);
  }

  private static long batchMillis(StreamingProgram program) {
    return program.plan().batch().milliseconds();
  }

  private static int threads(StreamingProgram program) {
    return LocalMaster.parse(program.context().master()).threads();
  }

  private static DirectOptions options(StreamingProgram program) {
    DirectOptions options = PipelineOptionsFactory.create().as(DirectOptions.class);
    options.setRunner(DirectRunner.class);
    options.setJobName("dstream-" + UUID.randomUUID());
    options.setBlockOnRun(false);
    options.setTargetParallelism(threads(program));
    // Blocks are immutable: checking that they are would encode each of them several times.
    options.setEnforceImmutability(false);
    options.setEnforceEncodability(serializesBlocks(program));
    return options;
  }
}
