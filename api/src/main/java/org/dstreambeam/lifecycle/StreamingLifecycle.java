// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.lifecycle;

import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import org.apache.spark.streaming.Duration;
import org.apache.spark.streaming.StreamingContext;
import org.apache.spark.streaming.StreamingContextState;
import org.dstreambeam.clock.BatchClock;
import org.dstreambeam.clock.BatchClocks;
import org.dstreambeam.lifecycle.ProgramCheckpoints.Prepared;
import org.dstreambeam.plan.BatchHistory;
import org.dstreambeam.plan.CallSite;
import org.dstreambeam.plan.CheckpointCheck;
import org.dstreambeam.plan.LogicalPlan;
import org.dstreambeam.plan.PlanBuilder;
import org.dstreambeam.plan.PlanNode;
import org.dstreambeam.spi.CannotStartException;
import org.dstreambeam.spi.OutputThread;
import org.dstreambeam.spi.StreamingBackend;
import org.dstreambeam.spi.StreamingExecution;
import org.dstreambeam.spi.StreamingProgram;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a streaming context does: collects the plan, starts it on the backend that the master names,
 * waits, stops.
 *
 * <pre>
 *   INITIALIZED --start--> ACTIVE --stop--> STOPPED
 *        |                                     ^
 *        +--- stop, or a start that failed ----+
 * </pre>
 */
public final class StreamingLifecycle {

  private static final Logger LOG = LoggerFactory.getLogger(StreamingLifecycle.class);

  private final StreamingContext context;
  private final SparkContext spark;
  private final Duration batch;
  private final PlanBuilder plan;
  private final BatchClock clock;
  private final ProgramCheckpoints checkpoints;
  private final TerminationWaiter waiter = new TerminationWaiter();
  private final Object transition = new Object();

  private volatile StreamingContextState state = StreamingContextState.INITIALIZED;
  private volatile @Nullable LogicalPlan started;
  private volatile @Nullable BatchHistory history;
  private @Nullable InputStreams inputs;
  private @Nullable StreamingExecution execution;
  private @Nullable ShutdownStop shutdownStop;
  private volatile @Nullable RemoteControl remote;

  public StreamingLifecycle(StreamingContext context, SparkContext spark, Duration batch) {
    this.context = context;
    this.spark = spark;
    this.batch = batch;
    this.plan = new PlanBuilder(batch);
    this.checkpoints = new ProgramCheckpoints(spark);
    StreamingKey.warnOfIgnored(spark.getConf());
    this.clock =
        BatchClocks.named(
            spark.getConf().get("spark.streaming.clock", "org.apache.spark.util.SystemClock"));
  }

  public PlanBuilder plan() {
    return plan;
  }

  public Duration batch() {
    return batch;
  }

  /** The clock that cuts this context's batches. */
  public BatchClock clock() {
    return clock;
  }

  public StreamingContextState state() {
    return state;
  }

  /** The batches that are over; null before the start. */
  public @Nullable BatchHistory history() {
    return history;
  }

  /**
   * Names the directory of checkpoints, also for those of RDDs; null for none. As on Spark it may
   * be called at any time, and matters at the start.
   *
   * @param directory created if it is not there; a path, or a URI of any file system
   */
  public void checkpointTo(@Nullable String directory) {
    checkpoints.directory(directory);
  }

  /** Lets the program go on where it was, if it was, and keep what it needs for that. */
  public void recover(RecoveryRequest request) {
    checkpoints.recover(request);
  }

  /**
   * @param what {@code storage level} or {@code checkpoint interval}
   * @throws UnsupportedOperationException if the context has started with this stream
   */
  public void checkMayChange(PlanNode stream, String what) {
    LogicalPlan running = started;
    if (running != null && running.contains(stream)) {
      throw new UnsupportedOperationException(
          "Cannot change " + what + " of a DStream after streaming context has" + " started");
    }
  }

  /**
   * @throws IllegalStateException if the context was started or stopped
   */
  public void checkMayDeclare() {
    if (state != StreamingContextState.INITIALIZED) {
      String when = state == StreamingContextState.ACTIVE ? "starting" : "stopping";
      throw new IllegalStateException(
          "Adding new inputs, transformations, and output operations after "
              + when
              + " a context is not supported");
    }
  }

  /** Starts the context; a second call only warns. Any failure leaves it stopped. */
  public void start() {
    synchronized (transition) {
      switch (state) {
        case ACTIVE -> LOG.warn("StreamingContext has already been started");
        case STOPPED ->
            throw new IllegalStateException("StreamingContext has already been stopped");
        default -> startInitialized();
      }
    }
  }

  /**
   * Takes part in a program that was started in another JVM: from now on this context is active,
   * and knows {@code running}. It is ended there; {@link #leave} only ends it here.
   *
   * @throws IllegalStateException if another context is active in this JVM
   */
  public void join(LogicalPlan running, RemoteControl control) {
    synchronized (transition) {
      ActiveContext.claim(context, CallSite.named("another JVM"));
      started = running;
      remote = control;
      state = StreamingContextState.ACTIVE;
    }
  }

  /** The program has ended, or goes on elsewhere: this context is stopped. */
  public void leave() {
    synchronized (transition) {
      state = StreamingContextState.STOPPED;
      ActiveContext.release(context);
      waiter.reportStop();
    }
  }

