// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.local;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.dstreambeam.block.BlockMemory;
import org.dstreambeam.clock.ManualBatchClock;
import org.dstreambeam.compute.Rethrow;
import org.dstreambeam.driver.BatchRunner;
import org.dstreambeam.driver.PastBlocks;
import org.dstreambeam.driver.ProgramStates;
import org.dstreambeam.driver.States;
import org.dstreambeam.driver.TransformRunner;
import org.dstreambeam.driver.Transforms;
import org.dstreambeam.plan.CutSourceNode;
import org.dstreambeam.plan.SourceNode;
import org.dstreambeam.rdd.LocalMaster;
import org.dstreambeam.recovery.ProgramMetadata;
import org.dstreambeam.source.BatchGate;
import org.dstreambeam.source.BatchGrid;
import org.dstreambeam.source.BlockFeed;
import org.dstreambeam.source.CutReader;
import org.dstreambeam.source.FeedSettings;
import org.dstreambeam.source.Feeds;
import org.dstreambeam.source.LocalProgram;
import org.dstreambeam.source.LocalPrograms;
import org.dstreambeam.source.ReaderRounds;
import org.dstreambeam.source.RehearsalFeed;
import org.dstreambeam.source.Splits;
import org.dstreambeam.spi.Checkpointing;
import org.dstreambeam.spi.StreamingExecution;
import org.dstreambeam.spi.StreamingProgram;
import org.dstreambeam.translator.Deployment;
import org.dstreambeam.translator.PlanTranslator;

/**
 * Starts a program in this JVM.
 *
 * <p>Every source has as many splits as there are threads, see {@link
 * org.dstreambeam.source.FeedSource}.
 */
public final class LocalLaunch {

  /** Enough for everything to have been called, and for a window to close while others are open. */
  private static final int REHEARSED_BATCHES = 3;

  /** How many splits each source has: those of the first start, as their positions are kept. */
  private static final String SPLITS = "splits";

  private final StreamingProgram program;
  private final LocalEngine engine;

  private LocalLaunch(StreamingProgram program, LocalEngine engine) {
    this.program = program;
    this.engine = engine;
  }

  /**
   * Starts the program and returns once it is running.
   *
   * @throws RuntimeException if it cannot be started; nothing is left running then
   */
  public static StreamingExecution start(StreamingProgram program, LocalEngine engine) {
    try {
      return new LocalLaunch(program, engine).start();
    } catch (Throwable e) { // Errors too
      engine.abandon();
      throw e;
    }
  }

