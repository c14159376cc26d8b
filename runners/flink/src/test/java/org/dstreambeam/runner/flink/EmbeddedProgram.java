// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.runner.flink;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.streaming.Durations;
import org.apache.spark.streaming.api.java.JavaDStream;
import org.apache.spark.streaming.api.java.JavaStreamingContext;
import org.dstreambeam.clock.ManualBatchClock;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Makes streaming contexts on embedded Flink, and stops them after the test. */
final class EmbeddedProgram implements AfterEachCallback {

  /** The batch interval in ms. */
  static final long BATCH = 100;

  private final List<JavaStreamingContext> contexts = new ArrayList<>();

  /** Its batches come when the test says so. */
  JavaStreamingContext onManualClock(String master) {
    return watch(
        new JavaStreamingContext(
            conf(master).set("spark.streaming.clock", "org.apache.spark.util.ManualClock"),
            Durations.milliseconds(BATCH)));
  }

  JavaStreamingContext onSystemClock(String master) {
    return watch(new JavaStreamingContext(conf(master), Durations.milliseconds(BATCH)));
  }

  static SparkConf conf(String master) {
    return new SparkConf(false)
        .setMaster(master)
        .setAppName("embedded")
        .set("spark.dstreambeam.runner", "flink");
  }

  JavaStreamingContext watch(JavaStreamingContext context) {
    contexts.add(context);
    return context;
  }

  /** A batch of one partition for each list, then empty batches. */
  @SafeVarargs
  static <T> JavaDStream<T> batches(JavaStreamingContext context, List<T>... batches) {
    Queue<JavaRDD<T>> queue = new ArrayDeque<>();
    Arrays.stream(batches)
        .forEach(batch -> queue.add(context.sparkContext().parallelize(batch, 1)));
    return context.queueStream(queue);
  }

  static void advance(JavaStreamingContext context, int batches) {
    ManualBatchClock clock = (ManualBatchClock) context.ssc().lifecycle().clock();
    clock.advance(batches * BATCH);
  }

  /** Moves the clock on for as long as the stop needs batches. */
  static void stopGracefully(JavaStreamingContext context) throws InterruptedException {
    Thread stopping = new Thread(() -> context.stop(true, true), "stopping");
    stopping.start();
    while (stopping.isAlive()) {
      advance(context, 1);
      stopping.join(20);
    }
  }

  @Override
  public void afterEach(ExtensionContext test) {
    for (JavaStreamingContext context : contexts) {
      context.stop(true, false); // also the Spark context of one that could not be started
    }
  }
}
