// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.driver;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.apache.spark.SparkContext;
import org.dstreambeam.block.Block;
import org.dstreambeam.block.BlockMemory;
import org.dstreambeam.clock.BatchClock;
import org.dstreambeam.compute.FailedOperation;
import org.dstreambeam.plan.BatchHistory;
import org.dstreambeam.plan.OutputNode;
import org.dstreambeam.spi.OutputThread;
import org.dstreambeam.spi.StreamingProgram;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the output operations of batches on {@code spark.streaming.concurrentJobs} threads, one by
 * default: op0(T), op1(T), op0(T+b), ... An operation that throws is reported; the next one runs.
 */
public final class BatchRunner implements Batches {

  /** Batches that wait here hold back no source, only Beam; beyond these, Beam waits too. */
  private static final int MOST_PENDING = 32;

  private static final Logger LOG = LoggerFactory.getLogger(BatchRunner.class);

  /** To hear of batches that are done. */
  @FunctionalInterface
  public interface Completion {

    /**
     * @param batchTime ms
     * @param bytes the most that its blocks took
     */
    void completed(long batchTime, long bytes);
  }

  private final BatchOutputs outputs;
  private final BatchHistory history;
  private final BatchClock clock;
  private final Consumer<Throwable> onError;
  private final Completion onCompleted;
  private final ExecutorService threads;
  private final Semaphore mayPend = new Semaphore(MOST_PENDING);
  private volatile long lastBatch = Long.MAX_VALUE;
  private final Object completion = new Object();
  private long lastCompleted = Long.MIN_VALUE;
  private boolean over;
  private volatile boolean dropping;

  public BatchRunner(StreamingProgram program) {
    this(program, (batchTime, bytes) -> {});
  }

  /**
   * @param onCompleted told of every batch when its outputs are done
   */
  public BatchRunner(StreamingProgram program, Completion onCompleted) {
    SparkContext context = program.context();
    this.outputs = BatchOutputs.of(program.plan(), context);
    this.history = program.history();
    this.clock = program.clock();
    this.onError = program.onError();
    this.onCompleted = onCompleted;
    int jobs = concurrentJobs(program);
    AtomicInteger number = new AtomicInteger();
    this.threads =
        new ThreadPoolExecutor(
            jobs,
            jobs,
            0,
            TimeUnit.MILLISECONDS,
            new LinkedBlockingQueue<>(),
            job -> new OutputThread(job, "streaming-job-executor-" + number.getAndIncrement()),
            new ThreadPoolExecutor.DiscardPolicy()); // of what comes while it is being stopped
  }

  /** How many batches may be in their outputs at the same time. */
  public static int concurrentJobs(StreamingProgram program) {
    return program.context().getConf().getInt("spark.streaming.concurrentJobs", 1);
  }

  /**
   * Queues the outputs of a batch; blocks while too many batches are pending. After {@link #stop}
   * it drops them: the pipeline may run on for a while. A batch that a driver function inside the
   * graph could not make is reported, and none of its outputs runs.
   *
   * @param blocks what each output reads, by the output's position in the plan
   */
  @Override
  public void submit(long batchTime, Map<Integer, List<Block>> blocks) throws InterruptedException {
    submit(batchTime, blocks, () -> {});
  }

  /**
   * As {@link #submit}, but returns when the outputs of the batch are done: a checkpoint that a
   * runner takes behind it is one of a program whose outputs have run.
   *
   * @throws InterruptedException if the pipeline is being cancelled
   */
  public void run(long batchTime, Map<Integer, List<Block>> blocks) throws InterruptedException {
    CountDownLatch done = new CountDownLatch(1);
    if (submit(batchTime, blocks, done::countDown)) {
      done.await();
    }
  }

  /** Returns false if there is nothing to be run, so that {@code onDone} will not be either. */
  private boolean submit(long batchTime, Map<Integer, List<Block>> blocks, Runnable onDone)
      throws InterruptedException {
    if (batchTime > lastBatch || threads.isShutdown()) {
      return false;
    }
    if (blocks.values().stream().noneMatch(BatchOutputs::exists)) {
      return false;
    }
    List<Runnable> operations = new ArrayList<>();
    Throwable failure = BatchOutputs.failureOf(blocks);
    if (failure != null) {
      LOG.error(
          "Error generating jobs for time {} ms: {}",
          batchTime,
          FailedOperation.in(failure),
          failure);
      onError.accept(failure);
    } else {
      outputs
          .present(blocks)
          .forEach((output, inputs) -> operations.add(() -> run(output, batchTime, inputs)));
    }
    if (operations.isEmpty()) {
      operations.add(() -> {}); // it is over when those before it are: they may ask for the past
    }
    mayPend.acquire();
    AtomicInteger left = new AtomicInteger(operations.size());
    for (Runnable operation : operations) {
      threads.execute(
          () -> {
            try {
              operation.run();
            } finally {
              if (left.decrementAndGet() == 0) {
                mayPend.release();
                completed(batchTime);
                onDone.run();
              }
            }
          });
    }
    return true;
  }

  private void completed(long batchTime) {
    long bytes = BlockMemory.current().batchDone(batchTime);
    history.completed(batchTime);
    onCompleted.completed(batchTime, bytes); // while the clock shows when that was
    clock.batchCompleted(batchTime);
    synchronized (completion) {
      lastCompleted = Math.max(lastCompleted, batchTime);
      completion.notifyAll();
    }
  }

  private void run(int output, long batchTime, BatchOutputs.Inputs inputs) {
    if (dropping) {
      return;
    }
    OutputNode node = outputs.node(output);
    try {
      outputs.run(output, batchTime, inputs);
    } catch (Throwable e) {
      if (dropping) {
        LOG.info("{} of batch {} ms was cut short by the stop", node.callSite(), batchTime);
        return;
      }
      LOG.error("{}: {}", outputs.failureIn(output, batchTime, e), FailedOperation.in(e), e);
      onError.accept(e);
    }
  }

  /**
   * Runs no batch after {@code batchTime}: not all inputs of such a batch need have been cut before
   * the program ended.
   */
  public void finishAfter(long batchTime) {
    lastBatch = batchTime;
  }

  /**
   * Waits until the outputs of that batch are done, or it is known that it will not come.
   *
   * @return whether they are
   */
  public boolean awaitCompleted(long batchTime, long millis) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    synchronized (completion) {
      long left = millis;
      while (lastCompleted < batchTime && !over && left > 0) {
        TimeUnit.MILLISECONDS.timedWait(completion, left);
        left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
      }
      return lastCompleted >= batchTime;
    }
  }

  /** The pipeline has ended: nobody needs to wait for a batch that it has not brought. */
  public void noMoreCome() {
    synchronized (completion) {
      over = true;
      completion.notifyAll();
    }
  }

  /**
   * Waits for the outputs that are queued, then interrupts the one that runs and drops the rest.
   *
   * @param millis how long to wait
   * @return whether all were done in time
   */
  public boolean stop(long millis) throws InterruptedException {
    threads.shutdown();
    boolean done = false;
    try {
      done = threads.awaitTermination(millis, TimeUnit.MILLISECONDS);
    } finally {
      dropping = true;
      if (!done) {
        LOG.warn(
            "Outputs are interrupted, or dropped if they wait: the stop gave them no more time");
        threads.shutdownNow();
      }
      mayPend.release(MOST_PENDING); // nobody shall wait for a batch that was dropped
    }
    return done;
  }
}