  private StreamingExecution start() {
    BlockMemory memory = BlockMemory.open(program.context().getConf());
    program.context().localScheduler().onClose(memory::close);
    if (engine.isCold()) {
      rehearse();
    }
    ReaderRounds rounds = engine.newRounds();
    program.clock().onAdvance(rounds::lookAgain);
    Checkpointing checkpointing = engine.checkpointing();
    ProgramMetadata restored = checkpointing == null ? null : checkpointing.restoreFrom();
    BatchGrid grid =
        restored == null
            ? BatchGrid.from(program.clock(), batchMillis())
            : new BatchGrid(program.clock(), restored.zeroTime(), batchMillis());
    int splits = restored == null ? threads() : Integer.parseInt(restored.runner().get(SPLITS));
    program.history().begin(grid.zeroTime());
    BatchGate gate = new BatchGate(grid, BatchRunner.concurrentJobs(program), memory.most() / 2);
    String id =
        checkpointing == null ? newId() : checkpointing.lineage(); // restored readers know it
    Map<String, BlockFeed> feeds = new LinkedHashMap<>();
    for (SourceNode source : program.plan().sources()) {
      String name = program.plan().nameOf(source);
      FeedSettings settings =
          new FeedSettings(
              id,
              name,
              program.context(),
              grid,
              rounds,
              Splits.all(splits),
              program.plan().consumersOf(source) > 0,
              program.plan().rememberMillis(source),
              checkpointing == null ? null : checkpointing.cuts() + "/" + name);
      BlockFeed feed = Feeds.of(source, settings);
      if (source instanceof CutSourceNode cutting) {
        cutting.inbox().listen(feed::told);
      }
      feed.onBatch(
          blocks ->
              PastBlocks.keep(program, source, blocks.get(blocks.size() - 1).batchTime(), blocks));
      feed.behind(gate);
      if (restored != null) {
        feed.awaitPositions();
      }
      feeds.put(name, feed);
    }
    BatchRunner outputs =
        new BatchRunner(
            program,
            (batchTime, bytes) -> {
              gate.completed(bytes);
              feeds.values().forEach(feed -> feed.completed(batchTime));
            });
    LocalProgram local =
        new LocalProgram(
            id,
            feeds,
            engine.batches(outputs),
            transforms(),
            states(),
            new CutReader(program.plan(), program.context()));
    if (checkpointing != null) {
      checkpointing.started(program, grid.zeroTime(), Map.of(SPLITS, String.valueOf(splits)));
    }
    RunningPipeline pipeline = run(local, grid, splits, false);
    try {
      feeds.values().forEach(BlockFeed::begin);
      program.clock().started(grid.zeroTime(), grid.batchMillis());
      return new LocalExecution(program, local, outputs, grid, pipeline, checkpointing != null);
    } catch (Throwable e) {
      feeds.values().forEach(feed -> feed.stopReceiving(0));
      feeds.values().forEach(BlockFeed::close);
      abandon(local, pipeline, e);
      throw e;
    }
  }

  private static void abandon(LocalProgram local, RunningPipeline pipeline, Throwable reason) {
    try {
      pipeline.cancel();
    } catch (Exception e) {
      reason.addSuppressed(e);
    }
    LocalPrograms.unregister(local.id());
  }

  /**
   * Runs the plan over a few batches without records, and calls nothing of the program's. What is
   * slow about a first run, loading Beam's classes above all, is over before the first batch is
   * due, and an error of the translation shows before any receiver runs.
   */
  private void rehearse() {
    ManualBatchClock clock = new ManualBatchClock();
    BatchGrid grid = new BatchGrid(clock, 0, batchMillis());
    long lastBatch = REHEARSED_BATCHES * grid.batchMillis();
    ReaderRounds rounds = engine.newRounds();
    Map<String, BlockFeed> feeds = new LinkedHashMap<>();
    for (SourceNode source : program.plan().sources()) {
      feeds.put(program.plan().nameOf(source), new RehearsalFeed(grid, rounds, threads()));
    }
    feeds.values().forEach(feed -> feed.finishAfter(lastBatch));
    clock.setTime(lastBatch);
    BatchRunner batches = new BatchRunner(program);
    batches.finishAfter(grid.zeroTime());
    LocalProgram local =
        new LocalProgram(newId(), feeds, batches, RehearsalFeed.transforms(), States.none());
    try {
      LateBlocks.check(run(local, grid, threads(), true).await());
    } catch (Throwable e) { // Errors too, as they are
      throw Rethrow.as(e);
    } finally {
      LocalPrograms.unregister(local.id());
    }
  }

  private RunningPipeline run(LocalProgram local, BatchGrid grid, int splits, boolean rehearsal) {
    LocalPrograms.register(local);
    try {
      return engine.run(
          program,
          rehearsal,
          pipeline ->
              new PlanTranslator()
                  .translate(
                      program.plan(),
                      pipeline,
                      Deployment.local(
                          local.id(), engine.coders(program), grid.zeroTime(), splits)));
    } catch (RuntimeException | Error e) {
      LocalPrograms.unregister(local.id());
      throw e;
    }
  }

  private Transforms transforms() {
    return new TransformRunner(
        program.context(),
        program.plan().settings(),
        program.history(),
        program.plan()::transformNamed);
  }

  private States states() {
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

  private long batchMillis() {
    return program.plan().batch().milliseconds();
  }

  private int threads() {
    return LocalMaster.parse(program.context().master()).threads();
  }
}
