// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.testkit;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.streaming.Duration;
import org.apache.spark.streaming.StreamingContextState;
import org.apache.spark.streaming.api.java.JavaDStream;
import org.apache.spark.streaming.api.java.JavaDStreamLike;
import org.apache.spark.streaming.api.java.JavaPairDStream;
import org.apache.spark.streaming.api.java.JavaStreamingContext;
import org.dstreambeam.clock.ManualBatchClock;
import org.dstreambeam.clock.VirtualBatchClock;
import org.dstreambeam.plan.CheckpointCheck;
import org.dstreambeam.plan.LogicalPlan;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import scala.Tuple2;

/**
 * A test of a streaming program: what comes in, batch by batch, and what has to come out.
 *
 * <pre>
 *   {@literal @}RegisterExtension final StreamTest test = StreamTest.withBatches(Durations.seconds(1));
 *
 *   {@literal @}Test
 *   void countsOverTwoBatches() {
 *     JavaDStream&lt;String&gt; words = test.input(batch("a", "b"), batch(), batch("c"));
 *     test.expect(words.window(Durations.seconds(2)).count(), batch(2L), batch(2L), batch(1L));
 *     test.run();
 *   }
 * </pre>
 *
 * <p>{@link #run()} runs as many batches as are given or expected, on a virtual clock that starts
 * at 0, and stops: no window ends after the last batch. A test that declares and does not run
 * fails. The context, on {@code local[2]}, lives for one test method. Streams that need a
 * checkpoint directory are given one.
 */
public final class StreamTest implements AfterEachCallback {

  private static final long PATIENCE_MILLIS = 60_000;

  private final Duration batch;
  private final SparkConf conf =
      new SparkConf(false)
          .setMaster("local[2]")
          .setAppName("StreamTest")
          .set("spark.streaming.clock", VirtualBatchClock.class.getName());
  private final List<Expectation<?>> expectations = new ArrayList<>();
  private final CheckpointDirectory checkpoints = new CheckpointDirectory();
  private @Nullable JavaStreamingContext context;
  private long inputBatches;
  private boolean hasRun;

  private StreamTest(Duration batch) {
    this.batch = batch;
  }

  /** A test whose batches are {@code batch} long. */
  public static StreamTest withBatches(Duration batch) {
    return new StreamTest(batch);
  }

  /** The records of one batch, in or out. */
  @SafeVarargs
  public static <T> List<T> batch(T... records) {
    return Arrays.asList(records);
  }

  /**
   * The clock of a program that runs on {@code spark.streaming.clock} = {@code
   * org.apache.spark.util.ManualClock}, to be moved by hand. It starts at 0.
   *
   * @throws ClassCastException if the program runs on another clock
   */
  public static ManualBatchClock manualClockOf(JavaStreamingContext context) {
    return (ManualBatchClock) context.ssc().lifecycle().clock();
  }

  /** Sets a configuration key, before the first input or {@link #context}. */
  public StreamTest with(String key, String value) {
    if (context != null) {
      throw new IllegalStateException(key + " comes too late: the context exists");
    }
    conf.set(key, value);
    return this;
  }

  /** The context in which to declare the streams; not to be started. */
  public JavaStreamingContext context() {
    JavaStreamingContext made = context;
    if (made == null) {
      made = new JavaStreamingContext(conf, batch);
      context = made;
    }
    return made;
  }

  /** A stream of these batches, each in one partition; empty ones follow. */
  @SafeVarargs
  public final <T> JavaDStream<T> input(List<T>... batches) {
    Queue<JavaRDD<T>> queue = new ArrayDeque<>();
    for (List<T> records : batches) {
      queue.add(context().sparkContext().parallelize(records, 1));
    }
    inputBatches = Math.max(inputBatches, batches.length);
    return context().queueStream(queue);
  }

  /** As {@link #input}, of pairs. */
  @SafeVarargs
  public final <K, V> JavaPairDStream<K, V> pairInput(List<Tuple2<K, V>>... batches) {
    return JavaPairDStream.fromJavaDStream(input(batches));
  }

  /**
   * Expects these records in the stream's batches, the first of them first, in any order within a
   * batch. A stream that slides by more than a batch has fewer.
   */
  @SafeVarargs
  public final <T> void expect(JavaDStreamLike<T, ?, ?> stream, List<T>... batches) {
    expectations.add(new Expectation<>(stream, List.of(batches), false));
  }

  /** As {@link #expect}, in this order. */
  @SafeVarargs
  public final <T> void expectInOrder(JavaDStreamLike<T, ?, ?> stream, List<T>... batches) {
    expectations.add(new Expectation<>(stream, List.of(batches), true));
  }

  /**
   * Runs the batches that are given or expected.
   *
   * @throws AssertionError if something else came out; it shows both, by batch, and the plan
   */
  public void run() {
    long expected = expectations.stream().mapToLong(e -> e.batches(batch)).max().orElse(0);
    run((int) Math.max(inputBatches, expected));
  }

  /** Runs the first {@code batches} batches; throws what an output operation failed with. */
  public void run(int batches) {
    hasRun = true;
    JavaStreamingContext running = context();
    LogicalPlan plan = running.ssc().lifecycle().plan().build();
    if (CheckpointCheck.needsDirectory(plan)
        && !running.sparkContext().getCheckpointDir().isPresent()) {
      running.sparkContext().setCheckpointDir(checkpoints.make());
    }
    try {
      runUntil(batches * batch.milliseconds(), running);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted after an unknown number of batches", e);
    }
    for (Expectation<?> expectation : expectations) {
      expectation.check(plan.describe());
    }
  }

  private void runUntil(long lastBatch, JavaStreamingContext running) throws InterruptedException {
    VirtualBatchClock clock = (VirtualBatchClock) running.ssc().lifecycle().clock();
    clock.endAt(lastBatch);
    running.start();
    boolean inTime = clock.awaitCompleted(lastBatch, PATIENCE_MILLIS);
    running.awaitTerminationOrTimeout(0); // throws what an output has failed with
    running.stop(false, false);
    if (!inTime) {
      throw new AssertionError(
          "Batch " + lastBatch + " ms was not done after " + PATIENCE_MILLIS + " ms");
    }
  }

  @Override
  public void afterEach(ExtensionContext test) {
    JavaStreamingContext used = context;
    if (used == null) {
      return;
    }
    if (used.getState() == StreamingContextState.ACTIVE) {
      used.stop(false, false);
    }
    used.sparkContext().stop();
    checkpoints.delete();
    if (!hasRun && test.getExecutionException().isEmpty()) {
      throw new AssertionError(
          "Streams were declared and never run: call run() at the end of the test");
    }
  }
}