  private void startInitialized() {
    ActiveContext.claim(context, CallSite.here());
    try {
      LogicalPlan built = checkpoints.build(plan);
      checkpoints.check(built);
      CheckpointCheck.check(built, spark);
      started = built;
      ShutdownStop onShutdown = newShutdownStop();
      shutdownStop = onShutdown;
      try {
        inputs = InputStreams.start(plan.inputStreams());
        execution = launch(built);
        state = StreamingContextState.ACTIVE;
      } finally {
        onShutdown.startIsOver();
      }
    } catch (CannotStartException e) {
      // Its message is for people, who get it from the program: no stack trace in between.
      LOG.debug("The context cannot be started, marking it as stopped", e);
      neverStarted();
      throw e;
    } catch (Throwable e) { // checked ones too: user code may throw them undeclared
      LOG.error("Error starting the context, marking it as stopped", e);
      neverStarted();
      throw e;
    }
  }

  /** A local program ends with this JVM, however that does. */
  private ShutdownStop newShutdownStop() {
    return spark.isLocal()
        ? ShutdownStop.unlessStarting(this::stopOnShutdown)
        : ShutdownStop.whileStarting(this::stopOnShutdown);
  }

  private void neverStarted() {
    state = StreamingContextState.STOPPED;
    stopInputs();
    removeShutdownStop();
    ActiveContext.release(context);
  }

  private void stopInputs() {
    InputStreams started = inputs;
    inputs = null;
    if (started != null) {
      started.stop();
    }
  }

  private StreamingExecution launch(LogicalPlan declared) {
    if (batch.milliseconds() <= 0) {
      throw new IllegalArgumentException("The batch duration must be positive, it is " + batch);
    }
    StreamingBackend backend =
        Backends.of(spark.getConf(), spark.master(), checkpoints.areToBeRecovered());
    Prepared prepared = checkpoints.prepare(declared, backend);
    LogicalPlan logicalPlan = prepared.plan();
    LOG.info("Starting on {}:\n{}", backend.getClass().getSimpleName(), logicalPlan.describe());
    BatchHistory batches = new BatchHistory(logicalPlan, spark);
    history = batches;
    return backend.start(
        new StreamingProgram(
            logicalPlan,
            spark,
            clock,
            waiter::reportError,
            this::stopOnShutdown,
            batches,
            prepared.checkpointing()));
  }

  /**
   * Blocks until the context stops, or throws what an output operation failed with, as it is.
   *
   * @param timeoutMillis how long at most; negative for ever
   * @return true if it stopped, false if the time elapsed first
   */
  public boolean await(long timeoutMillis) throws InterruptedException {
    return waiter.await(timeoutMillis);
  }

  /**
   * Stops the context. Before the start it only marks it as stopped, and nobody who waits is told:
   * Spark's behaviour, see docs/semantics.md, "Life of a context".
   *
   * <p>An output operation cannot wait for itself to end, so a stop that it calls takes place on
   * another thread and this returns at once. Spark throws InterruptedException after two seconds
   * then, and leaves a context that neither runs batches nor can be stopped.
   */
  public void stop(boolean stopSparkContext, boolean gracefully) throws InterruptedException {
    RemoteControl control = remote;
    if (control != null) {
      if (state == StreamingContextState.ACTIVE) {
        control.stop(stopSparkContext, gracefully);
      } else {
        LOG.warn("StreamingContext has already been stopped");
      }
      return;
    }
    if (OutputThread.isCurrent()) {
      new Thread(() -> stopForOutput(stopSparkContext, gracefully), "streaming-stop").start();
      return;
    }
    synchronized (transition) {
      switch (state) {
        case INITIALIZED -> LOG.warn("StreamingContext has not been started yet");
        case STOPPED -> LOG.warn("StreamingContext has already been stopped");
        default -> stopActive(gracefully);
      }
      state = StreamingContextState.STOPPED;
    }
    if (stopSparkContext) {
      spark.stop();
    }
  }

  private void stopForOutput(boolean stopSparkContext, boolean gracefully) {
    try {
      stop(stopSparkContext, gracefully);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      LOG.error("The context could not be stopped as an output operation had asked", e);
    }
  }

  private void stopActive(boolean gracefully) throws InterruptedException {
    StreamingExecution running = execution;
    if (running != null) {
      running.stop(gracefully);
    }
    execution = null;
    stopInputs();
    ActiveContext.release(context);
    removeShutdownStop();
    state = StreamingContextState.STOPPED; // who waits for the stop sees it
    waiter.reportStop();
  }

  private void removeShutdownStop() {
    ShutdownStop onShutdown = shutdownStop;
    shutdownStop = null;
    if (onShutdown != null) {
      onShutdown.remove();
    }
  }

  private void stopOnShutdown() {
    boolean gracefully =
        spark.getConf().getBoolean("spark.streaming.stopGracefullyOnShutdown", false);
    try {
      if (state == StreamingContextState.ACTIVE) {
        stop(false, gracefully);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      LOG.error("The context could not be stopped on shutdown", e);
    }
  }

  /** {@code spark.streaming.stopSparkContextByDefault}, true if unset. */
  public static boolean stopsSparkContextByDefault(SparkConf conf) {
    return conf.getBoolean("spark.streaming.stopSparkContextByDefault", true);
  }
}
