// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.runner.direct;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.streaming.Durations;
import org.apache.spark.streaming.StreamingContext;
import org.apache.spark.streaming.StreamingContextState;
import org.apache.spark.streaming.api.java.JavaDStream;
import org.apache.spark.streaming.api.java.JavaStreamingContext;
import org.dstreambeam.clock.ManualBatchClock;
import org.dstreambeam.clock.VirtualBatchClock;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A streaming program of a test, on {@code local[2]} with batches of one second. Contexts are made
 * when they are first asked for, and stopped after the test, which fails if it leaves one active or
 * a thread of the runner behind.
 */
final class Program implements AfterEachCallback {

  /** The batch interval in ms. */
  static final long BATCH = 1_000;

  private final SparkConf conf =
      new SparkConf(false).setMaster("local[2]").setAppName("test program");
  private final List<JavaStreamingContext> contexts = new ArrayList<>();
  private @Nullable JavaSparkContext spark;

  private Program() {
    conf.set("spark.streaming.clock", "org.apache.spark.util.ManualClock");
  }

  /** Runs batches when told to {@link #advance}. */
  static Program onManualClock() {
    return new Program();
  }

  /** From now on: runs batches as fast as they compute, until stopped. */
  Program withVirtualClock() {
    return set("spark.streaming.clock", VirtualBatchClock.class.getName());
  }

  /** Configures the Spark context, which must not exist yet. */
  Program set(String key, String value) {
    assertThat(spark).as("the Spark context").isNull();
    conf.set(key, value);
    return this;
  }

  JavaSparkContext spark() {
    if (spark == null) {
      spark = new JavaSparkContext(conf);
    }
    return spark;
  }

  /** The latest streaming context; the first one if there is none. */
  JavaStreamingContext context() {
    return contexts.isEmpty() ? newContext() : contexts.get(contexts.size() - 1);
  }

  /** One more streaming context on the same Spark context. */
  JavaStreamingContext newContext() {
    return watch(new JavaStreamingContext(spark(), Durations.milliseconds(BATCH)));
  }

  /** Stops {@code context} too after the test. */
  JavaStreamingContext watch(JavaStreamingContext context) {
    contexts.add(context);
    return context;
  }

  /** A stream of the context: a batch of one partition for each list, then empty batches. */
  @SafeVarargs
  final <T> JavaDStream<T> batches(List<T>... batches) {
    return stream(Arrays.stream(batches).map(batch -> spark().parallelize(batch, 1)).toList());
  }

  <T> JavaDStream<T> stream(List<JavaRDD<T>> batches) {
    Queue<JavaRDD<T>> queue = new ArrayDeque<>(batches);
    return context().queueStream(queue);
  }

  /** A stream of empty batches. */
  JavaDStream<Integer> emptyBatches() {
    return stream(List.of());
  }

  /** Declares an output that notes the time of every batch. */
  Journal<Long> batchTimes() {
    Journal<Long> times = new Journal<>();
    emptyBatches().foreachRDD((rdd, time) -> times.add(time.milliseconds()));
    return times;
  }

  /** Lets {@code batches} batch intervals pass on the manual clock. */
  void advance(int batches) {
    for (int i = 0; i < batches; i++) {
      clock().advance(BATCH);
    }
  }

  ManualBatchClock clock() {
    return (ManualBatchClock) context().ssc().lifecycle().clock();
  }

  @Override
  public void afterEach(ExtensionContext test) throws InterruptedException {
    for (JavaStreamingContext context : contexts) {
      if (context.getState() == StreamingContextState.ACTIVE) {
        context.stop(false, false);
      }
    }
    if (spark != null) {
      spark.stop();
    }
    assertThat(StreamingContext.getActive().isEmpty()).as("no active context is left").isTrue();
    awaitNoRunnerThreads();
  }

  static void awaitNoRunnerThreads() throws InterruptedException {
    Journal.awaitThat(() -> "the end of " + runnerThreads(), () -> runnerThreads().isEmpty());
  }

  /** The names of the threads that exist only while a context is active. */
  private static List<String> runnerThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(
            name ->
                name.startsWith("direct-")
                    || name.startsWith("streaming-")
                    || name.startsWith("receiver-"))
        .toList();
  }
}
